import { committed } from "../../src/services/transaction.ts";
import { jobKinds } from "../../src/worker/jobs.ts";

/** Makes the apps in this process look for jobs of any kind at once, such as those that a test made due. */
export function lookForJobs(): void {
  committed.emit("change", new Map(jobKinds.map((kind) => [kind, 0])));
}
