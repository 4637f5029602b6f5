import { expect, test } from "vitest";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { startApi } from "../support/api.ts";
import { database, databaseHangsUp } from "../support/worker/empty-database.ts";

const api = await startApi({}, database.uri);
const client = await api.client("groups:read", "groups:write");
/** The driver asks once more. */
const TRIES = 2;
const unsure = /^We can’t tell whether this went through: the database stopped answering\. Check /;
const unchanged = /^The database did not answer in time, so nothing was changed\./;

test("the database that goes away after a change, before its answer was read: nobody is told that nothing was changed", async () => {
  await databaseHangsUp("find", Group.collection.name, TRIES);
  const made = await client.asks("POST", "/groups", { body: { name: "Research" } });
  expect([made.status, made.body]).toMatchObject([503, { detail: expect.stringMatching(unsure) }]);
  expect(await Group.countDocuments({ name: "Research" })).toBe(1);
});

test("where nothing was asked to be changed, it says that nothing was", async () => {
  await databaseHangsUp("find", Group.collection.name, TRIES);
  const read = await client.asks("GET", `/groups/${builtInGroupIds.users}`);
  expect([read.status, read.body]).toMatchObject([503, { detail: expect.stringMatching(unchanged) }]);
});
