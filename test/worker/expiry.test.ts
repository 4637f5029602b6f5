import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { OutboxMessage } from "../../src/models/job.ts";
import { askForNewLink } from "../../src/services/invites/ask-for-new-link.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { committed } from "../../src/services/transaction.ts";
import { type Scene, setScene } from "../support/worker/worker-world.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.ends());

const HOUR_MS = 60 * 60 * 1000;

/** As if the invite had been written so much earlier. */
async function ages(id: string, ms: number): Promise<void> {
  await Invite.updateOne({ _id: id }, [{ $set: { expiresAt: { $subtract: ["$expiresAt", ms] } } }], {
    updatePipeline: true,
  });
  await OutboxMessage.updateMany(
    { status: "waiting" },
    [{ $set: { dueAt: { $subtract: ["$dueAt", ms] } } }],
    { updatePipeline: true },
  );
  committed.emit("change");
}

describe("the reminder", () => {
  test("comes once, 48 hours before the expiry, with the same link", async () => {
    const [id = ""] = await scene.invites(["eve@example.com"]);
    const [outbox, other] = [scene.starts(), scene.starts()];
    const { link } = await scene.sendgrid.mailTo("eve@example.com");
    await Promise.all([outbox.idle(), other.idle()]);
    await ages(id, 5 * 24 * HOUR_MS - 60_000);
    await Promise.all([outbox.idle(), other.idle()]);
    expect(scene.sendgrid.mails).toHaveLength(1);
    await ages(id, 60_000);
    await Promise.all([outbox.idle(), other.idle()]);
    expect(scene.sendgrid.mails).toHaveLength(2);
    const reminder = await scene.sendgrid.mailTo("eve@example.com", { count: 2 });
    expect(reminder.subject).toBe("Reminder: Mia Chen invites you to join Acme");
    expect(reminder.link).toBe(link);
  });

  test.each([
    ["was cancelled", (id: string) => cancelInvite(scene.actor(), id, 1)],
    ["was sent again", (id: string) => resendInvite(scene.actor(), id, 1, scene.policy)],
    [
      "never reached its mailbox",
      (id: string) => Invite.updateOne({ _id: id }, { "delivery.state": "bounced" }),
    ],
  ])("does not come for an invite that %s", async (_, happens) => {
    const outbox = scene.starts();
    const [id = ""] = await scene.invites(["eve@example.com"]);
    await scene.sendgrid.mailTo("eve@example.com");
    await outbox.idle();
    await happens(id);
    await outbox.idle();
    const before = scene.sendgrid.mails.length;
    await scene.makesDue({ kind: "reminder-email", "facts.generation": 1 });
    await outbox.idle();
    expect(scene.sendgrid.mails).toHaveLength(before);
    expect(await OutboxMessage.findOne({ kind: "reminder-email" }).lean()).toMatchObject({ status: "done" });
  });

  test("does not come when the operator switched it off, nor for links that live a day", async () => {
    const outbox = scene.starts({}, { reminders: false });
    await scene.invites(["eve@example.com"]);
    await scene.invites(["ann@example.com"], { expiryDays: 1 });
    expect(await OutboxMessage.countDocuments({ kind: "reminder-email" })).toBe(1);
    await outbox.idle();
    await scene.makesDue({ kind: "reminder-email" });
    await outbox.idle();
    expect(scene.sendgrid.mails).toHaveLength(2);
  });
});

describe("an invite that is not answered in time", () => {
  test("expires once, whatever number of outboxes share the work, and its inviter is told once", async () => {
    const [id = ""] = await scene.invites(["eve@example.com"]);
    const outboxes = Array.from({ length: 4 }, () => scene.starts());
    await scene.sendgrid.mailTo("eve@example.com");
    await ages(id, 7 * 24 * HOUR_MS);
    const told = await scene.mia.receives("eve@example.com did not answer your invite. It expired");
    await Promise.all(outboxes.map((outbox) => outbox.idle()));
    await scene.makesDue();
    await Promise.all(outboxes.map((outbox) => outbox.idle()));
    expect(await scene.invite(id)).toMatchObject({ status: "expired" });
    expect(await AuditEvent.countDocuments({ action: "invite.expired" })).toBe(1);
    expect(scene.mia.messages.filter(({ text }) => text.includes("did not answer"))).toHaveLength(1);
    expect(told.rendition).toContain("[Resend (Resend the invite to eve@example.com)]");
  });

  test("is the same invite when it is sent again: pending, with a newer link that expires later", async () => {
    const outbox = scene.starts();
    const [id = ""] = await scene.invites(["eve@example.com"]);
    await scene.sendgrid.mailTo("eve@example.com");
    await outbox.idle();
    await ages(id, 7 * 24 * HOUR_MS);
    await scene.mia.receives("did not answer");
    await resendInvite(scene.actor(), id, 1, scene.policy);
    const again = await scene.sendgrid.mailTo("eve@example.com", { count: 2 });
    expect(again.text).toContain("This email replaces any earlier one");
    const invite = await scene.invite(id);
    expect(invite).toMatchObject({ status: "pending", generation: 2 });
    expect(invite.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6 * 24 * HOUR_MS);
    await outbox.idle();
    const waiting = await OutboxMessage.find({ "facts.generation": 2, status: "waiting" }).lean();
    expect(waiting.map(({ kind }) => kind).sort()).toEqual(["expiry", "reminder-email"]);
  });

  test("stays as it is when it was settled or sent again meanwhile", async () => {
    const outbox = scene.starts();
    const [cancelled = "", resent = ""] = await scene.invites(["ann@example.com", "ben@example.com"]);
    await cancelInvite(scene.actor(), cancelled, 1);
    await Invite.updateOne({ _id: cancelled }, { expiresAt: new Date(0) });
    await resendInvite(scene.actor(), resent, 1, scene.policy);
    await scene.makesDue({ kind: "expiry", "facts.generation": 1 });
    await outbox.idle();
    expect(await scene.invite(cancelled)).toMatchObject({ status: "cancelled" });
    expect(await scene.invite(resent)).toMatchObject({ status: "pending", generation: 2 });
    expect(await AuditEvent.countDocuments({ action: "invite.expired" })).toBe(0);
  });

  test("expires quietly when the operator switched the notices off", async () => {
    const outbox = scene.starts({}, { expiryNotices: false });
    const [id = ""] = await scene.invites(["eve@example.com"]);
    await ages(id, 7 * 24 * HOUR_MS);
    await outbox.idle();
    await outbox.idle();
    expect(await scene.invite(id)).toMatchObject({ status: "expired" });
    expect(await OutboxMessage.findOne({ kind: "expired-notice" }).lean()).toMatchObject({ status: "done" });
    expect(scene.mia.messages.filter(({ text }) => text.includes("did not answer"))).toEqual([]);
  });

  test("and whose invitee asks for a new link: the inviter is told, with Resend", async () => {
    scene.starts();
    const [id = ""] = await scene.invites(["eve@example.com"]);
    await ages(id, 7 * 24 * HOUR_MS);
    await askForNewLink({ inviteId: id, generation: 1 });
    const message = await scene.mia.receives("eve@example.com asks for a new link: your invite expired");
    expect(message.rendition).toContain("[Resend (Resend the invite to eve@example.com)]");
  });
});
