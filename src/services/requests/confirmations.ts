import { isValidObjectId, type Types } from "mongoose";
import type { LanguageCode } from "../../locales/languages.ts";
import {
  AccessRequest,
  type AccessRequestDocument,
  personOf,
  type RequestAnswer,
} from "../../models/access-request.ts";
import { Confirmation, type ConfirmationDocument } from "../../models/confirmation.ts";
import { Group, type GroupDocument } from "../../models/group.ts";
import { User } from "../../models/user.ts";
import type { AccountActor, Principal } from "../actor.ts";
import { requestEvent } from "../approvals/request-event.ts";
import { recordAudit } from "../audit.ts";
import { MINUTE_MS } from "../durations.ts";
import { nonceHash } from "../invites/accept-invite.ts";
import { enqueue } from "../jobs.ts";
import { actingUserId } from "../linked-user.ts";
import { databaseTime } from "../transaction.ts";
import { languageOf } from "../users/language-of.ts";
import { ConfirmationNeeded, InvalidRequest, type RequestSettled } from "./refusals.ts";
import { requestWithId, settledFirst } from "./request-conflict.ts";
import { type RequestDetails, requestDetails } from "./request-details.ts";
import { hasAnswered } from "./same-person.ts";

const LASTS_MS = 15 * MINUTE_MS;
/** Pressing the same answer again within this time sends no further email. */
const MAILED_AGAIN_AFTER_MS = MINUTE_MS;
const MAX_MAILS = 10;

/** What an emailed confirmation link identifies, and the key that signed it. */
export interface ConfirmationLink {
  id: string;
  generation: number;
  keyId: string;
}

interface Asked {
  group: GroupDocument;
  mine: RequestAnswer;
  now: Date;
  /** The link key that signs now. */
  keyId: string;
}

/**
 * Emails the approver a link to confirm with, instead of counting the approval. The link is for this person, this
 * request and this answer, works once and for 15 minutes, and replaces their earlier link. Part of the transaction of
 * the answer.
 *
 * @returns the address it is emailed to
 * @throws ConfirmationNeeded for a program, or without a registered address; RequestSettled where they have answered
 */
export async function askToConfirm(
  actor: Principal,
  request: AccessRequestDocument,
  { group, mine, now, keyId }: Asked,
): Promise<string> {
  if (actor.kind !== "account") throw new ConfirmationNeeded({ group: group.name, because: "program" });
  const email = await registeredEmail(actor);
  if (!email) throw new ConfirmationNeeded({ group: group.name, because: "not_registered" });
  if (hasAnswered(request.answers, mine)) throw settledFirst(request);
  const { key, hours } = mine;
  const about = { requestId: request._id, key };
  const before = await Confirmation.findOne(about).lean();
  const age = before ? now.getTime() - before.askedAt.getTime() : Number.POSITIVE_INFINITY;
  if (before?.hours === hours && before.email === email && age < MAILED_AGAIN_AFTER_MS) return email;
  if (before && before.generation >= MAX_MAILS)
    throw new InvalidRequest({ request: { code: "manyMails", most: MAX_MAILS } });
  const { teamId, userId, name } = actor;
  const confirmation = await Confirmation.findOneAndUpdate(
    about,
    {
      $set: {
        account: { teamId, userId },
        name,
        email,
        hours,
        keyId,
        askedAt: now,
        expiresAt: new Date(now.getTime() + LASTS_MS),
      },
      $inc: { generation: 1 },
    },
    { upsert: true, returnDocument: "after" },
  ).lean();
  const { _id: confirmationId, generation } = confirmation;
  await enqueue(now, { kind: "confirmation-email", confirmationId, generation, dueAt: now });
  await recordAudit(actor, now, {
    ...requestEvent("request.confirmation_mailed", request),
    before: null,
    after: { hours },
  });
  return email;
}

async function registeredEmail(actor: AccountActor): Promise<string | null> {
  const user = await User.findById(await actingUserId(actor), { email: 1 }).lean();
  return user?.email ?? null;
}

/**
 * Consumes a confirmation, within the transaction that counts its approval.
 *
 * @throws RequestSettled where it was used, replaced or is too old, or now belongs to someone else
 */
export async function useConfirmation(
  actor: AccountActor,
  { id, generation, keyId }: ConfirmationLink,
  nonce: string,
  now: Date,
): Promise<void> {
  const confirmation = await Confirmation.findOneAndUpdate(
    {
      _id: id,
      generation,
      keyId,
      "account.userId": actor.userId,
      used: { $exists: false },
      expiresAt: { $gt: now },
    },
    { $set: { used: { at: now, nonce: nonceHash(nonce) } } },
  ).lean();
  const isTheirs = confirmation && (await registeredEmail(actor)) === confirmation.email;
  if (!isTheirs)
    throw settledFirst(await requestWithId(String((await Confirmation.findById(id).lean())?.requestId)));
}

/** The content of a confirmation's email. */
export interface ConfirmationToMail {
  email: string;
  name: string;
  keyId: string;
  expiresAt: Date;
  person: string;
  group: string;
  /** The approver's language and time zone; undefined where unknown. */
  language: LanguageCode | undefined;
  timeZone: string | undefined;
}

/** Reads what to email; null where nothing is to be sent any more. */
export async function confirmationToMail(
  id: Types.ObjectId,
  generation: number,
): Promise<ConfirmationToMail | null> {
  const now = await databaseTime();
  const confirmation = await Confirmation.findOne({
    _id: id,
    generation,
    used: { $exists: false },
    expiresAt: { $gt: now },
  }).lean();
  const request =
    confirmation && (await AccessRequest.findOne({ _id: confirmation.requestId, status: "pending" }).lean());
  if (!request) return null;
  const { email, name, keyId, expiresAt } = confirmation;
  const group = await Group.findById(request.groupId, { name: 1 }).lean();
  const reader = await User.findOne({ email }, { language: 1, timeZone: 1, provisioned: 1 }).lean();
  return {
    email,
    name,
    keyId,
    expiresAt,
    person: personOf(request).name,
    group: group?.name ?? request.groupName,
    language: reader ? languageOf(reader) : undefined,
    timeZone: reader?.timeZone,
  };
}

/** The current state of a link. */
export type OpenedConfirmation =
  | ({ state: "open" } & Opened)
  /** It was confirmed, by the sender of this nonce. */
  | ({ state: "used"; at: Date; nonce: string } & Opened)
  | { state: "expired"; at: Date }
  | { state: "replaced"; sentAt: Date; email: string }
  /** Someone else answered first, or it was withdrawn or lapsed. */
  | { state: "settled"; settled: RequestSettled };

interface Opened {
  request: RequestDetails;
  requestId: string;
  /** Who pressed *Approve*, when, and for how long; null for no end. */
  account: ConfirmationDocument["account"];
  name: string;
  askedAt: Date;
  expiresAt: Date;
  hours: number | null;
}

/** Opens a link, which changes nothing; null for an unknown one. */
export async function openConfirmation(link: ConfirmationLink): Promise<OpenedConfirmation | null> {
  const { id, generation, keyId } = link;
  const confirmation = isValidObjectId(id) ? await Confirmation.findById(id).lean() : null;
  if (!confirmation || generation > confirmation.generation) return null;
  const { requestId, account, name, email, hours, askedAt, expiresAt, used } = confirmation;
  if (generation < confirmation.generation) return { state: "replaced", sentAt: askedAt, email };
  const request = await requestDetails(String(requestId));
  if (keyId !== confirmation.keyId || !request) return null;
  const opened = { request, requestId: String(requestId), account, name, askedAt, expiresAt, hours };
  if (used) return { state: "used", ...used, ...opened };
  if (request.status !== "pending")
    return { state: "settled", settled: settledFirst(await requestWithId(String(requestId))) };
  return expiresAt <= request.now ? { state: "expired", at: expiresAt } : { state: "open", ...opened };
}
