import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { askForNewLink } from "../../src/services/invites/ask-for-new-link.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { lookForJobs } from "../support/look-for-jobs.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

const HOUR_MS = 60 * 60 * 1000;

/** As if the invite had been written so much earlier. */
async function ages(id: string, ms: number): Promise<void> {
  await Invite.updateOne({ _id: id }, [{ $set: { expiresAt: { $subtract: ["$expiresAt", ms] } } }], {
    updatePipeline: true,
  });
  await Job.updateMany({ status: "waiting" }, [{ $set: { dueAt: { $subtract: ["$dueAt", ms] } } }], {
    updatePipeline: true,
  });
  lookForJobs();
}

describe("the reminder", () => {
  test("comes once, 48 hours before expiry, with the same link", async () => {
    const [id = ""] = await world.invites(["eve@example.com"]);
    const [worker, other] = [world.starts(), world.starts()];
    const { link } = await world.sendgrid.mailTo("eve@example.com");
    await Promise.all([worker.idle(), other.idle()]);
    await ages(id, 5 * 24 * HOUR_MS - 60_000);
    await Promise.all([worker.idle(), other.idle()]);
    expect(world.sendgrid.mails).toHaveLength(1);
    await ages(id, 60_000);
    await Promise.all([worker.idle(), other.idle()]);
    expect(world.sendgrid.mails).toHaveLength(2);
    const reminder = await world.sendgrid.mailTo("eve@example.com", { count: 2 });
    expect(reminder.subject).toBe("Reminder: Mia Chen invites you to join Acme");
    expect(reminder.link).toBe(link);
  });

  test.each([
    ["was cancelled", (id: string) => cancelInvite(world.actor(), id, 1)],
    ["was sent again", (id: string) => resendInvite(world.actor(), id, 1, world.policy)],
    [
      "never reached its mailbox",
      (id: string) => Invite.updateOne({ _id: id }, { "delivery.state": "bounced" }),
    ],
  ])("does not come for an invite that %s", async (_, happens) => {
    const worker = world.starts();
    const [id = ""] = await world.invites(["eve@example.com"]);
    await world.sendgrid.mailTo("eve@example.com");
    await worker.idle();
    await happens(id);
    await worker.idle();
    const before = world.sendgrid.mails.length;
    await world.makesDue({ kind: "reminder-email", "facts.generation": 1 });
    await worker.idle();
    expect(world.sendgrid.mails).toHaveLength(before);
    expect(await Job.findOne({ kind: "reminder-email" }).lean()).toMatchObject({ status: "done" });
  });

  test("does not come if the operator switched it off, or for links that last one day", async () => {
    const worker = world.starts({}, { reminders: false });
    await world.invites(["eve@example.com"]);
    await world.invites(["ann@example.com"], { expiryDays: 1 });
    expect(await Job.countDocuments({ kind: "reminder-email" })).toBe(1);
    await worker.idle();
    await world.makesDue({ kind: "reminder-email" });
    await worker.idle();
    expect(world.sendgrid.mails).toHaveLength(2);
  });
});

describe("an invite that is not answered in time", () => {
  test("expires once, however many workers share the work, and its inviter is told once", async () => {
    const [id = ""] = await world.invites(["eve@example.com"]);
    const workers = Array.from({ length: 4 }, () => world.starts());
    await world.sendgrid.mailTo("eve@example.com");
    await ages(id, 7 * 24 * HOUR_MS);
    const told = await world.mia.receives("eve@example.com did not answer your invite. It expired");
    await Promise.all(workers.map((worker) => worker.idle()));
    await world.makesDue();
    await Promise.all(workers.map((worker) => worker.idle()));
    expect(await world.invite(id)).toMatchObject({ status: "expired" });
    expect(await AuditEvent.countDocuments({ action: "invite.expired" })).toBe(1);
    expect(world.mia.messages.filter(({ text }) => text.includes("did not answer"))).toHaveLength(1);
    expect(told.asText).toContain("[Resend (Resend the invite to eve@example.com)]");
  });

  test("is the same invite when resent: pending, with a newer link that expires later", async () => {
    const worker = world.starts();
    const [id = ""] = await world.invites(["eve@example.com"]);
    await world.sendgrid.mailTo("eve@example.com");
    await worker.idle();
    await ages(id, 7 * 24 * HOUR_MS);
    await world.mia.receives("did not answer");
    await resendInvite(world.actor(), id, 1, world.policy);
    const again = await world.sendgrid.mailTo("eve@example.com", { count: 2 });
    expect(again.text).toContain("This email replaces any earlier one");
    const invite = await world.invite(id);
    expect(invite).toMatchObject({ status: "pending", generation: 2 });
    expect(invite.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6 * 24 * HOUR_MS);
    await worker.idle();
    const waiting = await Job.find({ "facts.generation": 2, status: "waiting" }).lean();
    expect(waiting.map(({ kind }) => kind).sort()).toEqual(["expiry", "reminder-email"]);
  });

  test("stays unchanged if it was settled or resent meanwhile", async () => {
    const worker = world.starts();
    const [cancelled = "", resent = ""] = await world.invites(["ann@example.com", "ben@example.com"]);
    await cancelInvite(world.actor(), cancelled, 1);
    await Invite.updateOne({ _id: cancelled }, { expiresAt: new Date(0) });
    await resendInvite(world.actor(), resent, 1, world.policy);
    await world.makesDue({ kind: "expiry", "facts.generation": 1 });
    await worker.idle();
    expect(await world.invite(cancelled)).toMatchObject({ status: "cancelled" });
    expect(await world.invite(resent)).toMatchObject({ status: "pending", generation: 2 });
    expect(await AuditEvent.countDocuments({ action: "invite.expired" })).toBe(0);
  });

  test("expires quietly if the operator switched the notices off", async () => {
    const worker = world.starts({}, { expiryNotices: false });
    const [id = ""] = await world.invites(["eve@example.com"]);
    await ages(id, 7 * 24 * HOUR_MS);
    await worker.idle();
    await worker.idle();
    expect(await world.invite(id)).toMatchObject({ status: "expired" });
    expect(await Job.findOne({ kind: "expired-notice" }).lean()).toMatchObject({ status: "done" });
    expect(world.mia.messages.filter(({ text }) => text.includes("did not answer"))).toEqual([]);
  });

  test("tells its inviter, with Resend, when the invitee asks for a new link", async () => {
    world.starts();
    const [id = ""] = await world.invites(["eve@example.com"]);
    await ages(id, 7 * 24 * HOUR_MS);
    await askForNewLink({ inviteId: id, generation: 1 });
    const message = await world.mia.receives("eve@example.com is asking for a new link: your invite expired");
    expect(message.asText).toContain("[Resend (Resend the invite to eve@example.com)]");
  });
});
