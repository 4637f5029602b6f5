import type { Types } from "mongoose";
import { AccessRequest, type AccessRequestDocument, type RequestCard } from "../../models/access-request.ts";
import { enqueueSlack } from "./jobs.ts";

/** Reads which messages show a request; null when it is gone. */
export async function cardsOf(
  requestId: Types.ObjectId | string,
): Promise<Pick<
  AccessRequestDocument,
  "_id" | "asker" | "subject" | "groupId" | "status" | "escalated" | "cards"
> | null> {
  return AccessRequest.findById(requestId, {
    asker: 1,
    subject: 1,
    groupId: 1,
    status: 1,
    escalated: 1,
    cards: 1,
  }).lean();
}

/**
 * Claims, for each of these accounts, that a card is queued for them, so that nobody has two. Part of the transaction that
 * queues them.
 *
 * @returns those for whom none was
 */
export async function claimRequestCards(
  requestId: Types.ObjectId,
  accounts: readonly string[],
): Promise<string[]> {
  const before = await AccessRequest.findOneAndUpdate(
    { _id: requestId },
    { $addToSet: { asked: { $each: accounts } } },
    { projection: { asked: 1, cards: 1 } },
  ).lean();
  if (!before) return [];
  const { asked = [], cards } = before;
  const known = [...asked, ...cards.filter(({ role }) => role === "decider").map(({ to }) => to)];
  return accounts.filter((account) => !known.includes(account));
}

/** Gives such a claim back: no card was written, and they can be asked again. */
export async function releaseRequestCard(requestId: Types.ObjectId, account: string): Promise<void> {
  await AccessRequest.updateOne({ _id: requestId }, { $pull: { asked: account } });
}

/** The version of a request; null when it is gone. */
export async function requestVersion(requestId: Types.ObjectId): Promise<number | null> {
  const request = await AccessRequest.findById(requestId, { version: 1 }).lean();
  return request?.version ?? null;
}

/** Keeps where a card of a request stands; has one drawn anew that shows it as it was before. Part of a transaction. */
export async function rememberRequestCard(
  requestId: Types.ObjectId,
  card: RequestCard,
  version: number,
  now: Date,
): Promise<void> {
  const request = await AccessRequest.findOneAndUpdate(
    { _id: requestId },
    { $push: { cards: card } },
    { projection: { version: 1 }, returnDocument: "after" },
  ).lean();
  if (request && request.version > version)
    await enqueueSlack(now, { kind: "request-card", requestId, ...card, dueAt: now });
}
