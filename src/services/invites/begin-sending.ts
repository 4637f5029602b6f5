import { trusted } from "mongoose";
import { isOrganisation } from "../../models/actor-record.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { readableEmails } from "../email-address.ts";
import { termOf } from "../ends.ts";
import { groupsWithIds } from "../groups/groups.ts";
import { suspensionOf } from "./cancel-handled.ts";
import { isTrouble } from "./delivery.ts";
import { givesNone } from "./gives-none.ts";

/** What the mails of an invite may say. */
export interface InviteToMail {
  inviteId: string;
  email: string;
  generation: number;
  /** Null where the organisation itself invites. */
  inviter: { name: string; email: string | null } | null;
  groups: string[];
  /** How long it gives them, in words; null for good. */
  term: string | null;
  message: string | null;
  expiresAt: Date;
  /** The link key that signs this generation. */
  keyId: string;
}

/**
 * Reads an invite that is about to be mailed, and marks its mail as being sent: from now on a cancel knows that
 * a mail may have left.
 *
 * @returns null when it is not to be mailed any more: settled, overdue or sent again meanwhile
 */
export async function beginSending(inviteId: string, generation: number): Promise<InviteToMail | null> {
  const sending = { state: "sending", generation, at: "$$NOW" };
  const isQueued = { $eq: ["$delivery.state", "queued"] };
  const history = "$deliveryHistory";
  const invite = await Invite.findOneAndUpdate(
    trusted({ _id: inviteId, ...stillPending(generation) }),
    [
      {
        $set: {
          delivery: { $cond: [isQueued, sending, "$delivery"] },
          deliveryHistory: { $cond: [isQueued, { $concatArrays: [history, [sending]] }, history] },
        },
      },
    ],
    { returnDocument: "after", updatePipeline: true },
  ).lean();
  return invite && !(await suspensionOf(invite)) ? toMail(invite) : null;
}

/** Reads an invite whose invitee is to be reminded; null when it has moved on, or its mail did not get through. */
export async function inviteToRemind(inviteId: string, generation: number): Promise<InviteToMail | null> {
  const invite = await Invite.findOne(trusted({ _id: inviteId, ...stillPending(generation) })).lean();
  if (!invite?.sentAt || isTrouble(invite.delivery) || (await suspensionOf(invite))) return null;
  return toMail(invite);
}

/** Filters for an invite that is still pending, by the database's clock, and was not sent again. */
function stillPending(generation: number) {
  return { generation, status: "pending" as const, $expr: { $gt: ["$expiresAt", "$$NOW"] } };
}

async function toMail(invite: InviteDocument): Promise<InviteToMail> {
  const { _id, email, generation, invitedBy, message, expiresAt, keyId } = invite;
  const groups = await groupsWithIds(invite.groupIds);
  return {
    inviteId: String(_id),
    email,
    generation,
    inviter: isOrganisation(invitedBy)
      ? null
      : { name: invitedBy.name, email: readableEmails(invitedBy.email ?? "") || null },
    groups: groups.length > 0 || givesNone(invite) ? groups.map(({ name }) => name) : ["Users"],
    term: termOf(invite),
    message: message ?? null,
    expiresAt,
    keyId,
  };
}
