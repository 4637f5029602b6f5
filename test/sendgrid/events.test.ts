import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventKind } from "../../dev/emulators/sendgrid/events.ts";
import type { WebhookEvent } from "../../dev/emulators/sendgrid/mail.ts";
import { CountedEvent } from "../../src/models/counted-event.ts";
import type { InviteDocument } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
  await world.takesEvents();
});
afterAll(() => world.ends());

const states = ({ deliveryHistory }: InviteDocument) => deliveryHistory.map(({ state }) => state);
const at = (seconds: number) => ({ timestamp: Math.floor(Date.now() / 1000) + seconds });

describe("an event", () => {
  test.each<[EventKind, WebhookEvent, { state: string; reason?: string; permanent?: boolean }]>([
    ["processed", {}, { state: "sent" }],
    ["deferred", {}, { state: "deferred" }],
    ["delivered", {}, { state: "delivered" }],
    ["bounce", {}, { state: "bounced", reason: "mailbox_unknown:5.1.1", permanent: true }],
    [
      "bounce",
      { type: "blocked", bounce_classification: "Reputation" },
      { state: "bounced", reason: "sender_reputation:5.1.1" },
    ],
    [
      "bounce",
      { bounce_classification: undefined, status: "5.2.2" },
      { state: "bounced", reason: "mailbox_unavailable:5.2.2" },
    ],
    ["dropped", {}, { state: "dropped", reason: "earlier_bounce:5.0.0", permanent: true }],
    ["spamreport", {}, { state: "delivered", reason: "reported_as_spam" }],
    ["unsubscribe", {}, { state: "delivered", reason: "unsubscribed" }],
    ["dropped", { reason: "Unsubscribed Address" }, { state: "dropped", reason: "unsubscribed:5.0.0" }],
  ])("%s %j becomes a reason with its status", async (kind, extra, expected) => {
    const { id, mail } = await world.mails();
    expect(await world.sendgrid.reports(mail, kind, extra)).toBe(204);
    const { delivery } = await world.invite(id);
    expect(delivery).toMatchObject(expected);
    expect(delivery.permanent).toBe(expected.permanent);
  });

  test.each<EventKind>(["open", "click"])("%s means nothing", async (kind) => {
    const { id, mail } = await world.mails();
    const before = await world.invite(id);
    expect(await world.sendgrid.reports(mail, kind)).toBe(204);
    expect(await world.invite(id)).toEqual(before);
  });

  test("that comes late, without a message id, finds its invite", async () => {
    const { id, mail } = await world.mails();
    await world.sendgrid.reports(mail, "bounce", { sg_message_id: undefined, "smtp-id": undefined });
    expect((await world.invite(id)).delivery.state).toBe("bounced");
  });

  test("about an older generation is history, and does not touch the newer one", async () => {
    const { id, mail } = await world.mails();
    await resendInvite(world.actor(), id, 1, world.policy);
    const outbox = world.starts();
    await outbox.idle();
    await outbox.stop();
    await world.sendgrid.reports(mail, "bounce");
    const invite = await world.invite(id);
    expect(invite.delivery).toMatchObject({ state: "sent", generation: 2 });
    expect(invite.deliveryHistory).toContainEqual(
      expect.objectContaining({ state: "bounced", generation: 1 }),
    );
  });

  test("that tells of a mail whose sending got no answer settles it: it is not sent again", async () => {
    const [id = ""] = await world.invites(["unanswered@example.com"]);
    world.sendgrid.next({ dropAfterAccepting: true });
    const outbox = world.starts();
    const mail = await world.sendgrid.mailTo("unanswered@example.com");
    await outbox.idle();
    expect((await world.invite(id)).delivery).toMatchObject({
      state: "sending",
      reason: "provider_timeout",
    });
    await world.sendgrid.reports(mail, "delivered");
    await world.makesDue({ kind: "invite-email" });
    await outbox.idle();
    await outbox.stop();
    expect(world.sendgrid.mails.filter(({ to }) => to[0]?.email === "unanswered@example.com")).toHaveLength(
      1,
    );
    const invite = await world.invite(id);
    expect(invite.delivery.state).toBe("delivered");
    expect(invite.sentAt).toEqual(invite.delivery.at);
  });

  test("that overtakes the answer to the sending is not undone by it", async () => {
    const [id = ""] = await world.invites(["overtaken@example.com"]);
    world.sendgrid.next({ delayMs: 300 });
    const outbox = world.starts();
    await world.sendgrid.reports(await world.sendgrid.mailTo("overtaken@example.com"), "delivered");
    await outbox.stop();
    expect((await world.invite(id)).delivery.state).toBe("delivered");
    expect(
      await Job.findOne({
        "facts.inviteId": (await world.invite(id))._id,
        kind: "invite-email",
      }).lean(),
    ).toMatchObject({ status: "done" });
  });
});

test("46 copies of each event, shuffled, to two servers at once: the same end, one card, one notice", async () => {
  const { id, mail } = await world.mails();
  const event = world.sendgrid.event.bind(world.sendgrid);
  const story = [
    event(mail, "processed", at(-9)),
    event(mail, "deferred", at(-8)),
    event(mail, "deferred", at(-7)),
    event(mail, "delivered", at(-6)),
    event(mail, "open", at(-5)),
    event(mail, "bounce", at(-4)),
    event(mail, "dropped", at(-3)),
  ];
  const copies = shuffled(story.flatMap((each) => Array.from({ length: 46 }, () => each)));
  const batches = Array.from({ length: 23 }, (_, index) => copies.slice(index * 14, index * 14 + 14));
  const second = await world.servesEvents();
  const servers = [world.eventsUrl, second];
  const answers = await Promise.all(
    batches.map((batch, index) => {
      world.sendgrid.sendEventsTo(servers[index % 2] ?? second);
      return world.sendgrid.post(batch);
    }),
  );
  world.sendgrid.sendEventsTo(world.eventsUrl);
  expect(new Set(answers)).toEqual(new Set([204]));
  const invite = await world.invite(id);
  expect(states(invite).sort()).toEqual(
    ["queued", "sending", "sent", "deferred", "deferred", "delivered", "bounced", "dropped"].sort(),
  );
  expect(invite.delivery).toMatchObject({ state: "bounced", permanent: true });
  expect(
    await CountedEvent.countDocuments({ _id: { $in: story.map((each) => String(each.sg_event_id)) } }),
  ).toBe(6);

  const outboxes = [world.starts(), world.starts()];
  await world.drawsCards();
  await Promise.all(outboxes.map((outbox) => outbox.idle()));
  await Promise.all(outboxes.map((outbox) => outbox.stop()));
  const about = world.mia.messages.filter(({ text }) => text.includes(mail.to[0]?.email ?? ""));
  expect(about.filter(({ text }) => text.startsWith("Invite to"))).toHaveLength(1);
  expect(about.filter(({ text }) => text.includes("did not get your invite"))).toHaveLength(1);
});

function shuffled<T>(items: T[]): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    const [a, b] = [result[index], result[other]];
    if (a !== undefined && b !== undefined) [result[index], result[other]] = [b, a];
  }
  return result;
}
