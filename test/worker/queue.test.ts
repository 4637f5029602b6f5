import mongoose, { Types } from "mongoose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { claimIndex, Job } from "../../src/models/job.ts";
import { beginSending } from "../../src/services/invites/begin-sending.ts";
import { recordSent } from "../../src/services/invites/record-delivery.ts";
import { claimDue } from "../../src/services/job-queue.ts";
import { enqueue } from "../../src/services/jobs.ts";
import { settle, settlerOfDone } from "../../src/services/settle-jobs.ts";
import { databaseTime } from "../../src/services/transaction.ts";
import { claimMessage } from "../../src/services/webhooks/queue.ts";
import { MAX_ATTEMPTS } from "../../src/worker/backoff.ts";
import { inBatches } from "../../src/worker/in-batches.ts";
import { jobKinds } from "../../src/worker/jobs.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

const many = (count: number) => Array.from({ length: count }, (_, index) => `person${index}@example.com`);

const mailOf = (id: string) => ({ inviteId: new Types.ObjectId(id), generation: 1 });

test("4 workers with 5 jobs at a time send 200 emails, each once, with none left", async () => {
  const emails = many(200);
  for (const half of [emails.slice(0, 100), emails.slice(100)]) await world.invites(half);
  const workers = Array.from({ length: 4 }, () => world.starts({ concurrency: 5 }));
  const sent = () => world.sendgrid.mails.length;
  // However slow the machine is, some more go out.
  for (let count = 20; count <= emails.length; count += 20)
    await expect.poll(sent).toBeGreaterThanOrEqual(count);
  await Promise.all(workers.map((worker) => worker.idle()));

  const addresses = world.sendgrid.mails.map((mail) => mail.to[0]?.email ?? "");
  expect(addresses.sort()).toEqual([...emails].sort());
  expect(await Job.countDocuments({ kind: "invite-email", status: { $ne: "done" } })).toBe(0);
});

test.each([
  ["jobs", "update", async () => (await claimDue(60_000, ["leave-group"], 1)).jobs[0]],
  ["webhooks", "findAndModify", (endpointId: string) => claimMessage(endpointId, 60_000)],
])(
  "%s that the majority confirms too late are held by the process that claimed them",
  async (_, command, claim) => {
    const [now, endpointId] = [await databaseTime(), new Types.ObjectId()];
    await enqueue(now, { kind: "leave-group", groupId: new Types.ObjectId(), dueAt: now });
    await Job.create({ kind: "webhook", facts: { endpointId }, dueAt: now, createdAt: now });
    await mongoose.connection.db?.admin().command({
      ...{ configureFailPoint: "failCommand", mode: { times: 1 } },
      data: {
        failCommands: [command],
        writeConcernError: { code: 50, errmsg: "operation exceeded time limit" },
      },
    });
    expect(await claim(String(endpointId))).toMatchObject({ attempt: 1 });
  },
);

test("a long job that makes progress is not given up, however many processes died over it", async () => {
  const now = await databaseTime();
  await enqueue(now, { kind: "leave-group", groupId: new Types.ObjectId(), dueAt: now });
  const ofKind = { kind: "leave-group" };
  // So often it was claimed by one that is dead.
  await Job.updateOne(ofKind, { attempts: MAX_ATTEMPTS - 1 });
  const {
    jobs: [job],
  } = await claimDue(60_000, ["leave-group"], 1);
  if (!job) throw new Error("nothing was due");
  expect(job.attempt).toBe(MAX_ATTEMPTS);
  let batches = 0;
  const dies = inBatches(job, async () => {
    batches += 1;
    if (batches > 1) throw new Error("killed");
    return true;
  });
  await expect(dies).rejects.toThrow("killed");
  expect((await Job.findOne(ofKind).orFail().lean()).attempts).toBe(1);
});

test("a long job does batch after batch under the shortest lease, leaving half of it for the last", async () => {
  const now = await databaseTime();
  await enqueue(now, { kind: "leave-group", groupId: new Types.ObjectId(), dueAt: now });
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  const {
    jobs: [job],
  } = await claimDue(4_000, ["leave-group"], 1);
  if (!job) throw new Error("nothing was due");
  let batches = 0;
  const { attempt } = await inBatches(job, async () => {
    batches += 1;
    clock.mockReturnValue(batches * 900);
    return true;
  });
  clock.mockRestore();
  expect({ batches, attempt }).toEqual({ batches: 3, attempt: { kind: "snooze", afterMs: 0 } });
});

describe("a claim", () => {
  test("reads one index key, however many jobs wait, are done, or are due but must wait", async () => {
    await world.invitesQuietly(many(100));
    await Job.updateOne({ kind: "expiry" }, { $set: { dueAt: new Date(0) } });
    const isDue = { $expr: { $lte: ["$dueAt", "$$NOW"] } };
    const claiming = async (kinds: readonly string[]) => {
      const claim = Job.collection.find({ status: "waiting", kind: { $in: [...kinds] }, ...isDue });
      const sorted = claim.sort({ dueAt: 1 }).hint(claimIndex).limit(1);
      return (await sorted.explain("executionStats")).executionStats;
    };
    const one = { nReturned: 1, totalKeysExamined: 1, totalDocsExamined: 1 };
    expect(await claiming(jobKinds.filter((kind) => kind !== "invite-email"))).toMatchObject(one);
    await Job.updateMany({ kind: "invite-email" }, { $set: { status: "done" } });
    expect(await claiming(jobKinds)).toMatchObject(one);
  });

  test("goes by the database's clock, and counts the attempt", async () => {
    await world.invitesQuietly(["eve@example.com"]);
    const before = await databaseTime();
    vi.spyOn(Date, "now").mockReturnValue(0);
    const {
      jobs: [held],
    } = await claimDue(60_000, jobKinds, 1);
    vi.restoreAllMocks();
    expect(held).toMatchObject({ kind: "invite-email", attempt: 1 });
    const { dueAt } = await Job.findById(held?.id).orFail().lean();
    expect(dueAt.getTime() - before.getTime()).toBeGreaterThanOrEqual(60_000);
    expect(dueAt.getTime() - (await databaseTime()).getTime()).toBeLessThanOrEqual(60_000);
  });

  test("of a dead process comes back when its lease runs out", async () => {
    await world.invitesQuietly(["eve@example.com"]);
    await claimDue(60_000, jobKinds, 1);
    expect((await claimDue(60_000, jobKinds, 1)).jobs).toEqual([]);
    await world.leasesRunOut({ kind: "invite-email" });
    expect((await claimDue(60_000, jobKinds, 1)).jobs).toMatchObject([{ kind: "invite-email", attempt: 2 }]);
  });

  test("leaves a kind of a newer version to it, however long an older process runs beside it", async () => {
    const [id = ""] = await world.invitesQuietly(["eve@example.com"]);
    const older = jobKinds.filter((kind) => kind !== "invite-email");
    for (let hour = 0; hour < 20; hour++) {
      await world.makesDue({ kind: "invite-email" });
      expect((await claimDue(60_000, older, 1)).jobs).toEqual([]);
    }
    expect(await Job.findOne({ kind: "invite-email" }).lean()).toMatchObject({ attempts: 0 });
    await world.starts().idle();
    expect((await world.invite(id)).delivery.state).toBe("sent");
  });

  test("skips a job that a dead process's transaction still holds", async () => {
    const [first = ""] = await world.invitesQuietly(["eve@example.com"]);
    const [second] = await world.invitesQuietly(["adam@example.com"]);
    const dead = await mongoose.startSession();
    dead.startTransaction();
    const its = { kind: "invite-email", "facts.inviteId": new Types.ObjectId(first) };
    await Job.updateOne(its, { $set: { lastFault: "half settled" } }, { session: dead });

    const {
      jobs: [held],
    } = await claimDue(60_000, jobKinds, 10);
    expect(String(held?.facts.inviteId)).toBe(second);
    expect((await claimDue(60_000, jobKinds, 10)).jobs).toEqual([]);
    await dead.abortTransaction();
    await dead.endSession();
    await expect
      .poll(async () => (await claimDue(60_000, jobKinds, 10)).jobs)
      .toMatchObject([{ attempt: 1 }]);
  });
});

test("a worker that stalled past its lease doesn't overwrite its successor's outcome", async () => {
  const [id = ""] = await world.invitesQuietly(["eve@example.com"]);
  const {
    jobs: [stalled],
  } = await claimDue(60_000, jobKinds, 1);
  await world.leasesRunOut({ kind: "invite-email" });
  const {
    jobs: [successor],
  } = await claimDue(60_000, jobKinds, 1);
  if (!stalled || !successor) throw new Error("nothing was claimed");
  expect(await settle(successor, { kind: "done" })).toBe(true);

  let ran = 0;
  const written = await settle(
    stalled,
    { kind: "failed", error: "stalled", invalidRecipient: false },
    async () => {
      ran += 1;
    },
  );
  expect([written, ran]).toEqual([false, 0]);
  expect(await Job.findById(stalled.id).lean()).toMatchObject({ status: "done" });
  expect((await world.invite(id)).delivery.state).toBe("queued");
});

test("a worker that stalls while sending leaves the outcome to its successor", async () => {
  const [id = ""] = await world.invitesQuietly(["eve@example.com"]);
  let answers = () => {};
  world.sendgrid.next({ until: new Promise<void>((resolve) => (answers = resolve)) });
  const slow = world.starts();
  await world.sendgrid.mailTo("eve@example.com");
  await world.leasesRunOut({ kind: "invite-email" });
  world.sendgrid.next({ status: 413 });
  world.starts();
  await expect.poll(async () => (await world.invite(id)).delivery.state).toBe("failed");
  answers();
  await slow.idle();
  const { delivery, deliveryHistory } = await world.invite(id);
  expect(delivery).toMatchObject({ state: "failed" });
  expect(deliveryHistory.map(({ state }) => state)).toEqual(["queued", "sending", "failed"]);
});

test("among emails recorded together, one taken over by another process doesn't hold up the others", async () => {
  const ids = await world.invitesQuietly(many(3));
  const { jobs } = await claimDue(60_000, jobKinds, 3);
  const mails = jobs.map(({ facts }) => mailOf(String(facts.inviteId)));
  await Promise.all(mails.map(beginSending));
  await world.leasesRunOut({ _id: new Types.ObjectId(jobs[1]?.id ?? "") });
  const {
    jobs: [successor],
  } = await claimDue(60_000, jobKinds, 3);

  const settleSent = settlerOfDone(recordSent);
  const settled = jobs.map((job, n) => settleSent({ job, what: mails[n] ?? expect.fail("no mail") }));
  expect(await Promise.all(settled)).toEqual([true, false, true]);
  const states = await Promise.all(ids.map(async (id) => (await world.invite(id)).delivery.state));
  expect(states).toEqual(["sent", "sending", "sent"]);
  expect(await Job.findById(successor?.id).lean()).toMatchObject({
    status: "waiting",
    lease: successor?.lease,
  });
});

test("among emails begun together, one whose invite a dead process still holds doesn't hold up the others", async () => {
  const [held, ...free] = (await world.invitesQuietly(many(3))).map(mailOf);
  if (!held) throw new Error("nobody was invited");
  const dead = await mongoose.startSession();
  dead.startTransaction();
  await Invite.updateOne({ _id: held.inviteId }, { $set: { message: "half edited" } }, { session: dead });

  const waits = beginSending(held);
  const begun = await Promise.all(free.map(beginSending));
  expect(begun.map((mail) => mail?.email)).toEqual(["person1@example.com", "person2@example.com"]);
  await dead.abortTransaction();
  await dead.endSession();
  expect(await waits).toMatchObject({ email: "person0@example.com", message: null });
});

describe("a worker that is told to stop", () => {
  test("finishes what it holds and claims nothing more", async () => {
    world.sendgrid.next({ delayMs: 300 }, 2);
    await world.invites(many(10));
    const worker = world.starts({ concurrency: 2 });
    await expect.poll(() => world.sendgrid.mails).toHaveLength(2);
    await worker.stop();
    expect(world.sendgrid.mails).toHaveLength(2);
    expect(await Job.countDocuments({ kind: "invite-email", status: "done" })).toBe(2);
    expect(await Job.countDocuments({ status: "waiting", lease: { $exists: true } })).toBe(0);
    expect(await Job.countDocuments({ kind: "invite-email", attempts: { $gt: 1 } })).toBe(0);
  });

  test("gives back what it had claimed but not begun, uncounted", async () => {
    await world.invitesQuietly(["eve@example.com"]);
    const worker = world.starts();
    await worker.stop();
    expect(world.sendgrid.mails).toEqual([]);
    expect(await Job.findOne({ kind: "invite-email" }).lean()).toMatchObject({ attempts: 0 });
    expect((await claimDue(60_000, jobKinds, 1)).jobs).toMatchObject([{ kind: "invite-email", attempt: 1 }]);
  });
});

test("a worker wakes as soon as its own process queues something, without waiting for the next poll", async () => {
  const { setTimeout: real } = globalThis;
  const quick: typeof real = Object.assign(
    (...[run, ms, ...more]: Parameters<typeof real>) => real(ms === 1_000 ? () => {} : run, ms, ...more),
    real,
  );
  vi.stubGlobal("setTimeout", quick);
  const worker = world.starts();
  await worker.idle();
  await world.invites(["eve@example.com"]);
  await world.sendgrid.mailTo("eve@example.com");
  vi.unstubAllGlobals();
});
