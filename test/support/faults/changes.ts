import { randomUUID } from "node:crypto";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Invite } from "../../../src/models/invite.ts";
import { Job } from "../../../src/models/job.ts";
import { ReviewItem } from "../../../src/models/review-item.ts";
import { User } from "../../../src/models/user.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { beginAudit } from "../../../src/services/audit/begin-audit.ts";
import { sealAudit } from "../../../src/services/audit/seal-audit.ts";
import { deleteGroup } from "../../../src/services/groups/delete-group.ts";
import { usersGroupId } from "../../../src/services/groups/groups.ts";
import { createGroup, editGroup } from "../../../src/services/groups/write-group.ts";
import { acceptInvite } from "../../../src/services/invites/accept-invite.ts";
import { askForNewLink } from "../../../src/services/invites/ask-for-new-link.ts";
import { cancelInvite, undoInvites } from "../../../src/services/invites/cancel-invite.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { declineInvite } from "../../../src/services/invites/decline-invite.ts";
import { editInvite } from "../../../src/services/invites/edit-invite.ts";
import { expireOverdue } from "../../../src/services/invites/expire-invites.ts";
import { resendInvite } from "../../../src/services/invites/resend-invite.ts";
import { showLink } from "../../../src/services/invites/show-link.ts";
import { claimDue } from "../../../src/services/job-queue.ts";
import { recordEvents } from "../../../src/services/mail/delivery-events.ts";
import { pauseIfChanged } from "../../../src/services/pause-link.ts";
import { answerItem } from "../../../src/services/reviews/answer-item.ts";
import { keepTheRest } from "../../../src/services/reviews/keep-rest.ts";
import { settle } from "../../../src/services/settle-jobs.ts";
import { changeGroups } from "../../../src/services/users/change-groups.ts";
import { userProfile } from "../../../src/services/users/find-user.ts";
import { linkAtFirstCommand, linkByHand } from "../../../src/services/users/link-account.ts";
import { reactivateUser, suspendUser } from "../../../src/services/users/suspend-user.ts";
import type { UserVersion } from "../../../src/services/users/user-version.ts";
import { jobKinds } from "../../../src/worker/jobs.ts";
import { mia, policy } from "../acting.ts";
import { sealAll } from "../audit-log.ts";
import { reviewOf } from "../reviews.ts";

/** Presses a button that somebody sees; pressed again, it asks for the same again. */
type Press = () => Promise<unknown>;

/** A prepared action; `once` counts what it must leave behind exactly once. */
export interface Prepared {
  press: Press;
  once: () => Promise<number>;
}

const auditKey = Buffer.alloc(32, 9);
const pressAgainSees = { name: "Eve Adams", timeZone: "Europe/London" };
const gives = { services: { all: false, names: ["Wiki"] }, projects: none(), regions: none() };
function none() {
  return { all: false, names: [] };
}

const newName = () => randomUUID().slice(0, 8);
const newAddress = () => `${newName()}@example.com`;
const happened = (id: string, action: string) => async () =>
  AuditEvent.countDocuments({ "target.id": id, action });

async function invited(): Promise<{
  id: string;
  email: string;
  link: { inviteId: string; generation: number };
}> {
  const email = newAddress();
  const request = { emails: [email], groupIds: [usersGroupId], expiryDays: 7 };
  const [outcome] = await createInvites(mia, request, policy);
  if (outcome?.outcome !== "invited") throw new Error(`${email}: ${outcome?.outcome}`);
  return { id: outcome.inviteId, email, link: { inviteId: outcome.inviteId, generation: 1 } };
}

async function overdue() {
  const invite = await invited();
  await Invite.updateOne({ _id: invite.id }, { $set: { expiresAt: new Date(Date.now() - 60_000) } });
  return invite;
}

async function registered(): Promise<{ id: string; email: string; seen: () => Promise<UserVersion> }> {
  const { email, link } = await invited();
  await acceptInvite(link, pressAgainSees, randomUUID());
  const { _id } = await User.findOne({ email }).orFail().lean();
  const seen = async () => (await userProfile(mia, String(_id))).version;
  return { id: String(_id), email, seen };
}

const accountOf = (email: string): AccountActor => ({
  ...mia,
  owner: false,
  userId: `U${newName().toUpperCase()}`,
  name: "Eve Adams",
  email,
});

async function group(): Promise<string> {
  const { groupId } = await createGroup(mia, { name: newName(), description: "", ...gives });
  return groupId;
}

/** A review of a group with one member. */
async function underReview(): Promise<{ reviewId: string; itemId: string }> {
  const [{ seen }, groupId] = [await registered(), await group()];
  await changeGroups(mia, await seen(), [usersGroupId, groupId]);
  const reviewId = await reviewOf(mia, [groupId]);
  const { _id } = await ReviewItem.findOne({ reviewId }).orFail().lean();
  return { reviewId, itemId: String(_id) };
}

/** Every change, from its preparation to the press that asks for it. */
export const changes: Record<string, () => Promise<Prepared>> = {
  async invite() {
    const email = newAddress();
    return {
      press: () => createInvites(mia, { emails: [email], groupIds: [usersGroupId], expiryDays: 7 }, policy),
      once: () => AuditEvent.countDocuments({ "target.label": email, action: "invite.created" }),
    };
  },
  async resend() {
    const { id } = await invited();
    return { press: () => resendInvite(mia, id, 1, policy), once: happened(id, "invite.resent") };
  },
  async cancel() {
    const { id } = await invited();
    return { press: () => cancelInvite(mia, id, 1), once: happened(id, "invite.cancelled") };
  },
  async undo() {
    const { id } = await invited();
    return { press: () => undoInvites(mia, [id]), once: happened(id, "invite.cancelled") };
  },
  async "edit the groups of an invite"() {
    const { id } = await invited();
    const groups = [usersGroupId, await group()];
    return { press: () => editInvite(mia, id, 1, { groupIds: groups }), once: happened(id, "invite.edited") };
  },
  async accept() {
    const { id, link } = await invited();
    const nonce = randomUUID();
    return {
      press: () => acceptInvite(link, pressAgainSees, nonce),
      once: happened(id, "invite.accepted"),
    };
  },
  async decline() {
    const { id, link } = await invited();
    const nonce = randomUUID();
    return { press: () => declineInvite(link, nonce), once: happened(id, "invite.declined") };
  },
  async "ask for a new link"() {
    const { id, link } = await overdue();
    return { press: () => askForNewLink(link), once: happened(id, "invite.asked") };
  },
  async "report a delivery"() {
    const { id } = await invited();
    const message = await Job.findOne({ kind: "invite-email" }).sort({ _id: -1 }).orFail().lean();
    const event = { eventId: newName(), outboxId: String(message._id), at: new Date() };
    return {
      press: () => recordEvents([{ ...event, what: { kind: "delivered" } }]),
      once: () => Invite.countDocuments({ _id: id, "deliveryHistory.state": "delivered" }),
    };
  },
  async "settle a message"() {
    await invited();
    const message = await Job.findOne({ kind: "invite-email" }).sort({ _id: -1 }).orFail().lean();
    await Job.updateOne({ _id: message._id }, { $set: { dueAt: new Date(0) } });
    const {
      jobs: [held],
    } = await claimDue(60_000, jobKinds, 1);
    if (!held) throw new Error("nothing is due");
    return {
      press: () => settle(held, { kind: "failed", error: "it does not work", invalidRecipient: false }),
      once: () => Job.countDocuments({ _id: held.id, status: "failed" }),
    };
  },
  async "let an invite expire"() {
    const { id, link } = await overdue();
    const message = await Job.findOne({ kind: "expiry" }).sort({ _id: -1 }).orFail().lean();
    await Job.updateOne({ _id: message._id }, { $set: { dueAt: new Date(0) } });
    const {
      jobs: [held],
    } = await claimDue(60_000, jobKinds, 1);
    const invite = await Invite.findById(id).orFail().lean();
    if (!held) throw new Error("nothing is due");
    const which = { _id: invite._id, generation: link.generation };
    return {
      press: () => settle(held, { kind: "done" }, (now) => expireOverdue(which, now)),
      once: happened(id, "invite.expired"),
    };
  },
  async "show a link"() {
    const { id } = await invited();
    return { press: () => showLink(mia, id, 1), once: async () => 1 };
  },
  async "create a group"() {
    const name = newName();
    return {
      press: () => createGroup(mia, { name, description: "", ...gives }),
      once: () => AuditEvent.countDocuments({ "target.label": name, action: "group.created" }),
    };
  },
  async "edit a group"() {
    const id = await group();
    return {
      press: () => editGroup(mia, id, 1, { name: null, description: "Edited", ...gives }),
      once: happened(id, "group.edited"),
    };
  },
  async "delete a group"() {
    const id = await group();
    const { seen } = await registered();
    await changeGroups(mia, await seen(), [usersGroupId, id]);
    return { press: () => deleteGroup(mia, id, 1), once: happened(id, "group.deleted") };
  },
  async "change someone's groups"() {
    const { id, seen } = await registered();
    const [before, other] = [await seen(), await group()];
    return {
      press: () => changeGroups(mia, before, [usersGroupId, other]),
      once: happened(id, "user.groups_changed"),
    };
  },
  async "remove in a review"() {
    const { reviewId, itemId } = await underReview();
    return {
      press: () => answerItem(mia, itemId, { kind: "remove", reason: "The project is over." }),
      once: () => AuditEvent.countDocuments({ about: reviewId, action: "review.removed" }),
    };
  },
  async "keep the rest of a review"() {
    const { reviewId } = await underReview();
    return {
      press: () => keepTheRest(mia, reviewId),
      once: () => AuditEvent.countDocuments({ about: reviewId, action: "review.kept" }),
    };
  },
  async suspend() {
    const { id, seen } = await registered();
    const before = await seen();
    return { press: () => suspendUser(mia, before, "cancel"), once: happened(id, "user.suspended") };
  },
  async reactivate() {
    const { id, seen } = await registered();
    await suspendUser(mia, await seen(), "keep");
    const before = await seen();
    return { press: () => reactivateUser(mia, before), once: happened(id, "user.reactivated") };
  },
  async "link by hand"() {
    const { id, email, seen } = await registered();
    const [before, account] = [await seen(), accountOf(email)];
    return { press: () => linkByHand(mia, before, account), once: happened(id, "user.linked") };
  },
  async "link at the first command"() {
    const { id, email } = await registered();
    const account = accountOf(email);
    return { press: () => linkAtFirstCommand(account), once: happened(id, "user.linked") };
  },
  async "pause a link"() {
    const { id, email } = await registered();
    const account = accountOf(email);
    await linkAtFirstCommand(account);
    return {
      press: () => pauseIfChanged({ ...account, email: newAddress() }),
      once: happened(id, "user.paused"),
    };
  },
  async "seal the log"() {
    await invited();
    // The first time, nobody has begun the log.
    await sealAll(auditKey).catch(() => beginAudit(auditKey, "nobody sealed it so far"));
    const { id } = await invited();
    return {
      press: () => sealAudit(auditKey, null),
      once: () => AuditEvent.countDocuments({ "target.id": id, seal: { $exists: true } }),
    };
  },
};
