import { expect, test } from "vitest";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { memberOf } from "../../../src/models/membership.ts";
import { User } from "../../../src/models/user.ts";
import { revokeClient } from "../../../src/services/clients/revoke-client.ts";
import { startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const trusted = await scim.provider("admins:write");
const provider = await scim.provider();
const admin = `/Groups/${builtInGroupIds.admin}`;
const add = (value: unknown) => ({ op: "add", path: "members", value });

const boss = await trusted.creates("boss");
const other = await trusted.creates("other");
const eve = await provider.creates("eve");
expect((await trusted.patches(admin, add([{ value: boss }, { value: other }]))).status).toBe(200);
const before = await User.find({ _id: [boss, other, eve] }).lean();

/** What a provider without admins:write may try, by method, path and body. */
const attempts: [string, string, unknown][] = [
  ["PATCH", admin, { Operations: [add([{ value: eve }])] }],
  ["PATCH", admin, { Operations: [{ op: "ADD", path: "MEMBERS", value: { value: eve } }] }],
  ["PATCH", admin, { Operations: [{ op: "Add", value: { members: [{ value: eve }] } }] }],
  [
    "PATCH",
    admin,
    {
      Operations: [
        add([{ value: boss }]),
        { op: "add", path: "urn:ietf:params:scim:schemas:core:2.0:Group:members", value: eve },
      ],
    },
  ],
  ["PATCH", admin, { Operations: [add([{ $ref: `https://elsewhere.example/Users/${eve}` }])] }],
  ["PATCH", admin, { Operations: [{ op: "replace", path: "members", value: [{ value: eve }] }] }],
  ["PATCH", admin, { Operations: [{ op: "remove", path: "members" }] }],
  ["PATCH", admin, { Operations: [{ op: "remove", path: `members[value eq "${other}"]` }] }],
  ["PATCH", admin.replace(/Groups/, "%47roups"), { Operations: [add([{ value: eve }])] }],
  ["PATCH", admin.toUpperCase().replace("GROUPS", "Groups"), { Operations: [add([{ value: eve }])] }],
  ["PUT", admin, { displayName: "Admin", members: [{ value: boss }, { value: other }, { value: eve }] }],
  ["PUT", admin, { displayName: "Admin" }],
  ["PATCH", `/Users/${other}`, { Operations: [{ op: "Replace", path: "active", value: "False" }] }],
  ["PATCH", `/Users/${other}`, { Operations: [{ op: "replace", value: { ACTIVE: false } }] }],
  ["PUT", `/Users/${other}`, { userName: "other", emails: [{ value: "other@acme.io" }], active: false }],
  ["DELETE", `/Users/${other}`, undefined],
  // Somebody with the address in Slack would be linked, and become an admin.
  [
    "PATCH",
    `/Users/${other}`,
    { Operations: [{ op: "replace", path: 'emails[type eq "work"].value', value: "mallory@acme.io" }] },
  ],
  ["PUT", `/Users/${other}`, { userName: "other", emails: [{ value: "mallory@acme.io", primary: true }] }],
];

test.each(attempts)("without admins:write, %s %s %j changes nothing", async (method, path, body) => {
  const { status, body: refused } = await provider.asks(method, path, body);
  expect([status, refused.detail]).toEqual([403, expect.stringContaining("admins:write")]);
  const operation = { method, path: decodeURIComponent(path), ...(body !== undefined && { data: body }) };
  const done = await provider.asks("POST", "/Bulk", { Operations: [operation] });
  expect(done.body.Operations).toMatchObject([{ status: "403" }]);
  expect(await User.find({ _id: [boss, other, eve] }).lean()).toEqual(before);
  expect(await User.countDocuments(memberOf(builtInGroupIds.admin))).toBe(2);
});

test("without admins:write, a provider can change an admin's title, as anybody's", async () => {
  const changed = await provider.patches(`/Users/${other}`, { op: "replace", path: "title", value: "CTO" });
  expect(changed.status).toBe(200);
});

test("with admins:write, a provider can change an admin's address", async () => {
  const path = 'emails[type eq "work"].value';
  const changed = await trusted.patches(`/Users/${other}`, { op: "replace", path, value: "another@acme.io" });
  expect([changed.status, (await User.findById(other).orFail().lean()).email]).toEqual([
    200,
    "another@acme.io",
  ]);
});

test("a Bulk makes nobody an admin, neither by a reference nor by the group's name", async () => {
  const emails = [{ value: "late@acme.io" }];
  const done = await provider.asks("POST", "/Bulk", {
    Operations: [
      { method: "PATCH", path: admin, data: { Operations: [add([{ value: "bulkId:late" }])] } },
      { method: "POST", path: "/Users", bulkId: "late", data: { userName: "late", emails } },
      { method: "POST", path: "/Groups", data: { displayName: "ADMIN", members: [{ value: eve }] } },
    ],
  });
  expect(done.body.Operations).toMatchObject([{ status: "403" }, { status: "201" }, { status: "409" }]);
  expect(await User.countDocuments(memberOf(builtInGroupIds.admin))).toBe(2);
});

test("a group that one provider manages can't be changed by another, until the manager is gone", async () => {
  const made = await trusted.asks("POST", "/Groups", { displayName: "Theirs", members: [{ value: boss }] });
  const path = `/Groups/${made.body.id}`;
  const tries: [string, unknown?][] = [
    ["PATCH", { Operations: [add([{ value: eve }])] }],
    ["PATCH", { Operations: [{ op: "replace", path: "displayName", value: "Mine" }] }],
    ["PUT", { displayName: "Theirs", members: [{ value: eve }] }],
    ["DELETE"],
  ];
  for (const [method, body] of tries) {
    const { status, body: refused } = await provider.asks(method, path, body);
    expect([status, refused.scimType, refused.detail]).toEqual([
      409,
      "mutability",
      expect.stringContaining("Managed by an identity provider: Theirs (by Client"),
    ]);
  }
  expect((await trusted.asks("GET", path)).body).toEqual(made.body);

  await revokeClient({ kind: "operator" }, trusted.clientId);
  expect((await provider.patches(path, add([{ value: eve }]))).status).toBe(200);
});
