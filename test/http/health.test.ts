import { randomBytes } from "node:crypto";
import mongoose, { mongo } from "mongoose";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { disconnect } from "../../src/models/connection.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { DatabaseFaults } from "../support/database-faults.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { headingOf } from "../support/web/form.ts";
import { openSite, type Site } from "../support/web/site.ts";

const { uri } = freshDatabase();
/** So that only this file's commands are slowed down. */
const appName = randomBytes(4).toString("hex");
const ours = new mongo.MongoClient(uri);
const database = new DatabaseFaults(ours, appName);
let site: Site;
beforeAll(async () => {
  site = await openSite(`${uri}${uri.includes("?") ? "&" : "?"}appName=${appName}&monitorCommands=true`);
});
afterAll(() => Promise.all([site.close(), ours.close()]));

async function ready(): Promise<{ status: number; says: unknown }> {
  const response = await fetch(`${site.url}/readyz`);
  return { status: response.status, says: await response.json() };
}

const away = { status: 503, says: { ready: false, reason: "MongoDB does not answer." } };

test("ready means that the database can keep its promises", async () => {
  expect(await ready()).toEqual({ status: 200, says: { ready: true } });
  await Invite.collection.dropIndex("one_pending_per_address");
  await expect.poll(ready).toEqual({
    status: 503,
    says: { ready: false, reason: "MongoDB lacks unique indexes: one_pending_per_address." },
  });
  await ensureIndexes();
  await expect.poll(ready).toEqual({ status: 200, says: { ready: true } });
});

test("an index of the right name that is not unique makes the process unready, and it says what to drop", async () => {
  await Invite.collection.dropIndex("one_pending_per_address");
  const otherwise = { name: "one_pending_per_address", partialFilterExpression: { status: "pending" } };
  await Invite.collection.createIndex({ email: 1 }, otherwise);
  await expect.poll(ready).toEqual({
    status: 503,
    says: {
      ready: false,
      reason: expect.stringMatching(
        /^The index one_pending_per_address of invites is not what the app needs: it is not unique\. Drop it, in mongosh: db\.invites\.dropIndex\("one_pending_per_address"\)\./,
      ),
    },
  });
  await Invite.collection.dropIndex("one_pending_per_address");
  await ensureIndexes();
  await expect.poll(ready).toEqual({ status: 200, says: { ready: true } });
});

test("however many ask, the database is asked once a second", async () => {
  const asked: string[] = [];
  const onCommand = ({ commandName }: { commandName: string }) => void asked.push(commandName);
  const client = mongoose.connection.getClient().on("commandStarted", onCommand);
  onTestFinished(() => void client.off("commandStarted", onCommand));
  const askedSoFar = async () => {
    await ready();
    return asked.length;
  };
  await expect.poll(askedSoFar).toBeGreaterThan(0);
  const once = asked.length;
  const began = performance.now();
  for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 20 }, ready));
  const seconds = Math.ceil((performance.now() - began) / 1_000);
  expect(asked.length).toBeLessThanOrEqual(once * (1 + seconds));
});

test("a database that does not answer within 2 seconds counts as away", async () => {
  await database.hang(["listIndexes"]);
  await expect.poll(ready).toEqual(away);
  await database.recover();
});

test("while the database is away an invitee is asked to try again, with an id that the log has too", async () => {
  const { url } = await site.invites("away@example.com");
  await database.fail({ commands: ["aggregate", "find", "listIndexes"], times: 1_000 });
  const response = await fetch(url);
  const page = await response.text();
  await database.recover();
  expect([response.status, headingOf(page)]).toEqual([503, "Please try again in a minute"]);
  const [line = "{}"] = site.log.splice(0);
  expect(page).toContain(`person who invited you: <code translate="no">${JSON.parse(line).errorId}</code>`);
});

test("without a database the process is alive, and not ready: and it says so", async () => {
  await disconnect();
  await expect.poll(ready).toEqual(away);
  expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
});
