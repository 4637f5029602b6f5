import type { Types } from "mongoose";
import { AccessRequest, type AccessRequestDocument, type RequestCard } from "../../models/access-request.ts";
import { enqueueSlack } from "./jobs.ts";

/** Reads which messages show a request; null when it is gone. */
export async function cardsOf(
  requestId: Types.ObjectId | string,
): Promise<Pick<
  AccessRequestDocument,
  "_id" | "asker" | "subject" | "status" | "escalated" | "cards"
> | null> {
  return AccessRequest.findById(requestId, {
    asker: 1,
    subject: 1,
    status: 1,
    escalated: 1,
    cards: 1,
  }).lean();
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
