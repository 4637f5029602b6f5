import { Invite, type InviteDocument, inTrouble } from "../../models/invite.ts";
import { User } from "../../models/user.ts";
import { SOON_MS } from "../invites/delivery.ts";
import { type PendingInvite, withGroupNames } from "../invites/invite-rows.ts";
import { countHeldMails, reasonOfHeldMails } from "../operations/held-mails.ts";
import { countEndingUsers } from "../users/ending-users.ts";

const MAX_COUNTED = 1_000;
const MAX_SHOWN = 10;

/** What an admin sees at a glance. Counts stop at 1,001, which stands for more than 1,000. */
export interface Overview {
  pending: number;
  trouble: number;
  /** How many links expire within 48 hours. */
  expiring: number;
  users: number;
  /** How many users have a membership ending within 7 days. */
  ending: number;
  /** Emails held until the operator fixes our account at the mail service, and why; null when there are none. */
  held: { mails: number; reason: string } | null;
  /** At most 10: those whose email won't arrive, newest first, then those that expire soonest. */
  attention: PendingInvite[];
  moreAttention: boolean;
}

/** Counts what there is, and finds the invites that need attention. */
export async function overview(now: Date): Promise<Overview> {
  const pending = { status: "pending" as const, expiresAt: { $gt: now } };
  const troubled = { ...pending, ...inTrouble };
  const soon = {
    status: "pending" as const,
    expiresAt: { $gt: now, $lte: new Date(now.getTime() + SOON_MS) },
  };
  const limit = { limit: MAX_COUNTED + 1 };
  const [attention, invites, trouble, expiring, users, ending, heldMails, reason] = await Promise.all([
    needAttention(troubled, soon),
    Invite.countDocuments(pending, limit),
    Invite.countDocuments(troubled, limit),
    Invite.countDocuments(soon, limit),
    User.countDocuments({}, limit),
    countEndingUsers(now),
    countHeldMails(limit.limit),
    reasonOfHeldMails(),
  ]);
  return {
    pending: invites,
    trouble,
    expiring,
    users,
    ending,
    held: reason === null ? null : { mails: heldMails, reason },
    attention: await withGroupNames(attention.slice(0, MAX_SHOWN), now),
    moreAttention: attention.length > MAX_SHOWN,
  };
}

async function needAttention(troubled: object, soon: object): Promise<InviteDocument[]> {
  const broken = await Invite.find(troubled)
    .sort({ createdAt: -1, _id: -1 })
    .limit(MAX_SHOWN + 1)
    .lean();
  if (broken.length > MAX_SHOWN) return broken;
  // Invites in trouble that also expire soon are found twice.
  const ending = await Invite.find(soon)
    .sort({ expiresAt: 1, _id: 1 })
    .limit(broken.length + MAX_SHOWN + 1)
    .lean();
  const known = new Set(broken.map(({ _id }) => String(_id)));
  return [...broken, ...ending.filter(({ _id }) => !known.has(String(_id)))];
}
