import { Types } from "mongoose";
import { wordsIn } from "../../src/locales/words.ts";
import { inviteMail } from "../../src/mail/invite-mail.tsx";
import { Batch } from "../../src/models/batch.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { admin, fill, nthInvite } from "../fill.ts";
import { fillBareJobs } from "../loop-jobs.ts";
import { type Bench, faster, type Row } from "../measure.ts";
import { peer, type Running, start } from "../processes.ts";
import { type SlowSendGrid, slowSendGrid } from "../slow-sendgrid.ts";

const MAILS = 2_000;
/** As many as one submit can invite. */
const BATCH = 100;
const IN_FLIGHT = 20;
const LATENCY_MS = 50;
/** Slow enough that one process waits more than it works. */
const SLOW_MS = 200;
const ROUNDS = 3;

/** Measures how fast one process sends due emails, against agenda, a bare loop, and two processes. */
export async function outbox(bench: Bench): Promise<Row[]> {
  const rates = { ours: 0, agenda: 0, loop: 0, one: 0, two: 0 };
  let twice = 0;
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    rates.ours += (await oursOf(bench, { processes: 1, latencyMs: LATENCY_MS })).perSecond / ROUNDS;
    rates.agenda += (await postsOf(bench, (env) => peer("agenda.js", env))) / ROUNDS;
    rates.loop += (await postsOf(bench, (env) => start("bench/bare-loop.js", env))) / ROUNDS;
    rates.one += (await oursOf(bench, { processes: 1, latencyMs: SLOW_MS })).perSecond / ROUNDS;
    const two = await oursOf(bench, { processes: 2, latencyMs: SLOW_MS });
    rates.two += two.perSecond / ROUNDS;
    twice += two.twice;
  }
  const what = `${MAILS} emails due together, ${IN_FLIGHT} in flight`;
  return [
    faster("outbox_agenda", `${what}, SendGrid taking ${LATENCY_MS} ms, vs agenda posting as many`, {
      ours: rates.ours,
      floor: rates.agenda,
      atLeast: 1.3,
    }),
    faster("outbox_loop", "the same, vs a loop that claims, posts and settles", {
      ours: rates.ours,
      floor: rates.loop,
      atLeast: 0.75,
    }),
    faster("outbox_two_processes", `${what}, SendGrid taking ${SLOW_MS} ms: two processes, vs one`, {
      ours: rates.two,
      floor: rates.one,
      atLeast: 1.6,
    }),
    {
      key: "outbox_sent_twice",
      what: "emails sent twice by two processes",
      measured: `${twice} of ${MAILS * ROUNDS}`,
      ratio: twice,
      target: "0",
      met: twice === 0,
    },
  ];
}

async function oursOf(
  { newDatabase, ours }: Bench,
  { processes, latencyMs }: { processes: number; latencyMs: number },
): Promise<{ perSecond: number; twice: number }> {
  const uri = newDatabase();
  await connect(uri);
  await ensureIndexes();
  await seedGroups();
  const now = new Date();
  await fill(Batch.collection, (n) => nthBatch(n, now), { to: MAILS / BATCH });
  await fill(Invite.collection, (n) => queuedInvite(n, now), { to: MAILS });
  await fill(Job.collection, (n) => mailOf(n, now), { to: MAILS });
  await disconnect();

  const sendgrid = await slowSendGrid(MAILS, latencyMs);
  const env = {
    MONGODB_URI: uri,
    SENDGRID_API_URL: sendgrid.url,
    OUTBOX_CONCURRENCY: String(IN_FLIGHT),
  };
  return rateOf(sendgrid, await Promise.all(Array.from({ length: processes }, () => ours(env))));
}

async function postsOf(
  { newDatabase }: Bench,
  begin: (env: Record<string, string>) => Promise<Running>,
): Promise<number> {
  const uri = newDatabase();
  const sendgrid = await slowSendGrid(MAILS, LATENCY_MS);
  const url = `${sendgrid.url}/v3/mail/send`;
  const posts = Array.from({ length: MAILS }, (_, n) => ({ url, body: bodyOf(n) }));
  await fillBareJobs(uri, posts);
  const running = await begin({ MONGODB_URI: uri, IN_FLIGHT: String(IN_FLIGHT) });
  return (await rateOf(sendgrid, [running])).perSecond;
}

async function rateOf(sendgrid: SlowSendGrid, processes: readonly Running[]) {
  const perSecond = await sendgrid.all;
  for (const each of processes) await each.stop();
  await sendgrid.close();
  return { perSecond, twice: sendgrid.twice() };
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

const english = await wordsIn("en");

/** Returns what the app posts for the nth email, except for SendGrid's settings. */
function bodyOf(n: number): string {
  const { email, expiresAt } = nthInvite(n, new Date());
  const { to, subject, text, html } = inviteMail(
    {
      occasion: "invite",
      to: email,
      organisation: "Acme",
      inviter: { name: admin.name, email: admin.email },
      groups: ["Users"],
      term: null,
      message: null,
      link: `https://iam.acme.io/invite/${"x".repeat(180)}`,
      expiresAt,
    },
    english,
  );
  const content = [
    { type: "text/plain", value: text },
    { type: "text/html", value: html },
  ];
  return JSON.stringify({ personalizations: [{ to: [{ email: to }] }], subject, content });
}
