import { expect } from "vitest";
import { Job } from "../../src/models/job.ts";
import { eventually } from "./eventually.ts";

/**
 * Postpones every waiting job, and waits until none is under way: from then on the app only does what it is asked to.
 */
export async function jobsRest(): Promise<void> {
  const later = new Date(Date.now() + 60 * 60_000);
  const waiting = { status: "waiting", dueAt: { $lt: later } } as const;
  await eventually(async () => {
    await Job.updateMany({ ...waiting, lease: { $exists: false } }, { dueAt: later });
    expect(await Job.countDocuments(waiting)).toBe(0);
  });
}
