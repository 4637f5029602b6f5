import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { Types } from "mongoose";
import { z } from "zod";
import { freePort } from "../../dev/tools/free-port.ts";
import { Batch } from "../../src/models/batch.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { admin, fill, nthInvite } from "../fill.ts";
import { type Bench, faster, type Row } from "../measure.ts";
import type { Running } from "../processes.ts";

const MAILS = 5_000;
/** As many as one submit may invite. */
const BATCH = 100;
const LATENCY_MS = 50;
const IN_FLIGHT = 20;
/** What a sender could do that costs nothing itself. */
const IDEAL = (IN_FLIGHT * 1000) / LATENCY_MS;

/** Measures how fast one process sends what is due, and two. */
export async function outbox(bench: Bench): Promise<Row[]> {
  const one = await sendAll(bench, 1);
  const two = await sendAll(bench, 2);
  return [
    faster("outbox", `outbox, ${MAILS} mails, 20 in flight, a SendGrid of ${LATENCY_MS} ms, and the ideal`, {
      ours: one.perSecond,
      floor: IDEAL,
      atLeast: 0.8,
    }),
    faster("outbox_two_processes", "the same by two processes, and by one", {
      ours: two.perSecond,
      floor: one.perSecond,
      atLeast: 1,
    }),
    {
      key: "outbox_sent_twice",
      what: "mails sent twice by two processes",
      measured: `${two.twice} of ${MAILS}`,
      ratio: two.twice,
      target: "0",
      met: two.twice === 0,
    },
  ];
}

async function sendAll({ newDatabase, ours }: Bench, processes: number) {
  const uri = newDatabase();
  await connect(uri);
  await ensureIndexes();
  await seedGroups();
  const now = new Date();
  await fill(Batch.collection, (n) => nthBatch(n, now), { to: MAILS / BATCH });
  await fill(Invite.collection, (n) => queuedInvite(n, now), { to: MAILS });
  await fill(Job.collection, (n) => mailOf(n, now), { to: MAILS });
  await disconnect();

  const sendgrid = await slowSendGrid();
  const env = {
    MONGODB_URI: uri,
    SENDGRID_API_URL: sendgrid.url,
    OUTBOX_CONCURRENCY: String(IN_FLIGHT),
  };
  const apps: Running[] = await Promise.all(Array.from({ length: processes }, () => ours(env)));
  const { perSecond } = await sendgrid.all;
  for (const app of apps) await app.stop();
  const twice = sendgrid.twice();
  await sendgrid.close();
  return { perSecond, twice };
}

function nthBatch(n: number, now: Date) {
  return { _id: nthInvite(n, now)._id, invitedBy: admin, createdAt: now, size: BATCH };
}

function queuedInvite(n: number, now: Date) {
  const delivery = { state: "queued" as const, generation: 1, at: now };
  const batchId = nthBatch(Math.floor(n / BATCH), now)._id;
  return { ...nthInvite(n, now), batchId, delivery, deliveryHistory: [delivery] };
}

function mailOf(n: number, now: Date) {
  return {
    _id: new Types.ObjectId(),
    kind: "invite-email",
    facts: { inviteId: nthInvite(n, now)._id, generation: 1 },
    status: "waiting",
    dueAt: new Date(now.getTime() - MAILS + n),
    attempts: 0,
    createdAt: now,
  };
}

const mail = z.object({
  personalizations: z.array(z.object({ to: z.array(z.object({ email: z.string() })) })).min(1),
});

/** Accepts every mail, after a while. */
async function slowSendGrid() {
  const sent = new Map<string, number>();
  let first = 0;
  let done: (result: { perSecond: number }) => void = () => {};
  const all = new Promise<{ perSecond: number }>((resolve) => {
    done = resolve;
  });
  const server = createServer(async (request, response) => {
    first ||= performance.now();
    const { personalizations } = mail.parse(await json(request));
    const email = personalizations[0]?.to[0]?.email ?? "";
    await sleep(LATENCY_MS);
    response.writeHead(202, { "x-message-id": email }).end();
    sent.set(email, (sent.get(email) ?? 0) + 1);
    if (sent.size === MAILS) done({ perSecond: (MAILS * 1000) / (performance.now() - first) });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    all,
    twice: () => [...sent.values()].filter((times) => times > 1).length,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
