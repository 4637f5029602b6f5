import { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { declineInvite } from "../../src/services/invites/decline-invite.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

/** More than a process may run at a time. */
const MANY = Array.from({ length: 12 }, (_, index) => `person${index}@example.com`);

let world: WorkerWorld;
/** Lets whoever is held up answer. */
let answers: () => void;
let answered: Promise<void>;
beforeEach(async () => {
  world = await startWorkerWorld();
  answered = new Promise((resolve) => {
    answers = resolve;
  });
});
afterEach(async () => {
  answers();
  await world.ends();
});

/**
 * Counts jobs of some kinds with a finished attempt; a job that asks for the same as another is settled without one.
 */
const tried = (...kinds: string[]) =>
  Job.countDocuments({
    kind: { $in: kinds },
    attempts: { $gt: 0 },
    $or: [{ status: { $ne: "waiting" } }, { lastFault: { $exists: true } }],
  });

test("while SendGrid does not answer, the inviter still hears of a decline", async () => {
  const [id = ""] = await world.invites(["eve@example.com"]);
  await world.invites(MANY);
  world.sendgrid.next({ until: answered }, 100);
  world.starts({ concurrency: 2 });
  await expect.poll(() => world.sendgrid.mails).toHaveLength(2);

  await declineInvite({ inviteId: id, generation: 1 }, "nonce");
  await world.mia.receives("eve@example.com declined");
  expect(world.sendgrid.mails).toHaveLength(2);
  expect(await tried("invite-email")).toBe(0);
});

test("while Slack does not answer, emails are sent and invites expire", async () => {
  const [overdue = ""] = await world.invites(["adam@example.com"]);
  for (const email of MANY) await world.invites([email]);
  world.slack.setOutage({ fault: { until: answered } });
  world.starts({ concurrency: 2 });
  await expect.poll(() => Job.countDocuments({ kind: "card", lease: { $exists: true } })).toBe(2);

  const [id = ""] = await world.invites(["eve@example.com"]);
  await expect.poll(async () => (await world.invite(id)).delivery.state).toBe("sent");
  await Invite.updateOne({ _id: overdue }, { $set: { expiresAt: new Date(0) } });
  await world.makesDue({ kind: "expiry", "facts.inviteId": new Types.ObjectId(overdue) });
  await expect.poll(async () => (await world.invite(overdue)).status).toBe("expired");
  expect(await tried("card")).toBe(0);
});
