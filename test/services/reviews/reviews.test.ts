import mongoose, { Types } from "mongoose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Job } from "../../../src/models/job.ts";
import { Review } from "../../../src/models/review.ts";
import { ReviewItem } from "../../../src/models/review-item.ts";
import { User } from "../../../src/models/user.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { revokeClient } from "../../../src/services/clients/revoke-client.ts";
import { deleteGroup } from "../../../src/services/groups/delete-group.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { answerItem } from "../../../src/services/reviews/answer-item.ts";
import { beginClosing } from "../../../src/services/reviews/close-review.ts";
import { gatherMembers } from "../../../src/services/reviews/gather-members.ts";
import { keepTheRest } from "../../../src/services/reviews/keep-rest.ts";
import {
  lastReviewOf,
  listReviews,
  openReview,
  readReview,
} from "../../../src/services/reviews/read-reviews.ts";
import { accountsToTell, stillReviews } from "../../../src/services/reviews/reviewers.ts";
import { repeatReview, startReview, stopRepeating } from "../../../src/services/reviews/start-review.ts";
import { putInGroup, takeOutOfGroup } from "../../../src/services/users/change-membership.ts";
import { colleague, linkOf, mia } from "../../support/acting.ts";
import { actingClient } from "../../support/acting-client.ts";
import { closes, gathered, itemOf, reviewOf } from "../../support/reviews.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

const nothing = { all: false, names: [] };
const access = { description: "", services: nothing, projects: nothing, regions: nothing };
const registered = async (who: AccountActor, groupId: string | Types.ObjectId) =>
  (await seedUsers([who.name], groupId, { email: who.email ?? "", slack: linkOf(who) }))[0] ?? "";
const lead = colleague("ULEAD", "Lea Lead");
const ada = colleague("UADA", "Ada Byron");
const nobody = colleague("UNOBODY", "Nora Body");
const remove = (reason = "Left the project") => ({ kind: "remove" as const, reason });

let vault: string;
let leads: string;
beforeEach(async () => {
  await emptyDatabase();
  vault = (await createGroup(mia, { ...access, name: "Vault" })).groupId;
  leads = (await createGroup(mia, { ...access, name: "Leads" })).groupId;
  await Group.updateOne(
    { _id: vault },
    { $set: { requests: { open: true, answers: 1, deciders: new Types.ObjectId(leads) } } },
  );
  await registered(ada, builtInGroupIds.admin);
});
afterAll(() => disconnect());

const actionsOf = async (userId: string) =>
  (await AuditEvent.find({ about: userId }).sort({ _id: 1 }).lean()).map(({ action }) => action);
const status = async (id: string) => (await ReviewItem.findById(id).orFail().lean()).status;
const isIn = async (userId: string, groupId: string) =>
  (await User.exists({ _id: userId, "memberships.groupId": groupId })) !== null;

test("members are kept, kept until a day, or removed; each decision is in the member's log, and the last one completes the review", async () => {
  const [eve = "", ben = "", cleo = "", finn = ""] = await seedUsers(["Eve", "Ben", "Cleo", "Finn"], vault);
  const id = await reviewOf(ada, [vault]);
  const end = { until: new Date(Date.now() + 86_400_000), zone: "UTC" };
  await answerItem(ada, await itemOf(id, "Eve"), { kind: "keep" });
  await answerItem(ada, await itemOf(id, "Ben"), { kind: "limit", end });
  await User.updateOne(
    { _id: cleo },
    { $set: { "memberships.0.until": end.until, "memberships.0.zone": "UTC" } },
  );
  const later = { kind: "limit" as const, end: { until: new Date(+end.until + 1), zone: "UTC" } };
  await expect(answerItem(ada, await itemOf(id, "Cleo"), later)).rejects.toMatchObject({
    code: "invalid_fields",
  });
  const removed = await answerItem(ada, await itemOf(id, "Cleo"), remove());
  expect(removed).toEqual({ member: "Cleo", group: "Vault", status: "removed" });
  expect(await keepTheRest(ada, id)).toBe(1);

  expect(await readReview(ada, id)).toMatchObject({
    open: 0,
    counts: { total: 4, kept: 2, limited: 1, removed: 1, proposed: 0, left: 0 },
  });
  expect(await actionsOf(eve)).toEqual(["review.kept"]);
  expect(await actionsOf(ben)).toEqual(["user.membership_end_changed", "review.limited"]);
  expect(await actionsOf(cleo)).toEqual(["user.groups_changed", "review.removed"]);
  expect(await actionsOf(finn)).toEqual(["review.kept"]);
  expect(await AuditEvent.findOne({ action: "review.removed" }).lean()).toMatchObject({
    actor: { name: "Ada Byron" },
    target: { kind: "user", label: "cleo@example.com" },
    after: { group: "Vault", review: id, reason: "Left the project" },
  });
  expect(await isIn(cleo, vault)).toBe(false);
});

test("eight people decide about one member at once: one does, and the others are told who was first", async () => {
  await seedUsers(["Eve"], vault);
  const id = await reviewOf(ada, [vault]);
  const item = await itemOf(id, "Eve");
  const all = await Promise.allSettled(
    Array.from({ length: 8 }, (_, at) => answerItem(ada, item, at % 2 ? remove() : { kind: "keep" })),
  );
  expect(all.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  for (const each of all)
    if (each.status === "rejected") expect(String(each.reason)).toMatch(/Ada Byron (kept|removed) Eve/);
  const { counts } = await readReview(ada, id);
  expect(counts.kept + counts.removed).toBe(1);
  expect(await AuditEvent.countDocuments({ action: /^review\.(kept|removed)/ })).toBe(1);
});

test("a group's deciders go through its members, and nobody reviews themselves", async () => {
  await seedUsers(["Eve"], vault);
  const leadId = await registered(lead, leads);
  await User.updateOne(
    { _id: leadId },
    {
      $push: { memberships: { groupId: vault, since: new Date(0), by: { kind: "system", name: "iam-bot" } } },
    },
  );
  await seedUsers(["Otto"], leads);
  const id = await reviewOf(ada, [vault, leads], { reviewers: "deciders" });

  const { rows, mayAnswer } = await openReview(lead, id, "open", null);
  expect(mayAnswer).toBe(true);
  expect(rows.rows.map(({ name, group, own }) => [name, group, own])).toEqual([
    ["Eve", "Vault", false],
    ["Lea Lead", "Vault", true],
  ]);
  const own = await ReviewItem.findOne({ reviewId: id, name: "Lea Lead", groupName: "Vault" })
    .orFail()
    .lean();
  await expect(answerItem(lead, String(own._id), { kind: "keep" })).rejects.toMatchObject({
    code: "own_membership",
  });
  await answerItem(lead, await itemOf(id, "Eve"), remove());
  await expect(answerItem(lead, await itemOf(id, "Otto"), { kind: "keep" })).rejects.toMatchObject({
    code: "not_admin",
  });
  // What is left are her own memberships, and what others decide about.
  expect(await keepTheRest(lead, id)).toBe(0);
  await expect(openReview(nobody, id, "all", null)).rejects.toMatchObject({ code: "not_admin" });
  await expect(listReviews(nobody, null)).rejects.toMatchObject({ code: "not_admin" });
});

test("reviewers who may not read all reviews list and find their own, open or closed, a page at a time, and no others", async () => {
  const leadId = await registered(lead, leads);
  await expect(listReviews(lead, null)).rejects.toMatchObject({ code: "not_admin" });
  await seedUsers(["Eve"], vault);
  const [theirs, alone] = [
    await reviewOf(ada, [vault, leads], { reviewers: "deciders" }),
    await reviewOf(ada, [leads], { reviewers: { userId: leadId } }),
  ];
  const others = [
    await reviewOf(ada, [vault]),
    await reviewOf(ada, [leads], { reviewers: "deciders" }),
    await reviewOf(ada, [builtInGroupIds.admin], { reviewers: "deciders" }),
  ];
  await closes(theirs);
  const listed = async (actor: AccountActor) =>
    (await listReviews(actor, null)).rows.map(({ reviewId }) => reviewId);
  expect(await listed(lead)).toEqual([alone, theirs]);
  expect(await listed(ada)).toEqual([...others.toReversed(), alone, theirs]);
  expect(await lastReviewOf(lead, "vault")).toBe(theirs);
  expect(await lastReviewOf(lead, "ead"), "a part of the name").toBe(alone);
  expect(await lastReviewOf(lead, "Admin")).toBeNull();
  await expect(lastReviewOf(nobody, "vault")).rejects.toMatchObject({ code: "not_admin" });

  for (let at = 0; at < 10; at++) await reviewOf(ada, [leads], { reviewers: { userId: leadId } });
  const { rows, next } = await listReviews(lead, null);
  const after = await listReviews(lead, next);
  expect([rows.length, ...after.rows.map(({ reviewId }) => reviewId)]).toEqual([10, alone, theirs]);

  await User.updateOne({ _id: leadId }, { $set: { memberships: [] } });
  expect((await listReviews(lead, next)).rows.map(({ reviewId }) => reviewId)).toEqual([alone]);
  await User.updateOne({ _id: leadId }, { status: "suspended" });
  await expect(listReviews(lead, null)).rejects.toMatchObject({ code: "not_admin" });
});

test("deciders whose large group was deleted no longer review, even before they are removed from it", async () => {
  await registered(lead, leads);
  await seedUsers(["Eve"], vault);
  const id = await reviewOf(ada, [vault], { reviewers: "deciders" });
  const eve = await itemOf(id, "Eve");
  await Group.deleteOne({ _id: leads });
  await expect(openReview(lead, id, "all", null)).rejects.toMatchObject({ code: "not_admin" });
  await expect(listReviews(lead, null)).rejects.toMatchObject({ code: "not_admin" });
  await expect(answerItem(lead, eve, remove())).rejects.toMatchObject({ code: "not_admin" });
  await expect(keepTheRest(lead, id)).rejects.toMatchObject({ code: "not_admin" });
  const review = await Review.findById(id).orFail().lean();
  expect(await accountsToTell(review, [])).toEqual([ada.userId]);
  expect(await stillReviews(review, lead.userId, [])).toBe(false);
});

test("a review by one person, who need not be an admin; for Admin, only admins review", async () => {
  const leadId = await registered(lead, leads);
  await seedUsers(["Eve"], vault);
  const id = await reviewOf(ada, [vault], { reviewers: { userId: leadId } });
  await answerItem(lead, await itemOf(id, "Eve"), remove());
  const admins = reviewOf(ada, [builtInGroupIds.admin], { reviewers: { userId: leadId } });
  await expect(admins).rejects.toMatchObject({ code: "invalid_fields" });
  await User.updateOne({ _id: leadId }, { status: "suspended" });
  await expect(openReview(lead, id, "all", null)).rejects.toMatchObject({ code: "not_admin" });
});

test("people who left, came back or joined meanwhile are not decided about, and the report says so", async () => {
  const [eve = "", ben = ""] = await seedUsers(["Eve", "Ben"], vault);
  const id = await reviewOf(ada, [vault]);
  for (const userId of [eve, ben]) await putInGroup(ada, { userId }, leads, null);
  await takeOutOfGroup(ada, { userId: eve }, vault);
  await takeOutOfGroup(ada, { userId: ben }, vault);
  await putInGroup(ada, { userId: ben }, vault, null);
  expect(await answerItem(ada, await itemOf(id, "Ben"), remove())).toMatchObject({ status: "left" });
  expect(await isIn(ben, vault)).toBe(true);
  await closes(id);
  expect(await readReview(ada, id)).toMatchObject({
    status: "closed",
    joined: 1,
    open: 0,
    counts: { total: 2, left: 2 },
  });
});

test("in a group that an identity provider manages, removal is proposed, and an end is refused", async () => {
  await seedUsers(["Eve", "Ben"], vault);
  await Group.updateOne({ _id: vault }, { managedBy: { clientId: "c1", name: "Okta" } });
  const id = await reviewOf(ada, [vault], { unanswered: "removed" });
  const eve = await itemOf(id, "Eve");
  const end = { until: new Date(Date.now() + 86_400_000), zone: "UTC" };
  await expect(answerItem(ada, eve, { kind: "limit", end })).rejects.toMatchObject({ code: "group_managed" });
  expect(await answerItem(ada, eve, remove())).toMatchObject({ status: "proposed" });
  await closes(id);
  expect(await status(await itemOf(id, "Ben"))).toBe("proposed");
  expect(await User.countDocuments({ "memberships.groupId": vault })).toBe(2);
});

test("at its end, undecided members stay or go as the review says; the last Admin never goes", async () => {
  await seedUsers(["Eve"], vault);
  const kept = await reviewOf(ada, [vault]);
  await closes(kept);
  expect(await readReview(ada, kept)).toMatchObject({ open: 1, counts: { total: 1, kept: 0 } });

  await seedUsers(["Bea Admin"], builtInGroupIds.admin, { status: "suspended" });
  const id = await reviewOf(ada, [vault, builtInGroupIds.admin], { unanswered: "removed" });
  await closes(id);
  expect(await readReview(ada, id)).toMatchObject({ open: 0, counts: { total: 3, kept: 1, removed: 2 } });
  expect(await ReviewItem.findOne({ reviewId: id, name: "Ada Byron" }).lean()).toMatchObject({
    status: "kept",
    reason: "Not removed: the last active Admin stays.",
  });
  expect(await AuditEvent.findOne({ action: "review.closed", "after.removed": 2 }).lean()).toMatchObject({
    actor: { kind: "system" },
    after: { total: 3, kept: 1, removed: 2, joined: 0 },
  });
  await expect(answerItem(ada, await itemOf(id, "Eve"), { kind: "keep" })).rejects.toThrow("removed Eve");
  await expect(keepTheRest(ada, kept)).rejects.toMatchObject({ code: "review_ended" });
});

test("a review that closes while a large rest is being kept says how many were kept", async () => {
  await seedUsers(
    Array.from({ length: 251 }, (_, at) => `Member ${at}`),
    vault,
  );
  const id = await reviewOf(ada, [vault]);
  // Whoever comes last waits for this before they are kept.
  const last = (await ReviewItem.find({ reviewId: id, status: "open" }).lean()).at(-1)?._id ?? null;
  const held = await mongoose.startSession();
  held.startTransaction();
  await ReviewItem.updateOne({ _id: last }, { $set: { reason: "held" } }, { session: held });
  const keeping = keepTheRest(ada, id).catch((error: unknown) => error);
  await expect.poll(() => ReviewItem.countDocuments({ reviewId: id, status: "kept" })).toBe(250);
  await beginClosing(new Types.ObjectId(id));
  await held.abortTransaction();
  await held.endSession();
  const ended = await keeping;
  expect(ended).toMatchObject({ code: "review_ended", facts: { kept: 250 } });
  expect(String(ended)).toContain("Before, 250 members were kept.");
});

test("once it closes, nobody can decide any more, and the refusal says when it ended", async () => {
  await seedUsers(["Eve"], vault);
  const id = await reviewOf(ada, [vault]);
  await closes(id);
  const late = answerItem(ada, await itemOf(id, "Eve"), remove());
  await expect(late).rejects.toMatchObject({ code: "review_ended" });
});

test("a reason must be visible, and can't change the text direction", async () => {
  await seedUsers(["Eve"], vault);
  const id = await reviewOf(ada, [vault]);
  const item = await itemOf(id, "Eve");
  for (const unseen of ["", " \n ", "\u200b\u2060", "\u202e", "x".repeat(501)])
    await expect(answerItem(ada, item, remove(unseen))).rejects.toMatchObject({ code: "invalid_fields" });
  await answerItem(ada, item, remove(" Left\nthe \u202eproject "));
  expect(await ReviewItem.findById(item).lean()).toMatchObject({ reason: "Left\nthe project" });
});

test("a repeating review starts the next one once, for the groups that are left, until it is stopped", async () => {
  await seedUsers(["Eve"], vault);
  const id = await reviewOf(ada, [vault, leads], { months: 3 });
  const due = await Job.findOne({ kind: "review-repeat" }).orFail().lean();
  expect(due.facts).toMatchObject({ nth: 1 });
  await Group.deleteOne({ _id: leads });
  const first = new Types.ObjectId(id);
  await Promise.all([repeatReview(first, 1), repeatReview(first, 1), repeatReview(first, 2)]);
  const reviews = await Review.find().sort({ _id: 1 }).lean();
  expect(reviews).toMatchObject([
    { groups: [{ name: "Leads" }, { name: "Vault" }] },
    { groups: [{ name: "Vault" }], repeats: { months: 3, next: 2 }, startedBy: { name: "Ada Byron" } },
  ]);
  expect(reviews[0]).not.toHaveProperty("repeats");
  const next = reviews[1]?._id ?? first;
  expect(await stopRepeating(ada, String(next))).toBe(true);
  expect(await stopRepeating(ada, String(next))).toBe(false);
  await repeatReview(next, 2);
  expect(await Review.countDocuments()).toBe(2);
});

/** A review for a week that the admins go through, once. */
const once = { days: 7, unanswered: "kept", months: null, reviewers: "admins" } as const;

test("an API client keeps the rest only while it may", async () => {
  await seedUsers(["Eve"], vault);
  const id = await reviewOf(ada, [vault]);
  const reads = await actingClient("Portal", ["reviews:read"]);
  await expect(keepTheRest(reads, id)).rejects.toMatchObject({ code: "not_permitted" });
  const writes = await actingClient("Reviewer", ["reviews:write"]);
  await revokeClient(ada, writes.clientId);
  await expect(keepTheRest(writes, id)).rejects.toMatchObject({ code: "not_permitted" });
  expect(await status(await itemOf(id, "Eve"))).toBe("open");
});

test("a review needs existing groups, and someone who can review", async () => {
  const wanted = { groupIds: [vault], ...once };
  const starts = (change: object) => startReview(ada, { ...wanted, ...change }, "UTC");
  await expect(starts({ groupIds: [] })).rejects.toMatchObject({
    facts: { fields: { groups: expect.any(String) } },
  });
  await expect(starts({ groupIds: [String(new Types.ObjectId())] })).rejects.toMatchObject({
    code: "invalid_fields",
  });
  await expect(
    starts({ groupIds: Array.from({ length: 21 }, () => String(new Types.ObjectId())) }),
  ).rejects.toThrow("20");
  await expect(starts({ reviewers: { userId: "nobody" } })).rejects.toMatchObject({ code: "invalid_fields" });
  await expect(startReview(nobody, wanted, "UTC")).rejects.toMatchObject({ code: "not_admin" });
  expect(await Review.countDocuments()).toBe(0);
});

test("many members are recorded once each, however often recording starts again", async () => {
  await seedUsers(
    Array.from({ length: 1_203 }, (_, n) => `Member ${n}`),
    vault,
  );
  const id = await startReview(ada, { groupIds: [vault], ...once }, "UTC");
  await Promise.all([gathered(id), gathered(id), gathered(id)]);
  expect(await ReviewItem.countDocuments({ reviewId: id })).toBe(1_203);
  expect(await readReview(ada, id)).toMatchObject({ gathering: false, open: 1_203 });
});

test("someone renamed while members are recorded is recorded once, and keeps nobody else out", async () => {
  const names = Array.from({ length: 501 }, (_, n) => `Member ${String(n).padStart(4, "0")}`);
  const ids = await seedUsers(names, vault);
  const wanted = { groupIds: [vault], ...once };
  const id = await startReview(ada, wanted, "UTC");
  expect(await gatherMembers(new Types.ObjectId(id))).toBe(true);
  await User.updateOne({ _id: ids[0] ?? "" }, { name: "Zoe" });
  await User.updateOne({ _id: ids[500] ?? "" }, { name: "Ada" });
  await gathered(id);
  expect(await ReviewItem.countDocuments({ reviewId: id })).toBe(501);
  expect(await readReview(ada, id)).toMatchObject({ gathering: false, open: 501 });
});

test("a group deleted meanwhile counts as empty, even before all members are removed", async () => {
  const names = Array.from({ length: 101 }, (_, n) => `Member ${n}`);
  await seedUsers(names, vault);
  const id = await reviewOf(ada, [vault]);
  await deleteGroup(ada, vault, null);
  expect(await answerItem(ada, await itemOf(id, "Member 0"), { kind: "keep" })).toMatchObject({
    status: "left",
  });
});

test("the last review of a group is found by its name, otherwise by part of it, whatever else matches", async () => {
  const [night, shift] = [
    (await createGroup(mia, { ...access, name: "Night Shift" })).groupId,
    (await createGroup(mia, { ...access, name: "Shift" })).groupId,
  ];
  const first = await reviewOf(ada, [shift]);
  expect(await lastReviewOf(ada, "shi"), "the other has none").toBe(first);
  const last = await reviewOf(ada, [night]);
  expect(await lastReviewOf(ada, "SHIFT")).toBe(first);
  expect(await lastReviewOf(ada, "shi")).toBe(last);
  expect(await lastReviewOf(ada, "Vault")).toBeNull();
  expect(await lastReviewOf(ada, "")).toBe(last);
});
