import { Types } from "mongoose";
import { Run } from "../../models/run.ts";
import type { Due } from "../../services/jobs.ts";
import type { SlackJob } from "../../slack/state/jobs.ts";
import type { Subscriber } from "../handler.ts";

/** More than so many are announced to the other admins. */
const UNANNOUNCED = 200;

/** Shows whoever runs an import how it stands; tells the other admins of a large one, and of one whose admin may not go on. */
export const imports: Subscriber = async ({ action, targets }, dueAt) => {
  if (!action.startsWith("import.")) return [];
  const jobs = targets.map(async (id): Promise<Due<SlackJob>[]> => {
    const runId = new Types.ObjectId(id);
    const run = await Run.findById(runId).lean();
    const isLarge = action === "import.started" && (run?.planned ?? 0) > UNANNOUNCED;
    const isStopped = action === "import.paused" && run?.pauseReason === "no_right";
    const hasEnded = action === "import.ended" || action === "import.cancelled";
    return [
      { kind: "run-progress", runId, dueAt },
      ...(hasEnded ? [{ kind: "run-result" as const, runId, dueAt }] : []),
      ...(isLarge ? [{ kind: "run-notice" as const, runId, news: "started" as const, dueAt }] : []),
      ...(isStopped ? [{ kind: "run-notice" as const, runId, news: "stopped" as const, dueAt }] : []),
    ];
  });
  return (await Promise.all(jobs)).flat();
};
