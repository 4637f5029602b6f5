import { expect } from "vitest";
import { HomeTab } from "../../../src/models/home-tab.ts";
import { Job } from "../../../src/models/job.ts";
import { eventually } from "../eventually.ts";
import { lookForJobs } from "../look-for-jobs.ts";

/** Skips the delays that gather changes to Homes, and waits until every Home is published. */
export async function homesAreOut(): Promise<void> {
  const waiting = { kind: /^(event|homes?)$/, status: "waiting" } as const;
  await eventually(async () => {
    await HomeTab.updateMany({}, { $unset: { drawnAt: 1 } });
    await Job.updateMany({ ...waiting, lease: { $exists: false } }, { dueAt: new Date(0) });
    lookForJobs();
    expect(await Job.countDocuments(waiting)).toBe(0);
  });
}
