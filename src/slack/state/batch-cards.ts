import { Types } from "mongoose";
import { GATHER_MS } from "../../services/events.ts";
import type { Due } from "../../services/jobs.ts";
import { enqueueSlack, type SlackJob } from "./jobs.ts";

/** Creates the jobs that redraw these cards, once for everything within a second of `at`. */
export function batchCards(at: Date, batchIds: readonly (string | Types.ObjectId)[]): Due<SlackJob>[] {
  const dueAt = new Date(at.getTime() + GATHER_MS);
  return batchIds.map((batchId) => ({ kind: "card" as const, batchId: new Types.ObjectId(batchId), dueAt }));
}

/** Queues a new drawing of these cards. */
export async function redrawCards(now: Date, batchIds: readonly Types.ObjectId[]): Promise<void> {
  await enqueueSlack(now, ...batchCards(now, batchIds));
}
