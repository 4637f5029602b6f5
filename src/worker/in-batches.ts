import { type LeasedJob, leaseLeftMs, noteProgress } from "../services/job-queue.ts";
import { done, type HandlerResult } from "./handler.ts";

/** How much of the lease the last batch may take: of a short one, half. */
const lastBatchMs = ({ leaseMs }: LeasedJob) => Math.min(5_000, leaseMs / 2);

/**
 * Does a long job batch by batch, as long as its lease lasts; whoever claims it next goes on. However many processes die
 * over it, it is not given up while it gets on.
 *
 * @param batch does one, and returns whether some may be left
 */
export async function inBatches(job: LeasedJob, batch: () => Promise<boolean>): Promise<HandlerResult> {
  while (await batch()) {
    await noteProgress(job);
    if (leaseLeftMs(job) < lastBatchMs(job)) return { attempt: { kind: "snooze", afterMs: 0 } };
  }
  return done;
}
