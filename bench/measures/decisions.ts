import { setTimeout as pause } from "node:timers/promises";
import { Types } from "mongoose";
import * as z from "zod";
import { run } from "../../dev/tools/child.ts";
import { Client } from "../../src/models/client.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { Group } from "../../src/models/group.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { User, type UserDocument } from "../../src/models/user.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { admin, fill, nthGroup, nthUser } from "../fill.ts";
import { type Bench, faster, type Row, slower } from "../measure.ts";
import { type Running, start } from "../processes.ts";

const USERS = 100_000;
const GROUPS = 500;
const MEMBERSHIPS = 20;
const ROUNDS = 5;
const BATCH = 100;
/** By then users are loaded, and each start's work on its database is done. */
const LOADING_MS = 60_000;
const measured = z.object({ rate: z.number(), p99: z.number() });

/**
 * Measures decisions about 100,000 users at random, with a real token, reasons and last uses, against an Express app
 * that echoes what it is sent. The load comes from a separate process.
 */
export async function decisions({ newDatabase, ours, say }: Bench): Promise<Row[]> {
  const uri = newDatabase();
  const now = new Date();
  await connect(uri);
  await ensureIndexes();
  await seedGroups();
  await fill(Group.collection, (n) => ({ ...nthGroup(n), services: [`Service ${n}`] }), { to: GROUPS });
  await fill(User.collection, (n) => memberOfTwenty(n, now), { to: USERS });
  const empty = await started(ours, uri);
  const request = { name: "Bench", permissions: ["decisions"], expiryDays: null };
  const { token } = await createClient({ kind: "operator" }, request);
  const loaded = await started(ours, uri, (app) => load(app.url, { TOKEN: token, SECONDS: "1" }));
  say(`${Math.round(loaded.mb - empty.mb)} MB for users and groups in memory`);

  const app = await ours({ MONGODB_URI: uri });
  const floor = await start("bench/bare-echo.js", {});
  const ask = (url: string, more: Record<string, string> = {}) => load(url, { TOKEN: token, ...more });
  await pause(LOADING_MS);
  await Promise.all([ask(app.url), ask(floor.url)]);
  const rates = { ours: 0, floor: 0, batches: 0 };
  const slowest = { ours: 0, floor: 0 };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const [one, other] = [await ask(app.url), await ask(floor.url)];
    rates.ours += one.rate / ROUNDS;
    rates.floor += other.rate / ROUNDS;
    slowest.ours += one.p99 / ROUNDS;
    slowest.floor += other.p99 / ROUNDS;
    rates.batches += ((await ask(app.url, { BATCH: String(BATCH) })).rate * BATCH) / ROUNDS;
  }
  await Promise.all([app.stop(), floor.stop()]);
  await connect(uri);
  await Client.deleteMany();
  await disconnect();
  return [
    faster("decisions", "decisions, 20 in flight, vs an Express app that echoes what it is sent", {
      ours: rates.ours,
      floor: rates.floor,
      atLeast: 1.5,
    }),
    slower("decisions_p99", "the same: p99", { ours: slowest.ours, floor: slowest.floor, atMost: 0.8 }),
    faster("decisions_batch", "decisions in batches of 100, vs that app’s requests", {
      ours: rates.batches,
      floor: rates.floor,
      atLeast: 5,
    }),
    {
      ...slower("decisions_memory", "memory with 100,000 users loaded, vs with none", {
        ours: loaded.mb,
        floor: empty.mb,
        atMost: 1.5,
      }),
      measured: `${Math.round(loaded.mb)} MB, ${Math.round(empty.mb)} MB`,
    },
  ];
}

/** Starts the app, and measures its memory a minute later. */
async function started(
  ours: Bench["ours"],
  uri: string,
  then: (app: Running) => Promise<unknown> = async () => undefined,
): Promise<{ mb: number }> {
  const app = await ours({ MONGODB_URI: uri });
  await then(app);
  await pause(LOADING_MS);
  const mb = await app.memoryMb();
  await app.stop();
  return { mb };
}

function memberOfTwenty(n: number, now: Date): UserDocument {
  const groups = Array.from({ length: MEMBERSHIPS }, (_, each) => (n * 7 + each * 25) % GROUPS);
  return {
    ...nthUser(n, now),
    memberships: groups.map((group) => ({
      groupId: new Types.ObjectId((group + 100).toString(16).padStart(24, "0")),
      since: now,
      by: admin,
    })),
  };
}

async function load(url: string, env: Record<string, string>) {
  const settings = { URL: url, USERS: String(USERS), SECONDS: "4", ...env };
  const printed = await run(process.execPath, ["dist/bench/load-decisions.js"], {
    ...process.env,
    ...settings,
  });
  return measured.parse(JSON.parse(printed));
}
