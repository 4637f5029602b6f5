import { expect, test } from "vitest";
import { type Json, startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const okta = await scim.provider();

const resources = ({ Resources }: Json): Json[] => (Array.isArray(Resources) ? Resources : []);
const ids = (body: Json) => resources(body).map(({ id }) => id);

test.each([
  ["title", "ascending"],
  ["title", "descending"],
  ["emails", "ascending"],
  ["userName", "descending"],
])(
  "by cursors and sorted by %s, %s: everyone who stays is listed once, even if the last of a part is deleted or moves",
  async (sortBy, sortOrder) => {
    const titles = ["CTO", "cto", "", undefined, "Å", "baker", undefined, "Zoologist", "b"];
    const stays = await Promise.all(
      titles.map((title, at) => okta.creates(`${sortBy}-${sortOrder}-${at}`, { title })),
    );
    const list = (query: Record<string, string>) =>
      okta.asks("POST", "/Users/.search", {
        filter: `userName sw "${sortBy}-${sortOrder}"`,
        ...{ sortBy, sortOrder },
        ...query,
      });
    const inOrder = ids((await list({})).body);
    const read: unknown[] = [];
    const moved: unknown[] = [];
    let parts = 0;
    for (let cursor: unknown = ""; typeof cursor === "string"; parts += 1) {
      const { body } = await list({ count: "2", cursor: String(cursor) });
      read.push(...ids(body));
      cursor = body.nextCursor;
      const last = `/Users/${read.at(-1)}`;
      if (parts % 2 === 0) await okta.asks("DELETE", last);
      else {
        moved.push(read.at(-1));
        await okta.patches(last, {
          op: "replace",
          value: {
            title: "Zz",
            userName: `${sortBy}-${sortOrder}-z${parts}`,
            emails: [{ value: `z${parts}${sortOrder}${sortBy}@acme.io` }],
          },
        });
      }
    }
    const isFirst = (id: unknown, at: number) => read.indexOf(id) === at;
    const firstTimes = read.filter(isFirst);
    expect(firstTimes).toEqual(inOrder);
    expect(firstTimes.toSorted()).toEqual(stays.toSorted());
    // Somebody whom a change moves further on is listed again there.
    const again = read.filter((id, at) => !isFirst(id, at));
    expect(moved).toEqual(expect.arrayContaining(again));
  },
);

test("groups: if the last of a part is deleted, the next part continues after it", async () => {
  for (const displayName of ["Ants", "Bees"]) await okta.asks("POST", "/Groups", { displayName });
  const list = async (cursor: unknown) => {
    const { body } = await okta.asks("GET", `/Groups?count=2&sortBy=displayName&cursor=${cursor}`);
    return { body, shown: resources(body).map(({ displayName }) => displayName) };
  };
  const first = await list("");
  expect(first.shown).toEqual(["Admin", "Ants"]);
  expect((await okta.asks("DELETE", `/Groups/${ids(first.body)[1]}`)).status).toBe(204);
  expect((await list(first.body.nextCursor)).shown).toEqual(["Auditors", "Bees"]);
});

test("an invalid cursor of any kind is refused", async () => {
  const none = [
    "x",
    "AAAA",
    Buffer.from("[]").toString("base64url"),
    "6b0ff48868916a5a630b29680e48c1586ecf7fad",
  ];
  for (const cursor of [...none, Buffer.from('["", {"key": 1, "id": "x"}]').toString("base64url")])
    expect((await okta.asks("GET", `/Users?sortBy=title&cursor=${cursor}`)).body).toMatchObject({
      status: "400",
      scimType: "invalidCursor",
    });
});
