import { type LeasedJob, leaseLeftMs, noteProgress } from "../services/leases.ts";
import { done, type HandlerResult } from "./handler.ts";

/** How much of the lease the last batch may take: half, if it is short. */
const lastBatchMs = ({ leaseMs }: LeasedJob) => Math.min(5_000, leaseMs / 2);

/**
 * Does a long job batch by batch while its lease lasts; the next process that claims it goes on. As long as it makes
 * progress, it is not given up, however many processes die over it.
 *
 * @param batch does one, and returns whether any may be left
 */
export async function inBatches(job: LeasedJob, batch: () => Promise<boolean>): Promise<HandlerResult> {
  while (await batch()) {
    await noteProgress(job);
    if (leaseLeftMs(job) < lastBatchMs(job)) return { attempt: { kind: "snooze", afterMs: 0 } };
  }
  return done;
}
