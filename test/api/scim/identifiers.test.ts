import { expect, test } from "vitest";
import { startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const entra = await scim.provider();

const external = "00uX";
const user = await entra.creates("Eve", { externalId: external });
const made = await entra.asks("POST", "/Groups", {
  displayName: "Crew",
  externalId: external,
  members: [{ value: user }],
});
const group = String(made.body.id);
const [otherUser, otherGroup] = [user, group].map((id) => id.toUpperCase());

const found = async (path: string, filter: string) =>
  (await entra.asks("GET", `${path}?filter=${encodeURIComponent(filter)}`)).body.totalResults;

test.each([
  ["/Users", 'id eq "USER"'],
  ["/Users", 'not (id ne "USER")'],
  ["/Users", `meta.location eq "${scim.url}/scim/v2/Users/USER"`],
  ["/Users", 'groups.value eq "GROUP"'],
  ["/Users", 'groups[value eq "GROUP"]'],
  ["/Users", 'externalId eq "EXTERNAL"'],
  ["/Groups", 'id eq "GROUP"'],
  ["/Groups", 'members.value eq "USER"'],
  ["/Groups", 'members[value eq "USER"]'],
  ["/Groups", 'externalId eq "EXTERNAL"'],
  ["", 'id eq "USER"'],
])("RFC 7643, 2.2: ids are case-sensitive in %s?filter=%s", async (path, filter) => {
  const about = (change: (id: string) => string) =>
    Object.entries({ USER: user, GROUP: group, EXTERNAL: external }).reduce(
      (text, [name, id]) => text.replace(name, change(id)),
      filter,
    );
  expect(
    await found(
      path,
      about((id) => id),
    ),
  ).toBe(1);
  expect(
    await found(
      path,
      about((id) => id.toUpperCase()),
    ),
  ).toBe(0);
});

test("the names of people and groups are case-insensitive", async () => {
  expect(await found("/Users", 'userName eq "eVE" and emails.value eq "EVE@acme.io"')).toBe(1);
  expect(await found("/Groups", 'displayName eq "cREW"')).toBe(1);
});

test("an id in another case is unknown, wherever it is used", async () => {
  const operation = { op: "replace", path: "title", value: "CTO" };
  for (const [path, body] of [
    [`/Users/${otherUser}`, { userName: "x", emails: [{ value: "x@acme.io" }] }],
    [`/Groups/${otherGroup}`, { displayName: "X" }],
  ] as const) {
    const patch = { Operations: [operation] };
    const answers = [
      await entra.asks("GET", path),
      await entra.asks("PUT", path, body),
      await entra.asks(
        "PATCH",
        path,
        path.startsWith("/Users") ? patch : { Operations: [{ op: "add", value: body }] },
      ),
      await entra.asks("DELETE", path),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  }
  const members = `/Groups/${group}`;
  for (const each of [
    { op: "remove", path: `members[value eq "${otherUser}"]` },
    { op: "remove", path: "members", value: [{ value: otherUser }] },
  ])
    expect((await entra.patches(members, each)).body.members).toHaveLength(1);
  await entra.patches(members, { op: "remove", path: `members[value eq "${user}"]` });
  const added = await entra.patches(members, { op: "add", path: "members", value: [{ value: otherUser }] });
  expect(added.body).not.toHaveProperty("members");
  const { body } = await entra.asks("POST", "/Bulk", {
    Operations: [{ method: "PATCH", path: `/Users/${otherUser}`, data: { Operations: [operation] } }],
  });
  expect(body.Operations).toMatchObject([{ status: "404" }]);
});
