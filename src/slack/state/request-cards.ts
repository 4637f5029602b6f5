import { Types, trusted } from "mongoose";
import { AccessRequest, type AccessRequestDocument, type RequestCard } from "../../models/access-request.ts";
import { User } from "../../models/user.ts";
import { sharedRead, together } from "../../services/together.ts";
import { databaseTime } from "../../services/transaction.ts";
import { enqueueSlack } from "./jobs.ts";

/** Reads which messages show a request; null if it is gone. Concurrent reads are shared. */
export const cardsOf = sharedRead(readCards);

async function readCards(
  requestId: string,
): Promise<Pick<
  AccessRequestDocument,
  | "_id"
  | "asker"
  | "subject"
  | "groupId"
  | "executionId"
  | "status"
  | "answers"
  | "settledBy"
  | "escalated"
  | "cards"
> | null> {
  return AccessRequest.findById(requestId, {
    asker: 1,
    subject: 1,
    groupId: 1,
    executionId: 1,
    status: 1,
    answers: 1,
    settledBy: 1,
    escalated: 1,
    cards: 1,
  }).lean();
}

const MAX_DRAWN = 100;

/** A request that waits for an answer, and the messages that show it. */
export type PendingCards = Pick<AccessRequestDocument, "_id" | "cards">;

/**
 * Reads the newest pending requests for groups that have changed, and raises the version of all of them, so that a card
 * still on its way is redrawn too.
 */
export async function outdatedCards(groupIds: readonly (string | Types.ObjectId)[]): Promise<PendingCards[]> {
  const pending = { groupId: { $in: groupIds }, status: "pending" } as const;
  await AccessRequest.updateMany(pending, { $inc: { version: 1 } });
  return AccessRequest.find(pending, { cards: 1 }).sort({ createdAt: -1, _id: -1 }).limit(MAX_DRAWN).lean();
}

/**
 * Reads the newest requests of these users whose card isn't, or isn't only, in the messages of the account they are
 * linked to now.
 */
export async function movedRequestsOf(
  userIds: readonly string[],
): Promise<Pick<AccessRequestDocument, "_id" | "asker" | "status" | "cards">[]> {
  const users = await User.find({ _id: { $in: userIds } }, { slack: 1 }).lean();
  const accounts = users.flatMap(({ slack }) => slack?.userId ?? []);
  const elsewhere = (to: string) => ({ cards: { $elemMatch: { role: "asker", to: { $ne: to } } } });
  const missing = (to: string) => ({
    status: "pending" as const,
    cards: { $not: { $elemMatch: { role: "asker", to } } },
  });
  const ofAccounts = accounts.map((to) =>
    AccessRequest.find(trusted({ "asker.userId": to, $or: [elsewhere(to), missing(to)] }), {
      ...{ asker: 1, status: 1, cards: 1 },
    })
      .sort({ createdAt: -1, _id: -1 })
      .limit(MAX_DRAWN)
      .lean(),
  );
  return (await Promise.all(ofAccounts)).flat();
}

/** Has the cards of a request in the messages of one account redrawn as it is now. */
export async function redrawCardsOf(requestId: string, account: string): Promise<void> {
  const [request, dueAt] = await Promise.all([readCards(requestId), databaseTime()]);
  const theirs = request?.cards.filter(({ to }) => to === account) ?? [];
  const jobs = theirs.map((card) => ({
    ...{ kind: "request-card" as const, requestId: new Types.ObjectId(requestId) },
    ...card,
    dueAt,
  }));
  await enqueueSlack(dueAt, ...jobs);
}

/** A card to write, and the job that writes it. */
interface CardToWrite {
  requestId: Types.ObjectId;
  to: string;
  role: RequestCard["role"];
  job: string;
}

/**
 * Claims a card before it is written, so that nobody gets two. Returns false if they have it, or another job writes it.
 */
export const claimRequestCard = together(claimAll, { most: 100 });

async function claimAll(cards: readonly CardToWrite[]): Promise<(boolean | Promise<boolean>)[]> {
  const claims = cards.map((card) => ({ updateOne: claimOf(card) }));
  const { matchedCount } = await AccessRequest.bulkWrite(claims, { ordered: false });
  if (matchedCount === cards.length) return cards.map(() => true);
  // Trying again tells which of them: what a job has claimed it may claim again.
  return cards.map(async (card) => {
    const { filter, update } = claimOf(card);
    return (await AccessRequest.updateOne(filter, update)).matchedCount > 0;
  });
}

function claimOf({ requestId, to, role, job }: CardToWrite) {
  return {
    filter: trusted({
      _id: requestId,
      cards: { $not: { $elemMatch: { to, role } } },
      writing: { $not: { $elemMatch: { to, role, job: { $ne: job } } } },
    }),
    update: { $addToSet: { writing: { to, role, job } } },
  };
}

/** Releases the claim on a card that was not written: they can be asked again. */
export async function releaseRequestCard(
  requestId: Types.ObjectId,
  { to, role }: Pick<RequestCard, "to" | "role">,
): Promise<void> {
  await AccessRequest.updateOne({ _id: requestId }, { $pull: { writing: { to, role } } });
}

/** The version of a request; null if it is gone. */
export async function requestVersion(requestId: Types.ObjectId): Promise<number | null> {
  const request = await AccessRequest.findById(requestId, { version: 1 }).lean();
  return request?.version ?? null;
}

/** Keeps the location of a request's card; has it redrawn if it shows an earlier state. Part of a transaction. */
export async function rememberRequestCard(
  requestId: Types.ObjectId,
  card: RequestCard,
  version: number,
  now: Date,
): Promise<void> {
  const request = await AccessRequest.findOneAndUpdate(
    { _id: requestId },
    { $push: { cards: card }, $pull: { writing: { to: card.to, role: card.role } } },
    { projection: { version: 1 }, returnDocument: "after" },
  ).lean();
  if (request && request.version > version)
    await enqueueSlack(now, { kind: "request-card", requestId, ...card, dueAt: now });
}
