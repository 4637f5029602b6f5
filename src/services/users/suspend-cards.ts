import type { Types } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { enqueue } from "../jobs.ts";

/** Where a card stands. */
interface Place {
  channel: string;
  ts: string;
}

/** Who answered whether to suspend someone, how, and when. */
export interface SuspendAnswer {
  name: string;
  answer: "suspended" | "linked";
  by: string;
  at: Date;
}

/** Remembers a card that asks whether to suspend someone; one that was answered meanwhile is redrawn. Part of a transaction. */
export async function rememberSuspendCard(
  userId: Types.ObjectId,
  { channel, ts }: Place,
  now: Date,
): Promise<void> {
  const spec = await User.updateOne(
    { _id: userId, status: "active", "slack.paused.because": "deactivated" },
    { $push: { suspendCards: { channel, ts } } },
  );
  if (spec.matchedCount === 0) await enqueue(now, { kind: "answered-card", userId, channel, ts, dueAt: now });
}

/** Has every card that asked about someone say the answer, in the transaction that gives it. */
export async function settleSuspendCards(user: UserDocument, now: Date): Promise<void> {
  const cards = user.suspendCards ?? [];
  if (cards.length === 0) return;
  await User.updateOne({ _id: user._id }, { $unset: { suspendCards: 1 } });
  await enqueue(
    now,
    ...cards.map(({ channel, ts }) => ({
      kind: "answered-card" as const,
      userId: user._id,
      channel,
      ts,
      dueAt: now,
    })),
  );
}

/** The last answer; null while there is none. */
export async function suspendAnswer(userId: Types.ObjectId): Promise<SuspendAnswer | null> {
  const user = await User.findById(userId, { name: 1 }).lean();
  const event = await AuditEvent.findOne({
    about: String(userId),
    action: { $in: ["user.suspended", "user.linked"] },
  })
    .sort({ at: -1, _id: -1 })
    .lean();
  if (!user || !event) return null;
  const answer = event.action === "user.suspended" ? "suspended" : "linked";
  return { name: user.name, answer, by: event.actor.name, at: event.at };
}
