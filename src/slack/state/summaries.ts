import { Types } from "mongoose";
import { Batch } from "../../models/batch.ts";
import { DAY_MS, HOUR_MS } from "../../services/durations.ts";
import { enqueueSlack } from "./jobs.ts";

/** Queues a batch's summary: an hour from now, so that more can join it, and at most once a day. */
export async function enqueueSummary(now: Date, batchId: string): Promise<void> {
  const batch = await Batch.findById(batchId, { summedUpAt: 1 }).lean();
  const soon = now.getTime() + HOUR_MS;
  const nextDay = (batch?.summedUpAt?.getTime() ?? 0) + DAY_MS;
  await enqueueSlack(now, {
    kind: "summary",
    batchId: new Types.ObjectId(batchId),
    dueAt: new Date(Math.max(soon, nextDay)),
  });
}
