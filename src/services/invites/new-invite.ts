import { Types } from "mongoose";
import type { LanguageCode } from "../../locales/languages.ts";
import { matchLanguage } from "../../locales/match-language.ts";
import type { InviteDocument } from "../../models/invite.ts";
import { type Principal, recordOf } from "../actor.ts";
import { DAY_MS } from "../durations.ts";
import { searchTerms } from "../search-terms.ts";
import type { InviteDetails, InviteRequest } from "./invite-request.ts";

interface NewInvite {
  actor: Principal;
  selfId: Types.ObjectId | null;
  request: InviteRequest;
  batchId: Types.ObjectId;
  keyId: string;
  /** The language of mails when nothing says what the person reads. */
  language: LanguageCode;
  now: Date;
}

/** Builds a pending invite as stored, with what this address gets differently from the others. */
export function newInvite(
  email: string,
  { actor, selfId, request: forAll, batchId, keyId, language, now }: NewInvite,
): InviteDocument {
  const request = forAddress(forAll, email);
  const account = request.accounts?.get(email);
  const expiresAt = request.expiresAt?.getTime() ?? now.getTime() + request.expiryDays * DAY_MS;
  const delivery = { state: "queued" as const, generation: 1, at: now };
  return {
    _id: new Types.ObjectId(),
    email,
    status: "pending",
    generation: 1,
    groupIds: request.groupIds.map((id) => new Types.ObjectId(id)),
    ...(request.end && { groupsUntil: request.end.until, groupsZone: request.end.zone }),
    ...(request.lasting && { groupsHours: request.lasting.hours, groupsZone: request.lasting.zone }),
    ...(request.provisioned && { provisioned: true }),
    ...(request.message && { message: request.message }),
    ...(request.name && { name: request.name }),
    ...(request.language && { language: request.language }),
    mailLanguage: matchLanguage(request.language ?? "") ?? account?.language ?? language,
    ...(account && { account: { teamId: account.teamId, userId: account.userId } }),
    invitedBy: recordOf(actor),
    inviterId: selfId,
    handledBy: selfId ? [selfId] : [],
    createdAt: now,
    expiryDays: request.expiryDays,
    expiresAt: new Date(Math.min(expiresAt, request.end?.until.getTime() ?? Infinity)),
    queuedAt: now,
    keyId,
    delivery,
    deliveryHistory: [delivery],
    batchId,
    words: searchTerms(email),
  };
}

function forAddress(request: InviteRequest, email: string): InviteRequest & Omit<InviteDetails, "groupIds"> {
  const details = request.details?.get(email);
  return { ...request, ...details, groupIds: details?.groupIds ?? request.groupIds };
}

/** Builds the audit event for it. */
export function createdEvent(invite: InviteDocument) {
  const { _id, email, groupIds, expiresAt, groupsUntil } = invite;
  return {
    action: "invite.created" as const,
    target: { kind: "invite" as const, id: String(_id), label: email },
    before: null,
    after: {
      email,
      groups: groupIds.map(String),
      expiresAt,
      ...(groupsUntil && { until: groupsUntil }),
    },
    about: [email, ...groupIds.map(String)],
  };
}
