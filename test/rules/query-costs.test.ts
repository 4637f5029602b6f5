import mongoose, { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { fill, nthEvent, nthGroup, nthInvite, nthUser } from "../../bench/fill.ts";
import { AccessRequest, type AccessRequestDocument } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Client, type ClientDocument } from "../../src/models/client.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite, type InviteDocument } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { Review } from "../../src/models/review.ts";
import { ReviewItem } from "../../src/models/review-item.ts";
import { User, type UserDocument } from "../../src/models/user.ts";
import { followAuditLog } from "../../src/services/audit/follow-audit-log.ts";
import { readAuditLog } from "../../src/services/audit/read-audit-log.ts";
import { listClients } from "../../src/services/clients/list-clients.ts";
import { DAY_MS } from "../../src/services/durations.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { groupsToChoose } from "../../src/services/groups/groups-to-choose.ts";
import { findGroups } from "../../src/services/groups/list-groups.ts";
import { openGroup } from "../../src/services/groups/open-group.ts";
import { homeOf } from "../../src/services/home/home.ts";
import { cancelMany, reviewCancellation } from "../../src/services/invites/cancel-many.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { lastEnded } from "../../src/services/invites/last-invite.ts";
import {
  invitesToSelect,
  listPendingInvites,
  type PendingFilter,
} from "../../src/services/invites/list-invites.ts";
import { openInvitation } from "../../src/services/invites/open-invitation.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { resendMany, reviewResend } from "../../src/services/invites/resend-many.ts";
import { homeRequests } from "../../src/services/requests/home-requests.ts";
import { listRequests } from "../../src/services/requests/list-requests.ts";
import { listReviews, openReview } from "../../src/services/reviews/read-reviews.ts";
import { listEndingUsers } from "../../src/services/users/ending-users.ts";
import { findUser, userProfile } from "../../src/services/users/find-user.ts";
import { listUsers } from "../../src/services/users/list-users.ts";
import { syncAccount } from "../../src/services/users/sync-account.ts";
import { userActivity } from "../../src/services/users/user-activity.ts";
import { mia, policy } from "../support/acting.ts";
import { freshDatabase } from "../support/setup/database.ts";

/** How many there are of each: enough that reading them all would show. */
const MANY = 3_000;
const PAGES = 20;
/** A count goes on to 1,001. */
const COUNTED = 1_001;
/** What an operation may read beyond a few for each that it returns. */
const SPARE = 40;

const everything: PendingFilter = { text: "", mine: false, which: "pending" };
const now = new Date();

const yesterday = new Date(now.getTime() - 24 * 60 * 60 * 1000);
const expired = (invite: InviteDocument): InviteDocument => ({
  ...invite,
  status: "expired",
  expiresAt: yesterday,
});

/** Of every three users two leave a group within the week. */
const endingSoon = (user: UserDocument, n: number): UserDocument => {
  const [first, ...others] = user.memberships;
  if (!first || n % 3 === 0) return user;
  const until = new Date(now.getTime() + DAY_MS + n * 1000);
  return { ...user, memberships: [...others, { ...first, until, zone: "UTC" }] };
};

const tomorrow = new Date(now.getTime() + 24 * 60 * 60 * 1000);
const reminder = () => ({
  _id: new Types.ObjectId(),
  kind: "reminder-email",
  facts: {},
  status: "waiting",
  dueAt: tomorrow,
  attempts: 0,
  createdAt: now,
});

const nthClient = (n: number): ClientDocument => ({
  _id: new Types.ObjectId(),
  name: `Program ${n}`,
  nameKey: `program ${String(n).padStart(6, "0")}`,
  status: n % 2 === 0 ? "active" : "revoked",
  permissions: ["users:read"],
  tokens: [{ id: new Types.ObjectId(), hash: "", createdAt: now }],
  createdAt: now,
  createdBy: { kind: "operator", name: "the operator" },
});

/** A request that waits for an answer: of 999 people, for 200 groups. */
const nthRequest = (n: number): AccessRequestDocument => {
  const createdAt = new Date(now.getTime() - n * 1000);
  return {
    _id: new Types.ObjectId(),
    asker: { teamId: "T1", userId: `UASKER${n % 999}`, name: `Asker ${n}`, email: `asker${n}@example.com` },
    groupId: nthGroup(n % 200)._id,
    groupName: "Then",
    hours: 24,
    reason: "To help",
    status: "pending",
    createdAt,
    lapsesAt: new Date(now.getTime() + DAY_MS),
    answers: [],
    questions: [],
    escalated: false,
    version: 1,
    cards: [],
  };
};

const reviewId = new Types.ObjectId();
const nthReview = (n: number) => ({
  _id: n === 0 ? reviewId : new Types.ObjectId(),
  groups: [{ groupId: nthGroup(0)._id, name: "Then" }],
  reviewers: { kind: "admins" },
  startedBy: { kind: "system", name: "iam-bot" },
  days: 7,
  startedAt: new Date(now.getTime() - n * 1000),
  closesAt: now,
  unanswered: "kept",
  status: "open",
  counts: { total: MANY, kept: 0, limited: 0, removed: 0, proposed: 0, left: 0 },
  version: 1,
  cards: [],
});
const nthItem = (n: number) => {
  const { _id: userId, name, email } = nthUser(n, now);
  const of = { reviewId, userId, groupId: nthGroup(0)._id, name, email, groupName: "Then" };
  return { _id: new Types.ObjectId(), ...of, since: now, status: "open" };
};

beforeAll(async () => {
  await connect(freshDatabase().uri);
  await ensureIndexes();
  await seedGroups();
  await fill(Group.collection, nthGroup, { to: 200 });
  await fill(Invite.collection, (n) => nthInvite(n, now), { to: MANY });
  await fill(Invite.collection, (n) => expired(nthInvite(MANY + n, now)), { to: MANY });
  await fill(User.collection, (n) => endingSoon(nthUser(n, now), n), { to: MANY });
  await fill(AuditEvent.collection, (n) => nthEvent(n, now), { to: MANY });
  await fill(AccessRequest.collection, nthRequest, { to: MANY });
  await fill(Review.collection, nthReview, { to: 200 });
  await fill(ReviewItem.collection, nthItem, { to: MANY });
  await fill(Client.collection, nthClient, { to: MANY });
  await fill(Job.collection, reminder, { to: MANY });
});
afterAll(disconnect);

/** The word that many addresses have, and those in trouble, too. */
const WORD = "adler";
const found = { ...everything, text: WORD };

async function nthPage(filter: PendingFilter, pages: number) {
  let { next } = await listPendingInvites(mia, filter, null);
  for (let page = 2; page < pages && next; page += 1)
    ({ next } = await listPendingInvites(mia, filter, next));
  if (!next) throw new Error("there are too few pages");
  return next;
}

const hundred = (from: number) =>
  Array.from({ length: 100 }, (_, n) => ({ inviteId: String(nthInvite(from + n, now)._id), generation: 1 }));

/** What a person waits for; each answers what is then measured, once what comes before has been done. */
const waitedFor: Record<string, () => Promise<() => Promise<unknown>>> = {
  "the requests that wait for an admin": async () => () => listRequests(mia, "waiting", null),
  "all requests": async () => () => listRequests(mia, "all", null),
  "what somebody asked for": async () => () => listRequests({ ...mia, userId: "UASKER7" }, "mine", null),
  "a review of many": async () => () => openReview(mia, String(reviewId), "open", null),
  "a later page of the review": async () => {
    const { rows } = await openReview(mia, String(reviewId), "all", null);
    return () => openReview(mia, String(reviewId), "all", rows.next);
  },
  "all reviews": async () => () => listReviews(mia, null),
  "the pending list": async () => () => listPendingInvites(mia, everything, null),
  "a late page of it": async () => {
    const cursor = await nthPage(everything, PAGES);
    return () => listPendingInvites(mia, everything, cursor);
  },
  "the page before that": async () => {
    const cursor = await nthPage(everything, PAGES);
    return () => listPendingInvites(mia, everything, { ...cursor, direction: "before" });
  },
  "my pending invites": async () => () => listPendingInvites(mia, { ...everything, mine: true }, null),
  "a late page of mine": async () => {
    const cursor = await nthPage({ ...everything, mine: true }, PAGES);
    return () => listPendingInvites(mia, { ...everything, mine: true }, cursor);
  },
  "invites in trouble": async () => () => listPendingInvites(mia, { ...everything, which: "trouble" }, null),
  "invites that expire soon": async () => () =>
    listPendingInvites(mia, { ...everything, which: "expiring" }, null),
  "invites found by a word": async () => () => listPendingInvites(mia, found, null),
  "a later page of those": async () => {
    const cursor = await nthPage(found, PAGES);
    return () => listPendingInvites(mia, found, cursor);
  },
  "my invites found by a whole address": async () => () =>
    listPendingInvites(mia, { ...found, text: nthInvite(77, now).email, mine: true }, null),
  "invites in trouble found by a word": async () => () =>
    listPendingInvites(mia, { ...found, which: "trouble" }, null),
  "expired invites found by a word": async () => () =>
    listPendingInvites(mia, { ...found, which: "expired" }, null),
  "a later page of expired ones found": async () => {
    const cursor = await nthPage({ ...found, which: "expired" }, PAGES);
    return () => listPendingInvites(mia, { ...found, which: "expired" }, cursor);
  },
  everyone: async () => () => listUsers(mia, "", null),
  "a later page of everyone": async () => {
    const { next } = await listUsers(mia, "", null);
    return () => listUsers(mia, "", next);
  },
  "users found by a word": async () => () => listUsers(mia, "ma", null),
  "a later page of those found": async () => {
    const { next } = await listUsers(mia, "ma", null);
    return () => listUsers(mia, "ma", next);
  },
  "users found by their domain": async () => () => listUsers(mia, "acme", null),
  "a later page of those at it": async () => {
    const { next } = await listUsers(mia, "@acme", null);
    return () => listUsers(mia, "@acme", next);
  },
  "users found by a name and their domain": async () => () => listUsers(mia, "mara acme", null),
  "users who leave a group soon": async () => () => listEndingUsers(mia, "", null),
  "a later page of those who leave": async () => {
    let { next } = await listEndingUsers(mia, "", null);
    for (let page = 2; page < PAGES; page += 1) ({ next } = await listEndingUsers(mia, "", next));
    expect(next).not.toBeNull();
    return () => listEndingUsers(mia, "", next);
  },
  "a user found by their address": async () => () =>
    findUser(mia, { by: "email", email: "user.77@acme.example" }),
  "a user found by their account": async () => () =>
    findUser(mia, { by: "account", teamId: "T1", userId: "U1" }),
  "how the last invite to an address ended": async () => () => lastEnded(mia, nthInvite(77, now).email),
  "a profile": async () => () => userProfile(mia, String(nthUser(77, now)._id)),
  "someone's activity": async () => () => userActivity(mia, String(nthUser(77, now)._id), null),
  "an older page of someone's activity": async () => {
    const { next } = await userActivity(mia, String(nthUser(77, now)._id), null);
    return () => userActivity(mia, String(nthUser(77, now)._id), next);
  },
  "the groups": async () => () => findGroups(mia, "", null),
  "groups found by a word": async () => () => findGroups(mia, "group", null),
  "a later page of groups found": async () => {
    const { next } = await findGroups(mia, "group", null);
    return () => findGroups(mia, "group", next);
  },
  "a group and its members": async () => () => openGroup(mia, String(nthGroup(3)._id), null),
  "Users, whose members are many": async () => () => openGroup(mia, String(builtInGroupIds.users), null),
  "a later page of members": async () => {
    const { members } = await openGroup(mia, String(builtInGroupIds.users), null);
    return () => openGroup(mia, String(builtInGroupIds.users), members.next);
  },
  Admin: async () => () => openGroup(mia, String(builtInGroupIds.admin), null),
  "the audit log": async () => () => readAuditLog(mia, "", null),
  "a later page of it": async () => {
    const { next } = await readAuditLog(mia, "", null);
    return () => readAuditLog(mia, "", next);
  },
  "the audit log, as a program follows it": async () => {
    const { end } = await followAuditLog(mia, {}, 0, 100);
    return () => followAuditLog(mia, {}, end, 100);
  },
  "one person's log": async () => () => readAuditLog(mia, "user.77@acme.example", null),
  "an account that turns up": async () => () => syncAccount({ ...mia, email: "mia@example.com" }),
  "the groups to choose from": async () => () => groupsToChoose(mia),
  "inviting ten": async () => () =>
    createInvites(
      mia,
      {
        emails: Array.from({ length: 10 }, (_, n) => `new.${n}@acme.io`),
        groupIds: [String(builtInGroupIds.users)],
        expiryDays: 7,
      },
      policy,
    ),
  resending: async () => () => resendInvite(mia, String(nthInvite(5, now)._id), 1, policy),
  "invites to select": async () => () => invitesToSelect(mia, everything),
  "found invites to select": async () => () => invitesToSelect(mia, found),
  "reviewing to resend a hundred": async () => () => reviewResend(mia, hundred(100), policy, () => true),
  "reviewing to cancel a hundred": async () => () => reviewCancellation(mia, hundred(100)),
  "resending a hundred": async () => () => resendMany(mia, hundred(200), policy),
  "cancelling a hundred": async () => () => cancelMany(mia, hundred(300)),
  "a page of API clients": async () => () => listClients(mia, null),
  "an admin's Home": async () => () => homeOf(mia),
  "what waits for an admin, on Home": async () => () => homeRequests(mia),
  "an invitation": async () => () =>
    openInvitation(
      {
        inviteId: String(nthInvite(6, now)._id),
        generation: 1,
        keyId: nthInvite(6, now).keyId,
      },
      "Acme",
    ),
};

test.each(Object.entries(waitedFor))(
  "%s reads little more than it returns, and sorts nothing",
  async (_, prepare) => {
    const run = await prepare();
    const operations = await profiled(run);
    expect(operations.length).toBeGreaterThan(0);
    expect(operations.flatMap(excess)).toEqual([]);
  },
);

test("of many users a search counts a hundred, which each have to be read", async () => {
  const [everyone, found] = [await listUsers(mia, "", null), await listUsers(mia, "acme", null)];
  expect([everyone.total, found.total]).toEqual([1_001, 101]);
});

const operation = z.object({
  op: z.string(),
  ns: z.string(),
  command: z.record(z.string(), z.unknown()),
  keysExamined: z.number().default(0),
  docsExamined: z.number().default(0),
  nreturned: z.number().default(0),
  nModified: z.number().default(0),
  hasSortStage: z.boolean().default(false),
  planSummary: z.string().default(""),
});

/** The operation in a line, if it read much more than it returned, or sorted. */
function excess(done: z.infer<typeof operation>): string[] {
  const { ns, command, keysExamined, docsExamined, nreturned, nModified, hasSortStage, planSummary } = done;
  const counts = "aggregate" in command && JSON.stringify(command).includes('"$sum":1');
  const most = (counts ? COUNTED : 4 * (nreturned + nModified)) + SPARE;
  if (!hasSortStage && keysExamined <= most && docsExamined <= most) return [];
  const [name] = Object.keys(command);
  const sorted = hasSortStage ? ", sorted" : "";
  return [
    `${name} ${ns.split(".")[1]} by ${planSummary}: ${keysExamined} keys, ${docsExamined} documents for ${nreturned}${sorted}`,
  ];
}

/** What the database did meanwhile, as its own profiler tells it. */
async function profiled(run: () => Promise<unknown>) {
  const { db } = mongoose.connection;
  if (!db) throw new Error("not connected");
  await db
    .collection("system.profile")
    .drop()
    .catch(() => undefined);
  await db.command({ profile: 2 });
  await run();
  await db.command({ profile: 0 });
  const found = await db
    .collection("system.profile")
    .find({ "command.profile": { $exists: false } })
    .toArray();
  return operation.array().parse(found);
}
