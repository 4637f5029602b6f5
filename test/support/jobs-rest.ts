import { expect } from "vitest";
import { Job } from "../../src/models/job.ts";
import { eventually } from "./eventually.ts";

/** Puts every waiting job off, and waits until none is under way: what the app does from then on is what it is asked to. */
export async function jobsRest(): Promise<void> {
  const later = new Date(Date.now() + 60 * 60_000);
  const waiting = { status: "waiting", dueAt: { $lt: later } } as const;
  await eventually(async () => {
    await Job.updateMany({ ...waiting, lease: { $exists: false } }, { dueAt: later });
    expect(await Job.countDocuments(waiting)).toBe(0);
  });
}
