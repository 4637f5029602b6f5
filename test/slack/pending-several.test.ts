import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Counter } from "../../src/models/counter.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { InvalidFields } from "../../src/services/errors.ts";
import { cancelMany } from "../../src/services/invites/cancel-many.ts";
import { resendMany } from "../../src/services/invites/resend-many.ts";
import { mia as actor, policy } from "../support/acting.ts";
import { newAdmin, opensLink } from "../support/registrations.ts";
import { seedInvites, seedUsers } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({
  INVITE_UNDO_SECONDS: "0",
  INVITE_LIMIT_PER_ADMIN: "150",
  INVITE_LIMIT_PER_ADDRESS: "3",
});
const { mia, sendgrid } = world;
const users = [String(builtInGroupIds.users)];
const DAY_MS = 24 * 60 * 60 * 1000;
let ben: Person;

const numbered = (n: number) => `p${String(n).padStart(3, "0")}@example.com`;
const statuses = async () => {
  const invites = await Invite.find({ email: /^p\d/ }, { status: 1 }).lean();
  return Object.fromEntries(
    [...new Set(invites.map(({ status }) => status))].map((status) => [
      status,
      invites.filter((invite) => invite.status === status).length,
    ]),
  );
};
const events = (action: string) => AuditEvent.countDocuments({ action, "target.label": /^p\d/ });
const seen = async () =>
  (await Invite.find({ email: /^p\d/ }).lean()).map(({ _id, generation }) => ({
    inviteId: String(_id),
    generation,
  }));

async function pending(count: number, from = 0) {
  await seedInvites(
    Array.from({ length: count }, (_, n) => numbered(from + n)),
    users,
  );
}

/** Opens the choice for what a search finds, with all boxes ticked. */
async function selectsAll(person: Person, what: string, text = "") {
  await person.closes({ all: true });
  await person.runs(`/iam pending ${text}`);
  await person.seesView("Pending invites");
  await person.presses("Select Several");
  await person.seesView("Select invites");
  await person.picks("What to do", what);
  await person.presses(/Select All \d+/.exec(person.screen())?.[0] ?? "Select All");
  await person.sees("☑ p0");
}

beforeAll(async () => {
  ben = await newAdmin(world, "Ben Weber");
});

beforeEach(async () => {
  await Invite.deleteMany({ $or: [{ email: /^p\d/ }, { status: { $ne: "accepted" } }] });
  await AuditEvent.deleteMany({ "target.label": /^p\d/ });
  await Job.deleteMany({ status: "waiting" });
  await Counter.deleteMany({ _id: /^(invites|mails):/ });
});

test("sixty invites are cancelled in four clicks, each recorded; their links no longer work, and nobody is emailed", async () => {
  await pending(60);
  await mia.runs("/iam pending");
  await mia.sees("60 pending invites · page 1 of 6");
  const mails = sendgrid.mails.length;

  await mia.presses("Select Several");
  await mia.seesView("Select invites");
  await mia.picks("What to do", "Cancel them");
  await mia.presses("Select All 60");
  await mia.sees("☑ p000@example.com");
  expect(mia.screen()).not.toContain("☐ p0");
  await mia.submits();
  await mia.sees("60 invites will be cancelled. Their links stop working; no email is sent.");
  expect(mia.screen()).toContain("[Cancel 60 Invites] [Close]");
  expect(await statuses()).toEqual({ pending: 60 });

  await mia.submits();
  await mia.seesView("Pending invites");
  await mia.sees("Cancelled 60 invites. Their links no longer work.");
  await mia.sees("No pending invites.");
  expect(await statuses()).toEqual({ cancelled: 60 });
  expect(await events("invite.cancelled")).toBe(60);
  expect(sendgrid.mails).toHaveLength(mails);
});

test("some are selected by hand; the list keeps its page and its search", async () => {
  await pending(25);
  await mia.closes({ all: true });
  await mia.runs("/iam pending p0");
  await mia.sees("page 1 of 3");
  await mia.presses("Next");
  await mia.sees("page 2 of 3");
  await mia.presses("Select Several");
  await mia.seesView("Select invites");
  expect(await mia.submits()).not.toEqual({});
  await mia.picks("What to do", "Cancel them");
  expect(await mia.submits()).toEqual({ "1 to 10": "Select at least one invite." });
  await mia.picks("1 to 10", [numbered(3)]);
  await mia.picks("21 to 25", [numbered(22), numbered(24)]);
  await mia.submits();
  await mia.sees("3 invites will be cancelled.");
  await mia.submits();
  await mia.sees("Cancelled 3 invites. Their links no longer work.");
  await mia.sees("22 pending invites · page 2 of 3");
  expect(await statuses()).toEqual({ cancelled: 3, pending: 22 });
});

test("Resend sends each a new email with a new link, like a single one; the earlier links stop working", async () => {
  await pending(3);
  await selectsAll(mia, "Resend them", "p00");
  await mia.submits();
  await mia.sees("3 invites will be sent again, with a new link. Earlier links stop working.");
  await mia.submits();
  await mia.sees("Sending again to 3 people. Earlier links no longer work.");
  await mia.sees(/p001@example.com · \w.*\n.* · resent just now, 2nd email · /);
  for (const n of [0, 1, 2]) await sendgrid.mailTo(numbered(n));
  const invites = await Invite.find({ email: /^p0/ }).lean();
  for (const { status, generation, resentBy, deliveryHistory } of invites)
    expect({ status, generation, by: resentBy?.name, steps: deliveryHistory.length }).toMatchObject({
      status: "pending",
      generation: 2,
      by: "Mia Chen",
    });
  expect(await events("invite.resent")).toBe(3);
  const jobs = await Job.find({ kind: "expiry", "facts.generation": 2 }).lean();
  expect(jobs).toHaveLength(3);
});

test("the review leaves out, with reasons, invites that are settled, registered, invited again, over a limit, or would bounce again", async () => {
  await pending(9);
  await Invite.updateOne(
    { email: numbered(1) },
    { "delivery.state": "bounced", "delivery.permanent": true, "delivery.reason": "mailbox_does_not_exist" },
  );
  await seedUsers(["Registered Already"], builtInGroupIds.users, { email: numbered(2) });
  await selectsAll(mia, "Resend them", "p0");
  await Invite.updateOne({ email: numbered(3) }, { status: "declined", settledAt: new Date() });
  await Invite.updateOne({ email: numbered(4) }, { status: "expired" });
  await pending(1, 4);
  for (const _ of ["first", "second"]) {
    const sent = await Invite.findOne({ email: numbered(5) })
      .orFail()
      .lean();
    await resendMany(actor, [{ inviteId: String(sent._id), generation: sent.generation }], policy);
  }
  await mia.submits();
  await mia.seesView("Resend invites?");
  await mia.sees("4 invites will be sent again");
  const screen = mia.screen();
  expect(screen).toContain("Another email would not arrive either. The list says what to do instead.\np001@");
  expect(screen).toContain("This address is already registered. Nothing was changed.\np002@example.com");
  expect(screen).toMatch(/declined the invite to p003@example.com on /);
  expect(screen).toContain("p004@example.com has another pending invite, by Mia Chen.");
  expect(screen).toMatch(/sent the invite to p005@example.com again on /);
  await mia.submits();
  await mia.sees("Sending again to 4 people.");
  await User.deleteOne({ email: numbered(2) });
});

test("today's limit leaves out the last ones, and only sent invites count", async () => {
  await pending(80);
  const first = await seen();
  await resendMany(actor, first, { ...policy, limits: { ...policy.limits, total: 90 } });
  const second = await seen();
  const limited = { ...policy, limits: { ...policy.limits, total: 90 } };
  const other = { ...actor, userId: "UOTHER" };
  const used = await resendMany(other, second, { ...limited, limits: { ...limited.limits, admin: 7 } });
  expect(used.emails).toHaveLength(7);
  expect(used.leftOut).toHaveLength(73);
  expect(new Set(used.leftOut.map(({ why }) => why.sentence()))).toEqual(
    new Set([expect.stringMatching(/^Not sent: your limit of 7 invites a day is reached\./)]),
  );
  expect(await events("invite.resent")).toBe(87);
});

test("ten admins cancel the same invites at once, and someone accepts one: each is settled once, and everyone reads what the others did", async () => {
  await mia.closes({ all: true });
  await mia.runs(`/iam invite ${numbered(900)}`);
  await mia.seesView("Invite people");
  await mia.submits();
  const mail = await sendgrid.mailTo(numbered(900));
  await world.mailsAreOut();
  await pending(20, 1);
  const all = await seen();
  const accept = await opensLink(world, mail);
  const [{ status }, ...outcomes] = await Promise.all([
    accept("Eve Adams"),
    ...Array.from({ length: 10 }, (_, n) =>
      cancelMany({ ...actor, userId: `U${n}`, name: `Admin ${n}` }, all),
    ),
  ]);
  const cancelled = outcomes.flatMap(({ emails }) => emails);
  expect(new Set(cancelled).size).toBe(cancelled.length);
  expect(cancelled).toHaveLength(status === 200 ? 20 : 21);
  for (const { emails, leftOut } of outcomes) {
    expect(emails.length + leftOut.length).toBe(21);
    for (const { why } of leftOut) expect(why.code).toBe("invite_settled");
  }
  expect(await events("invite.cancelled")).toBe(cancelled.length);
  expect(await Invite.countDocuments({ email: /^p\d/, status: "pending" })).toBe(0);
});

test("invites that others settle between the review and its submit are named, and the rest is done", async () => {
  await pending(5);
  await selectsAll(mia, "Cancel them", "p0");
  await mia.submits();
  await mia.sees("5 invites will be cancelled.");
  const now = new Date();
  const settledBy = { kind: "slack" as const, name: "Ben Weber" };
  await Invite.updateOne({ email: numbered(1) }, { status: "cancelled", settledAt: now, settledBy });
  await Invite.updateOne(
    { email: numbered(2) },
    { $inc: { generation: 1 }, $set: { resentBy: settledBy, queuedAt: now } },
  );
  await mia.submits();
  await mia.seesView("Cancel invites");
  await mia.sees("Cancelled 3 invites. Their links no longer work.");
  expect(mia.screen()).toMatch(/Ben Weber cancelled the invite to p001@example.com on /);
  expect(mia.screen()).toMatch(/Ben Weber sent the invite to p002@example.com again on /);
  await mia.closes();
  await mia.sees("1 pending invite · as of ");
  expect(await statuses()).toEqual({ cancelled: 4, pending: 1 });
});

test("an admin who lost the right between the review and its submit changes nothing, and is told", async () => {
  await pending(3);
  await selectsAll(ben, "Cancel them", "p0");
  await ben.submits();
  await ben.sees("3 invites will be cancelled.");
  await User.updateOne({ name: "Ben Weber" }, { status: "suspended" });
  await ben.submits();
  await ben.sees("Only admins can do this.");
  expect(await statuses()).toEqual({ pending: 3 });
  expect(await events("invite.cancelled")).toBe(0);
  await User.updateOne({ name: "Ben Weber" }, { status: "active" });
});

test("out of more than a hundred, the first hundred can be selected; a hundred and one are refused with a sentence, and so are none", async () => {
  await pending(101);
  await selectsAll(mia, "Cancel them", "p");
  await mia.sees("The first 100 of 101 invites. Change All takes all of them.");
  await mia.submits();
  await mia.sees("100 invites will be cancelled.");
  const all = await seen();
  const refused = "You selected 101 invites. Up to 100 can be resent or cancelled at once.";
  for (const act of [() => cancelMany(actor, all), () => resendMany(actor, all, policy)]) {
    await expect(act()).rejects.toThrow(InvalidFields);
    await expect(act()).rejects.toThrow(refused);
  }
  await expect(cancelMany(actor, [])).rejects.toThrow("Select at least one invite.");
  expect(await statuses()).toEqual({ pending: 101 });
});

test("of two expired invites to one address, one is resent; expired ones can't be cancelled", async () => {
  const lately = { status: "expired", expiresAt: new Date(Date.now() - DAY_MS) };
  for (const _ of ["older", "newer"]) {
    await pending(1);
    await Invite.updateMany({ email: numbered(0) }, lately);
  }
  await mia.closes({ all: true });
  await mia.runs("/iam pending p0");
  await mia.seesView("Pending invites");
  await mia.picks("Show", "Expired in the last 30 days");
  await mia.sees("2 expired invites");
  await mia.presses("Select Several");
  await mia.seesView("Select invites");
  expect(mia.screen()).not.toContain("Cancel them");
  await mia.presses("Select All 2");
  await mia.sees("☑ p000");
  await mia.submits();
  await mia.sees("1 invite will be sent again, with a new link.");
  await mia.sees("p000@example.com has another pending invite, by Mia Chen.");
  await mia.submits();
  await mia.sees("Sending again to 1 person.");
  expect(await statuses()).toEqual({ pending: 1, expired: 1 });
});
