import { afterEach, expect, test } from "vitest";
import type { Fault } from "../../dev/emulators/slack/faults.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Batch } from "../../src/models/batch.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { eventually } from "../support/eventually.ts";
import { asksToCancel } from "../support/slack/cancelling.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ INVITE_UNDO_SECONDS: "3600" });
const { slack, mia } = world;
const trouble = "Slack did not answer in time.";

const outages: Fault[] = [
  { status: 429, retryAfter: 30 },
  { status: 503 },
  { error: "internal_error" },
  { reset: true },
  { page: "<!doctype html><title>Sign in</title>" },
  { page: "" },
  { status: 429, retryAfter: null },
];

afterEach(() => slack.clearFaults());

const written = (words: string) =>
  [...mia.messages, ...mia.ephemerals].filter(({ asText }) => asText.includes(words)).length;

/** Some invites, whose result is on the screen. */
async function invites(emails: string[]): Promise<void> {
  await mia.closes({ all: true });
  await mia.runs(`/iam invite ${emails.join(" ")}`);
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees(/invites? (is|are) on the way/);
}

/** Cards, and the events that they come from. */
const waitingCards = { kind: /^(card|event)$/, status: "waiting" } as const;

/** Waits for something, while whatever cards rest for or wait for is long past. */
const untilWithoutRest = (look: () => Promise<void>) =>
  eventually(async () => {
    await Batch.updateMany({}, { $unset: { drawnAt: 1 } });
    await Job.updateMany({ ...waitingCards, lease: { $exists: false } }, { dueAt: new Date(0) });
    await look();
  });

const triedInVain = () =>
  untilWithoutRest(async () => {
    expect(await Job.exists({ ...waitingCards, lastFault: /^slack_/ })).not.toBeNull();
  });

async function mended(): Promise<void> {
  slack.clearFaults();
  await untilWithoutRest(async () => expect(await Job.countDocuments(waitingCards)).toBe(0));
}

test("while Slack takes no messages, invites are still made, and their card comes once, with their state by then", async () => {
  slack.breakDown(["chat.postMessage"], outages);
  await invites(["eve@example.com"]);
  await triedInVain();
  await mia.presses("Undo");
  await mia.sees("The invite to eve@example.com is cancelled. No email was sent.");
  expect(mia.messages).toEqual([]);
  await mended();
  expect(written("eve@example.com")).toBe(1);
  expect(mia.messages.at(-1)?.asText).toContain("Cancelled by Mia Chen");

  await invites(["ann@example.com"]);
  await mia.receives("Invite to ann@example.com");
  slack.breakDown(["chat.update"], outages);
  await mia.presses("Undo");
  await mia.sees("The invite to ann@example.com is cancelled. No email was sent.");
  await triedInVain();
  expect(mia.messages.at(-1)?.asText).not.toContain("Cancelled");
  await mended();
  expect(written("ann@example.com")).toBe(1);
  expect(mia.messages.at(-1)?.asText).toContain("Cancelled by Mia Chen");
});

const broken: Record<string, Fault> = {
  "down@example.com": { status: 503 },
  "reset@example.com": { reset: true },
  "late@example.com": { status: 500, delayMs: 2_300 },
};

test("response_url takes no answer in place of a button: done once, and told in one message", async () => {
  const emails = Object.keys(broken);
  await invites(emails);
  await Invite.updateMany({ email: { $in: emails } }, { expiresAt: new Date(0) });
  await Job.updateMany({ kind: "expiry", status: "waiting" }, { dueAt: new Date(0) });
  for (const email of emails) await mia.receives(`${email} did not answer your invite.`);
  await mia.closes({ all: true });
  for (const [email, fault] of Object.entries(broken)) {
    slack.breakDown(["response_url"], [fault]);
    await mia.presses(`Resend the invite to ${email}`, { beside: "did not answer" });
    await mia.receives(`Sending again to ${email}.`);
  }
  slack.clearFaults();
  // Whatever else the presses brought about has come by the time that this is answered.
  await mia.runs("/iam");
  await expect.poll(() => mia.ephemerals.at(-1)?.asText).toContain("Decide who gets in, from Slack");
  expect(emails.map((email) => written(`Sending again to ${email}.`))).toEqual([1, 1, 1]);
  expect(written(trouble)).toBe(0);
  const resent = { action: "invite.resent", "target.label": { $in: emails } };
  expect(await AuditEvent.countDocuments(resent)).toBe(3);
});

test("a command is answered in a message if its response_url is down", async () => {
  slack.breakDown(["response_url"], outages);
  await mia.closes({ all: true });
  await mia.runs("/iam user nobody");
  await mia.receives(trouble);
  expect(written(trouble)).toBe(1);
});

test("the list was closed, and Slack takes no message at first: done once, and told that something was wrong", async () => {
  await invites(["zoe@example.com"]);
  await mia.closes({ all: true });
  await mia.runs("/iam pending zoe");
  await mia.seesView("Pending invites");
  await asksToCancel(mia);
  const question = mia.look();
  await mia.receives("Invite to zoe@example.com");
  await mia.closes({ all: true });
  const before = written(trouble);
  slack.next("chat.postMessage", { status: 503 });
  await question.submits();
  await expect.poll(() => written(trouble)).toBe(before + 1);
  expect(
    await AuditEvent.countDocuments({ action: "invite.cancelled", "target.label": "zoe@example.com" }),
  ).toBe(1);
});
