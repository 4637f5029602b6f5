import { Types } from "mongoose";
import { Invite } from "../../models/invite.ts";
import { User } from "../../models/user.ts";
import type { DomainEvent } from "../../services/events.ts";
import type { Due } from "../../services/jobs.ts";
import { homeOwner } from "../../slack/state/home-tabs.ts";
import type { AdminGain, SlackJob } from "../../slack/state/jobs.ts";
import { answeredCards } from "../../slack/state/suspend-cards.ts";
import type { Subscriber } from "../handler.ts";

/** What inviters are told about. */
const ofInvites = {
  "invite.accepted": "accepted-notice",
  "invite.declined": "declined-notice",
  "invite.expired": "expired-notice",
  "invite.asked": "asked-notice",
  "delivery.failed": "trouble-notice",
} as const;

const isOfInvites = (action: string): action is keyof typeof ofInvites => action in ofInvites;

/** Tells the inviter, or the admins, what they should know without having to look. */
export const notices: Subscriber = async (event, at) => {
  const { action, targets, after } = event;
  // What a provider settles is in its hourly summary.
  if (action === "invite.accepted" && event.by?.client) return [];
  if (isOfInvites(action)) return inviteNotices(ofInvites[action], targets, at);
  const newAdmins = adminNotices(event, at);
  switch (action) {
    case "user.linked":
      return [...newAdmins, ...passedOverNotices(event, at), ...(await answeredCards(targets, at))];
    case "user.suspended":
    case "user.reactivated":
    case "user.erased":
      return [...newAdmins, ...(await answeredCards(targets, at))];
    case "user.erasure_asked":
      return targets.map((id) => ({ kind: "erasure-notice", userId: new Types.ObjectId(id), dueAt: at }));
    case "user.membership_ended":
      return endedNotices(event, at);
    case "user.paused":
      return after.paused === "deactivated" ? deactivatedNotices(targets, at) : [];
    case "group.renamed":
      return targets.map((id) => ({
        kind: "renamed-notice",
        groupId: new Types.ObjectId(id),
        by: "iam-bot",
        dueAt: at,
      }));
    case "webhook.switched_off":
      return targets.map((id) => ({
        kind: "webhook-off-notice",
        endpointId: new Types.ObjectId(id),
        dueAt: at,
      }));
    default:
      return newAdmins;
  }
};

async function inviteNotices(
  kind: (typeof ofInvites)[keyof typeof ofInvites],
  ids: readonly string[],
  dueAt: Date,
): Promise<Due<SlackJob>[]> {
  const invites = await Invite.find({ _id: { $in: ids } }, { generation: 1 }).lean();
  return invites.map(({ _id, generation }) => ({ kind, inviteId: _id, generation, dueAt }));
}

/** How an account gained an admin's rights. */
const gainedBy: Partial<Record<DomainEvent["action"], AdminGain>> = {
  "user.linked": "linked",
  "user.joined_admin": "joined",
  "user.groups_changed": "put_in_admin",
  "user.reactivated": "reactivated",
};

/** Tells admins about an account that now has their rights, however it gained them. */
function adminNotices({ action, targets, after, by }: DomainEvent, dueAt: Date): Due<SlackJob>[] {
  const { newAdmin } = after;
  if (!newAdmin) return [];
  const somebodyElse = by?.account && by.account !== newAdmin ? by.name : undefined;
  return targets.map((userId) => ({
    kind: "admin-linked-notice",
    userId: new Types.ObjectId(userId),
    account: homeOwner(newAdmin).userId,
    gain: gainedBy[action] ?? "linked",
    ...(somebodyElse && { by: somebodyElse }),
    dueAt,
  }));
}

function passedOverNotices({ targets, after }: DomainEvent, dueAt: Date): Due<SlackJob>[] {
  return targets.flatMap((holder) =>
    (after.passedOver ?? []).map((user) => ({
      kind: "passed-over-notice" as const,
      userId: new Types.ObjectId(user),
      holderId: new Types.ObjectId(holder),
      dueAt,
    })),
  );
}

function endedNotices({ targets, about }: DomainEvent, dueAt: Date): Due<SlackJob>[] {
  return targets.flatMap((userId) =>
    about.map((groupId) => ({
      kind: "ended-notice" as const,
      userId: new Types.ObjectId(userId),
      groupId: new Types.ObjectId(groupId),
      dueAt,
    })),
  );
}

async function deactivatedNotices(ids: readonly string[], dueAt: Date): Promise<Due<SlackJob>[]> {
  const users = await User.find({ _id: { $in: ids }, status: "active" }, { _id: 1 }).lean();
  return users.map(({ _id }) => ({ kind: "deactivated-notice", userId: _id, dueAt }));
}
