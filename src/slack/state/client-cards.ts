import { Types } from "mongoose";
import { Client } from "../../models/client.ts";
import type { Due } from "../../services/jobs.ts";
import type { MessageRef } from "../kit/card.ts";
import { enqueueSlack, type SlackJob } from "./jobs.ts";

/**
 * Keeps the location of a card that asks what to do with a client; redraws it if it has been answered meanwhile. Part
 * of a transaction.
 */
export async function rememberClientCard(
  clientId: Types.ObjectId,
  card: MessageRef & { to: string },
  now: Date,
): Promise<void> {
  const { channel, ts, to } = card;
  const { matchedCount } = await Client.updateOne(
    { _id: clientId, status: "active", "ownerLeft.kept": false },
    { $push: { ownerCards: { channel, ts, to } } },
  );
  if (matchedCount === 0)
    await enqueueSlack(now, { kind: "client-answered-card", clientId, channel, ts, to, dueAt: now });
}

/** Creates the jobs that update every card about these clients with the answer. */
export async function answeredClientCards(
  clientIds: readonly (string | Types.ObjectId)[],
  dueAt: Date,
): Promise<Due<SlackJob>[]> {
  const ids = clientIds.map((id) => new Types.ObjectId(id));
  const clients = await Client.find({ _id: { $in: ids } }, { ownerCards: 1 }).lean();
  return clients.flatMap(({ _id, ownerCards = [] }) =>
    ownerCards.map(({ channel, ts, to }) => ({
      kind: "client-answered-card" as const,
      clientId: _id,
      channel,
      ts,
      to,
      dueAt,
    })),
  );
}

/** Forgets a card that shows the answer. */
export async function forgetClientCard(clientId: Types.ObjectId, { channel, ts }: MessageRef): Promise<void> {
  await Client.updateOne({ _id: clientId }, { $pull: { ownerCards: { channel, ts } } });
}
