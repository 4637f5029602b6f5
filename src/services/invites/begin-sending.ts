import { type QueryFilter, trusted } from "mongoose";
import type { LanguageCode } from "../../locales/languages.ts";
import { isOrganisation } from "../../models/actor-record.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { isTimeout } from "../../models/mongo-errors.ts";
import { readableEmails } from "../email-address.ts";
import { type Term, termOf } from "../ends.ts";
import { type GroupSummary, groupsWithIds } from "../groups/groups.ts";
import { together } from "../together.ts";
import { suspensionsOf } from "./cancel-handled.ts";
import { isTrouble } from "./delivery.ts";
import { givesNone } from "./gives-none.ts";
import { mailLanguageOf } from "./languages-of.ts";
import type { InviteMail } from "./record-delivery.ts";

/** What the mails of an invite may say. */
export interface InviteToMail {
  inviteId: string;
  email: string;
  generation: number;
  /** Null if the organisation itself invites. */
  inviter: { name: string; email: string | null } | null;
  groups: string[];
  /** How long the invite gives its groups; null for ever. */
  term: Term | null;
  message: string | null;
  expiresAt: Date;
  /** The language of the mails; undefined if nothing says which. */
  language: LanguageCode | undefined;
  /** The link key that signs this generation. */
  keyId: string;
}

const TOGETHER = { most: 100 };
/** If marking takes longer than this, it is waiting for an invite locked by somebody's transaction. */
const MARK_MS = 500;

/**
 * Reads an invite that is about to be mailed, and marks its mail as being sent: from now on a cancel knows that a mail
 * may have left. Calls at the same time are marked and read together.
 *
 * @returns null when it should no longer be mailed: settled, overdue or resent meanwhile
 */
export const beginSending: (mail: InviteMail) => Promise<InviteToMail | null> = together(beginAll, TOGETHER);

async function beginAll(
  mails: readonly InviteMail[],
): Promise<(InviteToMail | null | Promise<InviteToMail | null>)[]> {
  try {
    await markSending(mails);
  } catch (error) {
    if (mails.length === 1 || !isTimeout(error)) throw error;
    return mails.map(beginAlone);
  }
  return readPending(mails, () => true);
}

/** Begins one of several, when another has to wait. */
async function beginAlone(mail: InviteMail): Promise<InviteToMail | null> {
  const [invite = null] = await beginAll([mail]);
  return invite;
}

async function markSending(mails: readonly InviteMail[]): Promise<void> {
  const sending = { state: "sending", generation: "$generation", at: "$$NOW" };
  const update = [
    { $set: { delivery: sending, deliveryHistory: { $concatArrays: ["$deliveryHistory", [sending]] } } },
  ];
  // One by one in one command, which the driver can send again.
  await Invite.collection.bulkWrite(
    mails.map(({ inviteId: _id, generation }) => ({
      updateOne: { filter: { _id, generation, "delivery.state": "queued", ...pending }, update },
    })),
    { ordered: false, ...(mails.length > 1 && { maxTimeMS: MARK_MS }) },
  );
}

/**
 * Reads an invite whose invitee is due a reminder; null when it has moved on, or its mail didn't get through. Calls at
 * the same time are read together.
 */
export const inviteToRemind: (mail: InviteMail) => Promise<InviteToMail | null> = together(
  (mails) => readPending(mails, ({ sentAt, delivery }) => sentAt !== undefined && !isTrouble(delivery)),
  TOGETHER,
);

/** Still pending, by the database's time. */
const pending = { status: "pending" as const, $expr: { $gt: ["$expiresAt", "$$NOW"] } };

/** Reads the invites of these emails that are still pending, not resent, and to be mailed; null for the others. */
async function readPending(
  mails: readonly InviteMail[],
  isToBeMailed: (invite: InviteDocument) => boolean,
): Promise<(InviteToMail | null)[]> {
  const ofMails: QueryFilter<InviteDocument> = { _id: { $in: mails.map(({ inviteId }) => inviteId) } };
  const invites = await Invite.find(trusted({ ...ofMails, ...pending })).lean();
  const [groups, suspensionOf] = await Promise.all([
    groupsWithIds(invites.flatMap(({ groupIds }) => groupIds)),
    suspensionsOf(invites),
  ]);
  const found = new Map(invites.map((invite) => [String(invite._id), invite]));
  return mails.map(({ inviteId, generation }) => {
    const invite = found.get(String(inviteId));
    if (invite?.generation !== generation || !isToBeMailed(invite) || suspensionOf(invite)) return null;
    return toMail(invite, groups);
  });
}

function toMail(invite: InviteDocument, known: readonly GroupSummary[]): InviteToMail {
  const { _id, email, generation, invitedBy, groupIds, message, expiresAt, keyId } = invite;
  const groups = known.filter(({ id }) => groupIds.some((groupId) => String(groupId) === id));
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
    language: mailLanguageOf(invite),
    keyId,
  };
}
