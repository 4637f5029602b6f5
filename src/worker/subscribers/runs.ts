import { Types } from "mongoose";
import { Run } from "../../models/run.ts";
import type { Due } from "../../services/jobs.ts";
import { UNANNOUNCED } from "../../services/runs/run-facts.ts";
import type { SlackJob } from "../../slack/state/jobs.ts";
import type { Subscriber } from "../handler.ts";

/**
 * Shows the person who runs something how it is going. Tells the other admins about a large run, and about one whose
 * admin may not go on, and keeps those cards current.
 */
export const runs: Subscriber = async ({ action, targets }, dueAt) => {
  const [kind, step] = action.split(".");
  if (kind !== "import" && kind !== "change") return [];
  const jobs = targets.map(async (id): Promise<Due<SlackJob>[]> => {
    const runId = new Types.ObjectId(id);
    const run = await Run.findById(runId).lean();
    const isLarge = step === "started" && (run?.planned ?? 0) > UNANNOUNCED;
    const isStopped = step === "paused" && run?.pauseReason === "no_right";
    const hasEnded = step === "ended" || step === "cancelled";
    return [
      { kind: "run-progress", runId, dueAt },
      ...(hasEnded ? [{ kind: "run-result" as const, runId, dueAt }] : []),
      ...(isLarge ? [{ kind: "run-notice" as const, runId, news: "started" as const, dueAt }] : []),
      ...(isStopped ? [{ kind: "run-notice" as const, runId, news: "stopped" as const, dueAt }] : []),
      ...(run?.cards ?? []).map((card) => ({ kind: "run-card" as const, runId, ...card, dueAt })),
    ];
  });
  return (await Promise.all(jobs)).flat();
};
