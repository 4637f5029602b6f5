import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../dev/tools/free-port.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { Group } from "../../src/models/group.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { User, type UserDocument } from "../../src/models/user.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { pythonWith } from "../../test/support/programs.ts";
import { fill, nthGroup, nthUser } from "../fill.ts";
import { type Bench, faster, type Row, slower } from "../measure.ts";
import { ms, p50, timed } from "../timing.ts";

const USERS = 1_000;
const IN_FLIGHT = 20;
const ROUNDS = 5;
const [FEW, MANY] = [1_000, 100_000];
const [SMALL, LARGE] = [10, 10_000];
const TIMES = 100;

/** A SCIM server: its address and token. */
interface Server {
  url: string;
  token: string;
}

async function asks({ url, token }: Server, method: string, path: string, body?: object): Promise<string> {
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/scim+json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 300)}`);
  return text;
}

/**
 * Measures provisioning: how many users are created per second, against a Python server that keeps them in memory, and
 * the cost of finding one and changing a group among many.
 */
export async function provisioning(bench: Bench): Promise<Row[]> {
  return [...(await creating(bench)), await finding(bench), await changing(bench)];
}

async function creating(bench: Bench): Promise<Row[]> {
  const [ours, peer] = [await startOurs(bench), await startPeer()];
  let count = 0;
  const create = (server: Server) => async () => {
    count += 1;
    const userName = `user.${count}@acme.example`;
    const emails = [{ value: userName, type: "work", primary: true }];
    return ms(() =>
      asks(server, "POST", "/Users", { schemas: [userSchema], userName, emails, active: true }),
    );
  };
  const rate = async (server: Server, atOnce: number) => {
    const times = USERS / ROUNDS;
    return (times * 1_000) / (await ms(() => timed({ times, atOnce }, create(server))));
  };
  const measured = new Map<number, { ours: number; floor: number }>();
  try {
    for (const atOnce of [1, IN_FLIGHT]) {
      const rates = { ours: 0, floor: 0 };
      for (let round = 0; round < ROUNDS; round += 1) {
        rates.ours += (await rate(ours, atOnce)) / ROUNDS;
        rates.floor += (await rate(peer, atOnce)) / ROUNDS;
      }
      measured.set(atOnce, rates);
    }
    const listed = await asks(ours, "GET", "/Users?count=0");
    if (!listed.includes(`"totalResults":${2 * USERS},`)) throw new Error(`some were lost: ${listed}`);
  } finally {
    await Promise.all([ours.stop(), peer.stop()]);
  }
  return [...measured].map(([atOnce, rates]) =>
    faster(
      `scim_create_${atOnce}`,
      `creating ${USERS.toLocaleString("en")} users by SCIM, ${atOnce} at a time, vs scim2-server in memory`,
      { ...rates, atLeast: 2 },
    ),
  );
}

const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User";

async function finding(bench: Bench): Promise<Row> {
  const costs = await inTurn(bench, [FEW, MANY], async (size, now) => {
    await fill(User.collection, (n) => nthUser(n, now), { to: size });
    const email = nthUser(Math.floor(size / 2), now).email;
    const path = `/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}`;
    return (server) => asks(server, "GET", path);
  });
  return slower("scim_find", "`filter=userName eq` with 100,000 users, vs with 1,000", {
    ...costs,
    atMost: 1.3,
  });
}

async function changing(bench: Bench): Promise<Row> {
  const costs = await inTurn(bench, [SMALL, LARGE], async (size, now) => {
    const group = nthGroup(1_000);
    await Group.collection.insertOne(group);
    const member = { groupId: group._id, since: now, by: { kind: "system" as const, name: "iam-bot" } };
    const makes = (n: number): UserDocument => ({ ...nthUser(n, now), memberships: [member] });
    await fill(User.collection, makes, { to: size });
    const one = String(nthUser(1, now)._id);
    let isIn = true;
    return (server) => {
      const operation = isIn
        ? { op: "remove", path: `members[value eq "${one}"]` }
        : { op: "add", path: "members", value: [{ value: one }] };
      isIn = !isIn;
      return asks(server, "PATCH", `/Groups/${group._id}`, { Operations: [operation] });
    };
  });
  return slower("scim_patch", "PATCH of one member in a group of 10,000, vs in one of 10", {
    ...costs,
    atMost: 2,
  });
}

/** Takes the same measure on two databases, alternating. @returns the medians, in milliseconds */
async function inTurn(
  bench: Bench,
  [few, many]: readonly [number, number],
  prepare: (size: number, now: Date) => Promise<(server: Server) => Promise<unknown>>,
): Promise<{ ours: number; floor: number }> {
  const sides = [];
  for (const size of [few, many]) {
    const holder: { ask?: (server: Server) => Promise<unknown> } = {};
    const server = await startOurs(bench, async (now) => {
      holder.ask = await prepare(size, now);
    });
    sides.push({ server, took: [] as number[], one: () => ms(async () => holder.ask?.(server)) });
  }
  try {
    for (let time = 0; time < TIMES; time += 1)
      for (const { took, one } of sides) took.push(...(await timed({ times: 1, atOnce: 1 }, one)));
  } finally {
    await Promise.all(sides.map(({ server }) => server.stop()));
  }
  const [floor = Number.NaN, ours = Number.NaN] = sides.map(({ took }) => p50(took));
  return { ours, floor };
}

async function startOurs(
  { newDatabase, ours }: Bench,
  prepare: (now: Date) => Promise<void> = async () => undefined,
): Promise<Server & { stop(): Promise<void> }> {
  const uri = newDatabase();
  await connect(uri);
  await ensureIndexes();
  await seedGroups();
  await prepare(new Date());
  const request = { name: "Bench", permissions: ["scim"], expiryDays: null };
  const { token } = await createClient({ kind: "operator" }, request);
  await disconnect();
  const app = await ours({ MONGODB_URI: uri });
  return { url: `${app.url}/scim/v2`, token, stop: app.stop };
}

async function startPeer(): Promise<Server & { stop(): Promise<void> }> {
  const { command, env } = await pythonWith("bench/peers/scim.txt");
  const port = await freePort();
  const token = "bench";
  const program = "import sys; from scim2_server.testserver.cli import main; sys.exit(main())";
  const words = ["-c", program, "--port", String(port), "--bearer-token", token];
  const child = spawn(command, words, { env, stdio: "ignore" });
  const ended = once(child, "close");
  const peer = { url: `http://127.0.0.1:${port}`, token };
  for (let tries = 0; ; tries += 1) {
    const isUp = await asks(peer, "GET", "/ServiceProviderConfig").then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (tries === 100) throw new Error("scim2-server did not start");
    await pause(100);
  }
  return {
    ...peer,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
