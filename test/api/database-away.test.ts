import { expect, test } from "vitest";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { ReviewItem } from "../../src/models/review-item.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { mia } from "../support/acting.ts";
import { startApi } from "../support/api.ts";
import { reviewOf } from "../support/reviews.ts";
import { seedUsers } from "../support/slack/seed.ts";
import { database, databaseHangsUp, faultsOfDatabase } from "../support/worker/empty-database.ts";

const api = await startApi({}, database.uri);
const client = await api.client("groups:read", "groups:write", "reviews:write");
/** The driver retries once. */
const TRIES = 2;
/** The driver does not ask whether a transaction that timed out was committed. */
const MAX_TIME_EXPIRED = 50;
const unsure = /^We can’t tell whether this went through: the database stopped answering\. Check /;
const unchanged = /^The database did not answer in time, so nothing was changed\./;

test("if the database goes away after a change, before its answer is read, nobody is told that nothing was changed", async () => {
  await databaseHangsUp("find", Group.collection.name, TRIES);
  const made = await client.asks("POST", "/groups", { body: { name: "Research" } });
  expect([made.status, made.body]).toMatchObject([503, { detail: expect.stringMatching(unsure) }]);
  expect(await Group.countDocuments({ name: "Research" })).toBe(1);
});

test("if no change was asked for, the answer says that nothing was changed", async () => {
  await databaseHangsUp("find", Group.collection.name, TRIES);
  const read = await client.asks("GET", `/groups/${builtInGroupIds.users}`);
  expect([read.status, read.body]).toMatchObject([503, { detail: expect.stringMatching(unchanged) }]);
});

test("keeping the large rest of a review in part says how many are kept, and continues when sent again with the same key", async () => {
  const nothing = { all: false, names: [] };
  const given = { description: "", services: nothing, projects: nothing, regions: nothing };
  const { groupId } = await createGroup(mia, { ...given, name: "Rest" });
  const names = Array.from({ length: 251 }, (_, at) => `Broken Off ${at}`);
  await seedUsers(names, groupId);
  const id = await reviewOf(mia, [groupId]);
  const keepsRest = () =>
    client.asks("POST", `/reviews/${id}/keep-the-rest`, { headers: { "Idempotency-Key": "rest" } });
  await faultsOfDatabase().failAfter("update", ReviewItem, 1, true);
  const broken = await keepsRest();
  expect([broken.status, broken.body]).toMatchObject([
    503,
    {
      code: "try_again",
      detail: expect.stringMatching(/^250 members were kept, then .* Keep the rest again/),
    },
  ]);
  await faultsOfDatabase().recover();
  expect((await keepsRest()).body).toEqual({ kept: 1 });
  expect((await keepsRest()).body).toEqual({ kept: 1 });
});

test("creations carried out together are not retried if nobody can tell whether they went through", async () => {
  const { token } = await api.client("scim");
  const data = (at: number) => ({ userName: `p${at}`, emails: [{ value: `p${at}@acme.io` }] });
  const operations = [1, 2, 3].map((at) => ({
    method: "POST",
    path: "/Users",
    bulkId: `b${at}`,
    data: data(at),
  }));
  await faultsOfDatabase().fail({ commands: ["commitTransaction"], times: 1, how: MAX_TIME_EXPIRED });
  const response = await fetch(`${api.url}/scim/v2/Bulk`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/scim+json" },
    body: JSON.stringify({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
      Operations: operations,
    }),
  });
  const detail = expect.stringMatching(unsure);
  const each = { status: "503", response: expect.objectContaining({ detail }) };
  expect(await response.json()).toMatchObject({ Operations: [each, each, each] });
});
