import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import { Batch } from "../../src/models/batch.ts";
import { Job } from "../../src/models/job.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import type { BatchRow } from "../../src/services/invites/batch.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { declineInvite } from "../../src/services/invites/decline-invite.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { databaseTime } from "../../src/services/transaction.ts";
import { batchView } from "../../src/slack/invites/batch-view.ts";
import type { Worker } from "../../src/worker/worker.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
let worker: Worker;
beforeEach(async () => {
  world = await startWorkerWorld();
  await world.takesEvents();
});
afterEach(() => world.ends());

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => `person${String(index).padStart(3, "0")}@example.com`);
const accepts = (inviteId: string, name: string) =>
  acceptInvite({ inviteId, generation: 1 }, { name, timeZone: "Europe/Paris" }, inviteId);

async function drawn(): Promise<string> {
  await worker.idle();
  await world.tellsEvents(worker);
  await world.drawsCards();
  await worker.idle();
  const card = world.mia.messages.find((message) => /^Invites? to/.test(message.asText));
  return card?.asText ?? "";
}

const cards = () => world.mia.messages.filter((message) => /^Invites? to/.test(message.asText));

test("one card per batch shows the state of each invite, and is replaced in place", async () => {
  const emails = ["ann", "ben", "cat", "dan", "eve", "fay", "guy"].map((name) => `${name}@example.com`);
  const [ann = "", ben = "", cat = "", dan = "", , , guy = ""] = await world.invites(emails, {
    undoSeconds: 20,
  });
  worker = world.starts();
  expect(await drawn()).toBe(
    ["Invites to 7 people", "7 queued", ...emails.flatMap((email) => [email, "Queued"])].join("\n"),
  );

  await world.makesDue({ kind: "invite-email" });
  await worker.idle();
  expect(await drawn()).toContain("7 sent\nann@example.com\nSent, awaiting delivery");

  await accepts(ann, "Ann Lee");
  await declineInvite({ inviteId: ben, generation: 1 }, "b");
  await cancelInvite(world.actor(), cat, 1);
  await world.sendgrid.reports(await world.sendgrid.mailTo("dan@example.com"), "bounce");
  await world.sendgrid.reports(await world.sendgrid.mailTo("eve@example.com"), "delivered");
  await world.sendgrid.reports(await world.sendgrid.mailTo("fay@example.com"), "deferred");
  await world.sendgrid.reports(await world.sendgrid.mailTo("guy@example.com"), "dropped");
  expect(
    (await drawn())
      .replaceAll(/\d{4}-.* UTC/g, "TIME")
      .replaceAll(/ \(Corr.*\)/g, "")
      .split("\n"),
  ).toEqual([
    "Invites to 7 people",
    "1 bounced · 1 not sent · 1 delayed · 1 declined · 1 delivered · 1 accepted · 1 cancelled",
    "dan@example.com",
    "Bounced: mailbox does not exist",
    "[Correct Address]",
    "guy@example.com",
    "Not sent: an earlier email to this address bounced",
    "[Correct Address]",
    "fay@example.com",
    "Delayed, retrying",
    "ben@example.com",
    "Declined TIME",
    "eve@example.com",
    "Delivered, not yet accepted",
    "ann@example.com",
    "Accepted TIME",
    "cat@example.com",
    "Cancelled by Mia Chen, TIME",
  ]);

  await resendInvite(world.actor(), guy, 1, world.policy);
  expect(await drawn()).toContain("guy@example.com\nSent, awaiting delivery");
  expect(cards()).toHaveLength(1);
  expect(cards()[0]?.text).toContain("dan@example.com: Bounced: mailbox does not exist");
  expect(dan).not.toBe("");
});

test("without SendGrid's reports, the card promises no news of the delivery", async () => {
  worker = world.starts({}, { deliveryReported: false });
  await world.invites(["eve@example.com"]);
  expect(await drawn()).toBe("Invite to eve@example.com\nSent; delivery is not tracked");
});

test("a hundred invites cause a few updates, not a hundred; ten rows at most, and all behind Show All", async () => {
  worker = world.starts();
  await world.invites(many(100));
  await worker.idle();
  await drawn();
  const before = world.slack.calls("chat.update").length;
  const mails = await Promise.all(many(100).map((email) => world.sendgrid.mailTo(email)));
  // However long the events take to come, none is told of before all of them are there.
  await worker.stop();
  await world.sendgrid.post(mails.slice(0, 90).map((mail) => world.sendgrid.event(mail, "delivered")));
  await world.sendgrid.post(mails.slice(88).map((mail) => world.sendgrid.event(mail, "bounce")));
  worker = world.starts();
  await world.tellsEvents(worker);
  await world.makesDue({ kind: "card" });
  await worker.idle();
  const text = await drawn();
  expect(text).toContain("Invites to 100 people\n12 bounced · 88 delivered");
  expect(text.match(/^person/gm)).toHaveLength(10);
  expect(text).toContain("[Show All]");
  expect(world.slack.calls("chat.update").length - before).toBeLessThanOrEqual(2);
  expect(world.slack.calls("chat.postMessage")).toHaveLength(1);
});

test("Show All lists every one of a hundred, worst first, each with its state", async () => {
  const settledAt = new Date();
  const states = [
    ["accepted", "delivered"],
    ["pending", "delivered"],
    ["pending", "bounced"],
    ["cancelled", "sent"],
  ] as const;
  const rows = many(100).map((email, n): BatchRow => {
    const [status, state] = states[n % states.length] ?? ["pending", "queued"];
    const delivery = { state, reason: state === "bounced" ? "mailbox_unknown:5.1.1" : undefined };
    return { inviteId: String(n), generation: 1, email, status, delivery, settledAt, settledBy: "Jonas" };
  });
  const view = batchView(
    { batchId: "65f0c0ffee65f0c0ffee65f0", rows, now: new Date() },
    { deliveryReported: true },
  );
  expect(breaches(view)).toEqual([]);
  const shown = JSON.stringify(view);
  for (const email of many(100)) expect(shown).toContain(`"${email} · `);
  expect(view.title.text).toBe("Invites to 100 people");
  expect(shown).toContain("25 bounced · 25 delivered · 25 accepted · 25 cancelled");
  const order = [
    "Bounced: mailbox does not exist",
    "Delivered, not yet accepted",
    "Accepted ",
    "Cancelled by Jonas, ",
  ];
  expect(order.map((words) => shown.indexOf(words))).toEqual(
    order.map((words) => shown.indexOf(words)).toSorted((a, b) => a - b),
  );
  expect(shown.indexOf("Bounced")).toBeGreaterThan(0);
});

test("after an update, a card rests, whatever happens meanwhile", async () => {
  worker = world.starts();
  const ids = await world.invites(many(4));
  await drawn();
  const calls = () => world.slack.calls("chat.update").length + world.slack.calls("chat.postMessage").length;
  const before = calls();
  for (const id of ids) await cancelInvite(world.actor(), id, 1);
  // As if it had been drawn just now, however long that took.
  await Batch.updateMany({}, [{ $set: { drawnAt: { $add: ["$$NOW", 60_000] } } }], { updatePipeline: true });
  await world.tellsEvents(worker);
  await world.makesDue({ kind: "card" });
  await worker.idle();
  expect(calls()).toBe(before);
  expect(await drawn()).toContain("4 cancelled");
});

test("two workers drawing the same card for the first time post it once", async () => {
  const [ann = ""] = await world.invites(["ann@example.com", "ben@example.com"]);
  await cancelInvite(world.actor(), ann, 1);
  world.slack.next("chat.postMessage", { delayMs: 200 });
  worker = world.starts();
  const other = world.starts();
  await world.tellsEvents(worker);
  await other.idle();
  await world.drawsCards();
  await Promise.all([worker.idle(), other.idle()]);
  expect(await drawn()).toContain("Cancelled by Mia Chen");
  expect(cards()).toHaveLength(1);
});

test("an older picture that arrives after a newer one is drawn over", async () => {
  const [ann = ""] = await world.invites(["ann@example.com"]);
  worker = world.starts();
  await drawn();
  await worker.stop();

  const client = world.slackClient();
  const update = client.chat.update.bind(client.chat);
  let arrive = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const sending = vi.spyOn(client.chat, "update").mockImplementation(async (picture) => {
    await arrival;
    return update(picture);
  });
  const slow = world.starts({ concurrency: 1 }, {}, client);
  await Job.updateOne({ kind: "card" }, { $set: { status: "waiting" }, $unset: { settledAt: 1 } });
  await world.drawsCards();
  await expect.poll(() => sending).toHaveBeenCalled();

  await cancelInvite(world.actor(), ann, 1);
  worker = world.starts();
  await world.leasesRunOut({ kind: "card" });
  const waiting = { kind: "card", status: "waiting" } as const;
  while ((await Job.countDocuments(waiting)) > 0) await drawn();
  expect(cards()[0]?.asText).toContain("Cancelled by Mia Chen");
  arrive();
  await slow.stop();
  expect(cards()[0]?.asText).toContain("Sent, awaiting delivery");
  expect(await drawn()).toContain("Cancelled by Mia Chen");
});

test("a Slack rate limit is waited out", async () => {
  await world.invites(["ann@example.com"]);
  world.slack.setOutage({ fault: { status: 429, retryAfter: 30 } });
  const before = await databaseTime();
  worker = world.starts();
  await world.tellsEvents(worker);
  await world.makesDue({ kind: "card" });
  await worker.idle();
  expect(cards()).toEqual([]);
  const { dueAt, lastFault } = await Job.findOne({ kind: "card", status: "waiting" }).orFail().lean();
  expect(lastFault).toBe("slack_rate_limit");
  expect(dueAt.getTime() - before.getTime()).toBeGreaterThan(30_000);
  world.slack.setOutage();
  expect(await drawn()).toContain("ann@example.com");
});
