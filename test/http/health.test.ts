import { randomBytes } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { disconnect } from "../../src/models/connection.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { headingOf } from "../support/web/form.ts";
import { openSite, type Site } from "../support/web/site.ts";

const { uri } = freshDatabase();
/** So that only this file's commands are slowed down. */
const appName = randomBytes(4).toString("hex");
let site: Site;
beforeAll(async () => {
  site = await openSite(`${uri}${uri.includes("?") ? "&" : "?"}appName=${appName}`);
});
afterAll(() => site.close());

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
  const slow = { failCommands: ["listIndexes"], appName, blockConnection: true, blockTimeMS: 4_000 };
  const admin = mongoose.connection.getClient().db("admin");
  await admin.command({ configureFailPoint: "failCommand", mode: { times: 1 }, data: slow });
  const began = performance.now();
  expect(await ready()).toEqual({ status: 503, says: { ready: false, reason: "MongoDB does not answer." } });
  expect(performance.now() - began).toBeLessThan(3_500);
});

test("while the database is away an invitee is asked to try again, with an id that the log has too", async () => {
  const { url } = await site.invites("away@example.com");
  const admin = mongoose.connection.getClient().db("admin");
  const away = { failCommands: ["aggregate", "find", "listIndexes"], appName, errorCode: 8000 };
  await admin.command({ configureFailPoint: "failCommand", mode: "alwaysOn", data: away });
  const response = await fetch(url);
  const page = await response.text();
  await admin.command({ configureFailPoint: "failCommand", mode: "off" });
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
