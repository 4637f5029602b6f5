import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Types } from "mongoose";
import { freePort } from "../../dev/tools/free-port.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Job } from "../../src/models/job.ts";
import { WebhookEndpoint } from "../../src/models/webhook-endpoint.ts";
import { DAY_MS } from "../../src/services/durations.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { encryptSecret, newSecret } from "../../src/services/webhooks/secret.ts";
import { admin, fill } from "../fill.ts";
import { fillBareJobs } from "../loop-jobs.ts";
import { type Bench, faster, type Row } from "../measure.ts";
import { type Running, start } from "../processes.ts";

const MESSAGES = 5_000;
const LATENCY_MS = 50;
const HEALTHY = 90;
const HANGING = 10;
/** How many messages go to each endpoint. */
const EACH = 50;

const key = { id: "s1", secret: randomBytes(32) };
const body = JSON.stringify({ type: "user.suspended", data: { filler: "x".repeat(400) } });

/**
 * Measures how fast one process delivers webhooks, against a loop that only claims, posts and settles; and with
 * endpoints that hang.
 */
export async function webhooks(bench: Bench): Promise<Row[]> {
  const one = [{ path: "/works", messages: MESSAGES }];
  const floor = await floorOf(bench);
  const ours = await deliverAll(bench, one);
  const healthy = Array.from({ length: HEALTHY }, (_, n) => ({ path: `/works/${n}`, messages: EACH }));
  const hanging = Array.from({ length: HANGING }, (_, n) => ({ path: `/hangs/${n}`, messages: EACH }));
  const alone = await deliverAll(bench, healthy);
  const beside = await deliverAll(bench, [...hanging, ...healthy]);
  return [
    faster(
      "webhooks",
      `webhooks, ${MESSAGES} to an endpoint of ${LATENCY_MS} ms, 20 in flight, vs a loop that claims, posts and settles`,
      { ours, floor, atLeast: 0.75 },
    ),
    faster(
      "webhooks_beside_hanging",
      `${EACH} to each of ${HEALTHY} endpoints, with ${HANGING} others that hang, vs without those`,
      { ours: beside, floor: alone, atLeast: 0.9 },
    ),
  ];
}

interface Target {
  path: string;
  messages: number;
}

async function deliverAll({ newDatabase, ours }: Bench, targets: readonly Target[]): Promise<number> {
  const uri = newDatabase();
  const receiver = await slowReceiver(targets);
  await connect(uri);
  await ensureIndexes();
  await seedGroups();
  for (const { path, messages } of targets) {
    const _id = new Types.ObjectId();
    await WebhookEndpoint.create({
      _id,
      url: receiver.url + path,
      events: ["*"],
      secret: encryptSecret(newSecret(), String(_id), key),
      createdBy: admin,
      createdAt: new Date(),
    });
    await fill(Job.collection, (n) => messageTo(_id, n), { to: messages });
  }
  await disconnect();
  return run(
    receiver,
    await ours({
      MONGODB_URI: uri,
      SECRET_KEYS: `${key.id}:${key.secret.toString("base64")}`,
      WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
    }),
  );
}

async function floorOf({ newDatabase }: Bench): Promise<number> {
  const uri = newDatabase();
  const receiver = await slowReceiver([{ path: "/works", messages: MESSAGES }]);
  await fillBareJobs(
    uri,
    Array.from({ length: MESSAGES }, () => ({ url: `${receiver.url}/works`, body })),
  );
  return run(receiver, await start("bench/bare-loop.js", { MONGODB_URI: uri, IN_FLIGHT: "20" }));
}

async function run(receiver: Awaited<ReturnType<typeof slowReceiver>>, program: Running): Promise<number> {
  const perSecond = await receiver.all;
  await receiver.close();
  await program.stop();
  return perSecond;
}

function messageTo(endpointId: Types.ObjectId, n: number) {
  const now = Date.now();
  return {
    _id: new Types.ObjectId(),
    kind: "webhook",
    facts: { endpointId, type: "user.suspended", body, until: new Date(now + DAY_MS) },
    status: "waiting",
    dueAt: new Date(now - MESSAGES + n),
    attempts: 0,
    createdAt: new Date(now),
  };
}

/** Accepts every message after a while, except those to `/hangs`, which it never answers. */
async function slowReceiver(targets: readonly Target[]) {
  const expected = targets
    .filter(({ path }) => path.startsWith("/works"))
    .reduce((sum, { messages }) => sum + messages, 0);
  let [first, taken] = [0, 0];
  let done: (perSecond: number) => void = () => {};
  const all = new Promise<number>((resolve) => {
    done = resolve;
  });
  const server = createServer(async (request, response) => {
    first ||= performance.now();
    request.resume();
    if (request.url?.startsWith("/hangs")) return;
    await sleep(LATENCY_MS);
    response.writeHead(204).end();
    taken += 1;
    if (taken === expected) done((expected * 1000) / (performance.now() - first));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    all,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
