import type { Types } from "mongoose";
import { OutboxMessage } from "../models/outbox-message.ts";

interface AboutInvite {
  inviteId: Types.ObjectId;
  /** What the message was written for: it does nothing once the invite has moved on. */
  generation: number;
}

/** What the outbox carries out; one file in `src/outbox` for each kind. */
export type Message = ({ kind: "invite-email" } & AboutInvite) | ({ kind: "accepted-notice" } & AboutInvite);

/** Writes messages in the transaction of the change that causes them; each is carried out once it is due. */
export async function enqueue(createdAt: Date, ...messages: (Message & { dueAt: Date })[]): Promise<void> {
  await OutboxMessage.insertMany(
    messages.map(({ kind, dueAt, ...facts }) => ({ kind, facts, dueAt, createdAt })),
  );
}
