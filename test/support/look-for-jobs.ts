import { committed } from "../../src/services/transaction.ts";
import { jobKinds } from "../../src/worker/jobs.ts";

/** Has the apps of this process look for jobs at once, whatever their kind: those that a test made due. */
export function lookForJobs(): void {
  committed.emit("change", new Map(jobKinds.map((kind) => [kind, 0])));
}
