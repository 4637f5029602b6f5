import type { Types } from "mongoose";
import type { InviteDocument } from "../../models/invite.ts";
import { DAY_MS } from "../durations.ts";
import { enqueue, type JobSpec } from "../jobs.ts";

const REMINDER_MS = 2 * DAY_MS;
/** What changes within this time is drawn at once. */
const GATHER_MS = 1_000;

/** What each invite's generation brings about in its time: the mail, the reminder, the expiry; and their cards. */
export function generationMessages(
  now: Date,
  mailDueAt: Date,
  invites: readonly Pick<InviteDocument, "_id" | "generation" | "expiresAt" | "batchId">[],
): (JobSpec & { dueAt: Date })[] {
  return [
    ...cards(
      now,
      invites.map(({ batchId }) => batchId),
    ),
    ...invites.flatMap(({ _id: inviteId, generation, expiresAt }) => {
      const remindAt = new Date(expiresAt.getTime() - REMINDER_MS);
      return [
        { kind: "invite-email" as const, inviteId, generation, dueAt: mailDueAt },
        ...(remindAt > mailDueAt
          ? [{ kind: "reminder-email" as const, inviteId, generation, dueAt: remindAt }]
          : []),
        { kind: "expiry" as const, inviteId, generation, dueAt: expiresAt },
      ];
    }),
  ];
}

/** Has the cards of these batches drawn anew, in the transaction of the change that they show. */
export async function redrawCards(now: Date, batchIds: readonly Types.ObjectId[]): Promise<void> {
  await enqueue(now, ...cards(now, batchIds));
}

function cards(now: Date, batchIds: readonly Types.ObjectId[]) {
  const distinct = new Map(batchIds.map((batchId) => [String(batchId), batchId]));
  const dueAt = new Date(now.getTime() + GATHER_MS);
  return [...distinct.values()].map((batchId) => ({ kind: "card" as const, batchId, dueAt }));
}
