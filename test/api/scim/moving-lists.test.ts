import { expect, test } from "vitest";
import { Group } from "../../../src/models/group.ts";
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

test("however many groups there are, all can be read by startIndex, by cursor and at the root, while some are deleted", async () => {
  const many = Array.from({ length: 1_001 }, (_, at) => ({ name: `Many ${at}`, nameKey: `many ${at}` }));
  await Group.insertMany(
    many.map((names) => ({ ...names, services: [], projects: [], regions: [], membersVersion: 0 })),
  );
  const inOrder = (await Group.find({}, { _id: 1 }).sort({ _id: 1 }).lean()).map(({ _id }) => String(_id));
  const asks = async (query: string) => {
    const { status, body } = await okta.asks("GET", query);
    expect([query, status, body.totalResults]).toEqual([query, 200, expect.any(Number)]);
    return body;
  };
  const last = await asks(`/Groups?startIndex=${inOrder.length}&count=2`);
  expect([last.totalResults, ids(last)]).toEqual([inOrder.length, inOrder.slice(-1)]);
  const backwards = await asks("/Groups?sortBy=id&sortOrder=descending&count=2&excludedAttributes=members");
  expect(ids(backwards)).toEqual(inOrder.slice(-2).reverse());
  expect(ids(await asks("/Groups?count=0"))).toEqual([]);
  const people = (await asks("/Users?count=0")).totalResults;
  expect(ids(await asks(`/?startIndex=${Number(people) + 1}&count=2`))).toEqual(inOrder.slice(0, 2));
  const tooWide = await okta.asks("GET", "/Groups?sortBy=displayName");
  expect([tooWide.status, tooWide.body.detail]).toEqual([
    400,
    expect.stringMatching(/1,000 groups\..* eq as well\.$/),
  ]);
  const read: unknown[] = [];
  for (let cursor: unknown = ""; typeof cursor === "string"; ) {
    const body = await asks(`/Groups?count=200&cursor=${cursor}`);
    read.push(...ids(body));
    cursor = body.nextCursor;
    if (cursor) expect((await okta.asks("DELETE", `/Groups/${read.at(-1)}`)).status).toBe(204);
  }
  expect(read).toEqual(inOrder);
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
