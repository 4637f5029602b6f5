import type { QueryFilter, Types } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Due } from "../../services/jobs.ts";
import type { MessageRef } from "../kit/card.ts";
import { enqueueSlack, type SlackJob } from "./jobs.ts";

/** The actions that answer whether to suspend someone, or to erase their details. */
const answers = {
  "user.suspended": "suspended",
  "user.linked": "linked",
  "user.erased": "erased",
  "user.reactivated": "reactivated",
} as const;
const isAnswer = (action: string): action is keyof typeof answers => action in answers;

/** Who answered whether to suspend someone, or to erase their details, how, and when. */
export interface SuspendAnswer {
  name: string;
  email: string;
  answer: (typeof answers)[keyof typeof answers];
  by: string;
  at: Date;
}

/**
 * Keeps the location of a card that asks whether to suspend someone; redraws it if it has been answered meanwhile. Part
 * of a transaction.
 */
export async function rememberSuspendCard(
  userId: Types.ObjectId,
  card: AskingCard,
  now: Date,
): Promise<void> {
  await remember(userId, { status: "active", "slack.paused.because": "deactivated" }, card, now);
}

/** The same for a card that asks another admin to erase a user's details too. Part of a transaction. */
export async function rememberEraseCard(userId: Types.ObjectId, card: AskingCard, now: Date): Promise<void> {
  await remember(userId, { erasing: { $exists: true } }, card, now);
}

type AskingCard = MessageRef & { to: string };

async function remember(
  userId: Types.ObjectId,
  asked: QueryFilter<UserDocument>,
  { channel, ts, to }: AskingCard,
  now: Date,
): Promise<void> {
  const { matchedCount } = await User.updateOne(
    { _id: userId, ...asked },
    { $push: { suspendCards: { channel, ts, to } } },
  );
  if (matchedCount === 0)
    await enqueueSlack(now, { kind: "answered-card", userId, channel, ts, to, dueAt: now });
}

/** Creates the jobs that update every card about these users with the answer. */
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

/** Forgets a card that shows the answer. */
export async function forgetSuspendCard(userId: Types.ObjectId, { channel, ts }: MessageRef): Promise<void> {
  await User.updateOne({ _id: userId }, { $pull: { suspendCards: { channel, ts } } });
}

/** Reads the last answer; null if there is none yet. */
export async function suspendAnswer(userId: Types.ObjectId): Promise<SuspendAnswer | null> {
  const user = await User.findById(userId, { name: 1, email: 1 }).lean();
  const event = await AuditEvent.findOne({
    about: String(userId),
    action: { $in: Object.keys(answers) },
  })
    .sort({ at: -1, _id: -1 })
    .lean();
  if (!user || !event || !isAnswer(event.action)) return null;
  const { name, email } = user;
  return { name, email, answer: answers[event.action], by: event.actor.name, at: event.at };
}
