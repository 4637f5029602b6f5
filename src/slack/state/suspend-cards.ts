import type { QueryFilter, Types } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Due } from "../../services/jobs.ts";
import type { MessageRef } from "../kit/card.ts";
import { enqueueSlack, type SlackJob } from "./jobs.ts";

/** Who answered whether to suspend someone, how, and when. */
export interface SuspendAnswer {
  name: string;
  answer: "suspended" | "linked";
  by: string;
  at: Date;
}

/** Keeps where a card asks whether to suspend someone; redraws one that was answered meanwhile. Part of a transaction. */
export async function rememberSuspendCard(
  userId: Types.ObjectId,
  { channel, ts, to }: MessageRef & { to: string },
  now: Date,
): Promise<void> {
  const asked: QueryFilter<UserDocument> = {
    _id: userId,
    status: "active",
    "slack.paused.because": "deactivated",
  };
  const { matchedCount } = await User.updateOne(asked, { $push: { suspendCards: { channel, ts, to } } });
  if (matchedCount === 0)
    await enqueueSlack(now, { kind: "answered-card", userId, channel, ts, to, dueAt: now });
}

/** Makes the jobs by which every card that asked about these users tells the answer. */
export async function answeredCards(userIds: readonly string[], dueAt: Date): Promise<Due<SlackJob>[]> {
  const users = await User.find({ _id: { $in: userIds } }, { suspendCards: 1 }).lean();
  return users.flatMap(({ _id, suspendCards = [] }) =>
    suspendCards.map(({ channel, ts, to }) => ({
      kind: "answered-card" as const,
      userId: _id,
      channel,
      ts,
      ...(to && { to }),
      dueAt,
    })),
  );
}

/** Forgets a card that tells the answer. */
export async function forgetSuspendCard(userId: Types.ObjectId, { channel, ts }: MessageRef): Promise<void> {
  await User.updateOne({ _id: userId }, { $pull: { suspendCards: { channel, ts } } });
}

/** Reads the last answer; null while there is none. */
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
