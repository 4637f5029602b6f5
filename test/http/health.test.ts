import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
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
const database = new DatabaseFaults(uri, appName);
let site: Site;
beforeAll(async () => {
  site = await openSite(`${uri}${uri.includes("?") ? "&" : "?"}appName=${appName}`);
});
afterAll(() => Promise.all([site.close(), database.close()]));

async function ready(): Promise<{ status: number; says: unknown }> {
  const response = await fetch(`${site.url}/readyz`);
  return { status: response.status, says: await response.json() };
}

test("ready means that the database can keep its promises", async () => {
  expect(await ready()).toEqual({ status: 200, says: { ready: true } });
  await Invite.collection.dropIndex("one_pending_per_address");
  expect(await ready()).toEqual({
    status: 503,
    says: { ready: false, reason: "MongoDB lacks unique indexes: one_pending_per_address." },
  });
  await ensureIndexes();
  expect((await ready()).status).toBe(200);
});

test("a database that does not answer within 2 seconds counts as away", async () => {
  await database.hang(["listIndexes"]);
  expect(await ready()).toEqual({ status: 503, says: { ready: false, reason: "MongoDB does not answer." } });
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
  expect(page).toContain(`this id: <code>${JSON.parse(line).errorId}</code>`);
});

test("without a database the process is alive, and not ready: and it says so", async () => {
  await disconnect();
  expect(await ready()).toEqual({
    status: 503,
    says: { ready: false, reason: "MongoDB does not answer." },
  });
  expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
});
