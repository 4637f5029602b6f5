import { Types } from "mongoose";
import { beforeAll, expect, test } from "vitest";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Confirmation } from "../../src/models/confirmation.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { Review } from "../../src/models/review.ts";
import { ReviewItem } from "../../src/models/review-item.ts";
import { Run } from "../../src/models/run.ts";
import { RunLine } from "../../src/models/run-line.ts";
import { User } from "../../src/models/user.ts";
import { setAdminApproval } from "../../src/services/approvals/set-admin-approval.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { editDetails } from "../../src/services/users/edit-details.ts";
import { eraseElsewhere } from "../../src/services/users/erase-elsewhere.ts";
import { eraseUser } from "../../src/services/users/erase-user.ts";
import { reactivateUser, suspendUser } from "../../src/services/users/suspend-user.ts";
import { eraseFromMessages } from "../../src/services/webhooks/erase-from-messages.ts";
import { auditBody } from "../../src/services/webhooks/payload.ts";
import { mia, policy } from "../support/acting.ts";
import { actingClient } from "../support/acting-client.ts";
import { seedUsers } from "../support/slack/seed.ts";
import { everythingStored } from "../support/web/everything.ts";
import { emptyDatabase } from "../support/worker/empty-database.ts";

/** What was told of Zoe, or written by her. */
const told = [
  "Zoe Kravitz",
  "Head of Secrets",
  "+4915112345678",
  "see you",
  "because I must",
  "she asked",
  "mailbox_unknown",
  "welcome, Zoe",
  "left us",
  "Zoe of the list",
  "zoe krav",
];
const zoe = {
  kind: "slack" as const,
  name: "Zoe Kravitz",
  teamId: "T1",
  userId: "UZOE",
  email: "zoe@acme.io",
};
let userId = "";

beforeAll(async () => {
  await emptyDatabase();
  const now = new Date();
  const groupIds = [String(builtInGroupIds.users)];
  await createInvites(
    mia,
    { emails: ["zoe@acme.io"], groupIds, expiryDays: 7, message: "welcome, Zoe" },
    policy,
  );
  const reason = "mailbox_unknown:5.1.1";
  await Invite.updateOne(
    { email: "zoe@acme.io" },
    {
      status: "accepted",
      settledBy: zoe,
      name: "Zoe of the list",
      "delivery.reason": reason,
      "deliveryHistory.0.reason": reason,
    },
  );
  [userId = ""] = await seedUsers(["zoe"], builtInGroupIds.users, { email: "zoe@acme.io" });
  await User.updateOne(
    { _id: userId },
    {
      slack: { teamId: "T1", userId: "UZOE", email: "zoe@acme.io", linkedAt: now },
      provisioned: {
        profile: {
          userName: "42",
          name: { formatted: "Zoe Kravitz" },
          title: "Head of Secrets",
          emails: [{ value: "zoe@acme.io" }],
        },
        keys: ["name.formatted=zoe kravitz"],
        userNameKey: "42",
      },
    },
  );
  await editDetails(
    mia,
    { userId },
    { name: "Zoe Kravitz", title: "Head of Secrets", phone: "+4915112345678" },
  );
  const actor = { ...mia, ...zoe, kind: "account" as const };
  const request = { groupIds, expiryDays: 7, message: "see you" };
  await createInvites(actor, { ...request, emails: ["ann@acme.io"] }, policy);
  await seedUsers(["bo"], builtInGroupIds.users, { email: "bo@acme.io", invitedBy: zoe });
  await User.updateOne({ email: "bo@acme.io" }, { $set: { "memberships.0.by": zoe } });
  await AccessRequest.create({
    asker: { name: "Zoe Kravitz", teamId: "T1", userId: "UZOE", email: "zoe@acme.io" },
    person: "UZOE",
    groupId: builtInGroupIds.users,
    groupName: "Users",
    reason: "because I must",
    status: "denied",
    createdAt: now,
    lapsesAt: now,
    answers: [{ key: "T1:UBO", by: { kind: "slack", name: "Bo" }, approved: false, at: now, reason: "no" }],
    questions: [{ by: zoe, text: "she asked", at: now }],
  });
  const review = await Review.create({
    groups: [{ groupId: builtInGroupIds.users, name: "Users" }],
    reviewers: { kind: "person", userId, name: "Zoe Kravitz" },
    startedBy: zoe,
    startedAt: now,
    closesAt: now,
    days: 7,
    unanswered: "kept",
    counts: { total: 2, removed: 2 },
  });
  const ofReview = { reviewId: review._id, groupId: builtInGroupIds.users, groupName: "Users", since: now };
  const removed = { status: "removed", reason: "left us" } as const;
  await ReviewItem.insertMany([
    {
      ...ofReview,
      ...removed,
      userId: new Types.ObjectId(userId),
      name: "Zoe Kravitz",
      email: "zoe@acme.io",
    },
    { ...ofReview, ...removed, userId: review._id, name: "Bo", email: "bo@acme.io", answeredBy: zoe },
  ]);
  await Confirmation.create({
    requestId: review._id,
    key: String(userId),
    account: { teamId: "T1", userId: "UZOE" },
    name: "Zoe Kravitz",
    email: "zoe@acme.io",
    generation: 1,
    keyId: "k1",
    askedAt: now,
    expiresAt: now,
  });
  await suspendUser(mia, { userId }, "keep");
  await messagesAbout();
  const run = {
    createdAt: now,
    by: zoe,
    principal: {
      kind: "account",
      teamId: "T1",
      userId: "UZOE",
      name: "Zoe Kravitz",
      timeZone: "Europe/Paris",
    },
    lines: 1,
    planned: 1,
    counts: {},
    status: "done",
  } as const;
  const change = { action: "groups" as const, of: "users" as const, adds: [], removes: [], zone: "UTC" };
  const searched = async (text: string, email: string) => {
    const filter = { text, which: "everyone" };
    const { _id: runId } = await Run.create({ ...run, kind: "change", change: { ...change, filter } });
    await RunLine.create({ runId, line: 1, email, outcome: "done" });
  };
  await searched("zoe krav", "zoe@acme.io");
  await searched("bo", "bo@acme.io");
});

/** Messages to a webhook, delivered and not: of what she did, of her request, and of what somebody else did. */
async function messagesAbout() {
  const now = new Date();
  const request = await AccessRequest.findOne({ "asker.userId": "UZOE" }).orFail().lean();
  const events = [
    { actor: zoe, action: "group.edited", target: { kind: "group", id: "g", label: "Users" } },
    {
      actor: { kind: "slack", name: "Bo", teamId: "T1", userId: "UBO" },
      action: "request.denied",
      target: { kind: "request", id: String(request._id), label: "Zoe Kravitz: Users" },
    },
    {
      actor: { kind: "system", name: "iam-bot" },
      action: "review.closed",
      target: { kind: "review", id: "r", label: "Users" },
    },
  ] as const;
  for (const event of events) {
    const body = auditBody({
      ...event,
      _id: new Types.ObjectId(),
      at: now,
      before: null,
      after: null,
      about: [],
    });
    const facts = { endpointId: new Types.ObjectId(), type: event.action, body, until: now };
    const job = { kind: "webhook", facts, dueAt: now, createdAt: now };
    await Job.insertMany([
      { ...job, status: "waiting" },
      { ...job, status: "done", settledAt: now },
    ]);
  }
}

const stored = async () => {
  const { AuditEvent: _, ...rest } = await everythingStored();
  return JSON.stringify(rest);
};

test("what people were told about someone, and what that person wrote, is erased except from the log; erasing again is safe", async () => {
  const before = await stored();
  expect(told.filter((text) => before.includes(text)).length).toBeGreaterThan(5);
  await eraseUser(mia, { userId });
  const job = await Job.findOne({ kind: "erase-details" }).orFail().lean();
  expect(job.facts).toMatchObject({ emails: ["zoe@acme.io"], account: { teamId: "T1", userId: "UZOE" } });
  const { _id } = await User.findById(userId).orFail().lean();
  const erased = { userId: _id, emails: ["zoe@acme.io"], account: { teamId: "T1", userId: "UZOE" } };
  // A process that dies between two writes leaves the rest to the next.
  for (let run = 0; run < 2; run += 1) {
    await eraseElsewhere(erased);
    await eraseFromMessages(erased, "Erased person");
  }
  const after = await stored();
  expect(told.filter((text) => after.includes(text))).toEqual([]);
  expect(await Invite.findOne({ email: "ann@acme.io" }).lean()).toMatchObject({
    status: "pending",
    invitedBy: { name: "Erased person" },
  });
  const { asker, person } = await AccessRequest.findOne({ "asker.name": "Erased person" }).orFail().lean();
  expect([asker.userId, person]).toEqual([undefined, undefined]);
  expect(await User.findById(userId).lean()).toMatchObject({
    email: "zoe@acme.io",
    name: "Erased person",
    status: "suspended",
    memberships: [{ groupId: builtInGroupIds.users }],
    provisioned: { profile: { userName: "42", emails: [{ value: "zoe@acme.io" }] } },
  });
  expect(await AuditEvent.findOne({ action: "user.erased" }).lean()).toMatchObject({
    target: { id: userId, label: "zoe@acme.io" },
  });
  expect(JSON.stringify(await AuditEvent.find().lean())).toContain("Zoe Kravitz");
});

test("later webhooks don't name anyone who was erased, and searches for them are gone", async () => {
  const messages = await Job.find({ kind: "webhook", status: "waiting" }).sort({ _id: 1 }).lean();
  expect(messages.map(({ facts }) => JSON.parse(String(facts.body)).data)).toMatchObject([
    { actor: { kind: "account", name: "Erased person" }, target: { label: "Users" } },
    { actor: { name: "Bo", account: "T1:UBO" }, target: { label: "Erased person: Users" } },
    { actor: { name: "iam-bot" }, target: { label: "Users" } },
  ]);
  expect(await Job.countDocuments({ kind: "webhook", "facts.body": /T1:UZOE/ })).toBe(0);
  const runs = await Run.find().sort({ _id: 1 }).lean();
  expect(runs.map(({ change }) => change?.filter.text)).toEqual(["(erased)", "bo"]);
  expect(runs[0]?.principal).toMatchObject({ name: "Erased person", userId: "UZOE", timeZone: "UTC" });
});

test("erasing twice does nothing more, and active users are not erased", async () => {
  await eraseUser(mia, { userId });
  expect(await AuditEvent.countDocuments({ action: "user.erased" })).toBe(1);
  await reactivateUser(mia, { userId });
  await expect(eraseUser(mia, { userId })).rejects.toMatchObject({ code: "invalid_fields" });
});

test("with two people needed, the first asks, and only another person's confirmation erases", async () => {
  const [id = ""] = await seedUsers(["twice"], builtInGroupIds.users, { status: "suspended" });
  const ben = { ...mia, userId: "UBEN", name: "Ben", email: "ben@acme.io" };
  await setAdminApproval({ owners: [], lapseDays: 7 });
  expect(await eraseUser(mia, { userId: id })).toBe(true);
  expect(await eraseUser(mia, { userId: id })).toBe(true);
  const portal = await actingClient("Portal", ["users:write"]);
  await expect(eraseUser(portal, { userId: id })).rejects.toMatchObject({ code: "invalid_fields" });
  expect(await User.findById(id).lean()).toMatchObject({
    name: "twice",
    erasing: { by: { name: "Mia Chen" } },
  });
  await User.updateOne({ _id: id }, { "erasing.at": new Date(Date.now() - 8 * 86_400_000) });
  expect(await eraseUser(ben, { userId: id })).toBe(true);
  expect(await eraseUser(mia, { userId: id })).toBe(false);
  expect(await User.findById(id).lean()).toMatchObject({ name: "Erased person" });
  expect(await AuditEvent.findOne({ action: "user.erased", "target.id": id }).lean()).toMatchObject({
    actor: { name: "Mia Chen" },
    after: { askedBy: "Ben" },
  });
  await setAdminApproval(null);
});

test("erased and reactivated at once: one comes first, and the other acts on the result", async () => {
  for (let at = 0; at < 5; at += 1) {
    const [id = ""] = await seedUsers([`race${at}`], builtInGroupIds.users, { status: "suspended" });
    await Promise.allSettled([eraseUser(mia, { userId: id }), reactivateUser(mia, { userId: id })]);
    const { status, erased, name } = await User.findById(id).orFail().lean();
    expect(status).toBe("active");
    expect(erased).toBeUndefined();
    const wasErased = await AuditEvent.exists({ action: "user.erased", "target.id": id });
    expect(name === "Erased person").toBe(wasErased !== null);
  }
});
