import { Invite } from "../../models/invite.ts";
import { User } from "../../models/user.ts";
import type { DomainEvent } from "../../services/events.ts";
import type { Due } from "../../services/jobs.ts";
import { isInAdmin } from "../../services/users/admins.ts";
import { homeOwner } from "../../slack/state/home-tabs.ts";
import type { SlackJob } from "../../slack/state/jobs.ts";
import { answeredCards } from "../../slack/state/suspend-cards.ts";
import type { Subscriber } from "../handler.ts";

/** What the inviter of an invite is told of. */
const ofInvites = {
  "invite.accepted": "accepted-notice",
  "invite.declined": "declined-notice",
  "invite.expired": "expired-notice",
  "invite.asked": "asked-notice",
  "delivery.failed": "trouble-notice",
} as const;

const isOfInvites = (action: string): action is keyof typeof ofInvites => action in ofInvites;

/** Tells the inviter, or the admins, what they should know without looking. */
export const notices: Subscriber = async (event, at) => {
  const { action, targets, after } = event;
  if (isOfInvites(action)) return inviteNotices(ofInvites[action], targets, at);
  switch (action) {
    case "user.joined_admin":
      return adminNotices(event, at);
    case "user.linked":
      return [...(await adminNotices(event, at)), ...(await answeredCards(targets, at))];
    case "user.suspended":
      return answeredCards(targets, at);
    case "user.paused":
      return after.paused === "deactivated" ? deactivatedNotices(targets, at) : [];
    default:
      return [];
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

/** Tells admins of an account that was linked to a member of Admin. */
async function adminNotices({ targets, after, by }: DomainEvent, dueAt: Date): Promise<Due<SlackJob>[]> {
  const { slack } = after;
  if (!slack) return [];
  const users = await User.find({ _id: { $in: targets }, status: "active" }).lean();
  const somebodyElse = by?.account && by.account !== slack ? by.name : undefined;
  return users.filter(isInAdmin).map(({ _id }) => ({
    kind: "admin-linked-notice",
    userId: _id,
    account: homeOwner(slack).userId,
    ...(somebodyElse && { by: somebodyElse }),
    dueAt,
  }));
}

async function deactivatedNotices(ids: readonly string[], dueAt: Date): Promise<Due<SlackJob>[]> {
  const users = await User.find({ _id: { $in: ids }, status: "active" }, { _id: 1 }).lean();
  return users.map(({ _id }) => ({ kind: "deactivated-notice", userId: _id, dueAt }));
}
