import { Types } from "mongoose";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { Run, type RunStatus } from "../../../src/models/run.ts";
import { User } from "../../../src/models/user.ts";
import { storedPrincipal } from "../../../src/services/runs/run-principal.ts";
import { enqueueSlack } from "../../../src/slack/state/jobs.ts";
import { mia } from "../acting.ts";
import { lookForJobs } from "../look-for-jobs.ts";
import { actorOf } from "../slack/seed.ts";

/** Writes an import of one person with this status into the database, which does not continue. Returns its id. */
export async function seedRun(label: string, status: RunStatus, by = mia): Promise<string> {
  const now = new Date();
  const { teamId, userId, name } = by;
  const { _id } = await Run.create({
    kind: "import",
    status,
    by: { kind: "slack", name, teamId, userId },
    principal: storedPrincipal(by),
    import: {
      label,
      encoding: "utf-8",
      ignored: [],
      groupIds: [builtInGroupIds.users],
      grantsRights: false,
      expiryDays: 7,
      zone: "UTC",
    },
    lines: 1,
    planned: 1,
    done: 0,
    counts: { new: 1 },
    createdAt: now,
    version: 1,
    ...(status === "review"
      ? { expiresAt: new Date(now.getTime() + 86_400_000) }
      : { startedAt: now, ...(status === "paused" && { pauseReason: "asked" }) }),
  });
  return String(_id);
}

/** Shows somebody an import with this status in their messages. */
export async function showsRun(person: Person, label: string, status: RunStatus): Promise<void> {
  const linked = await User.findOne({ "slack.userId": person.id }).lean();
  // In a Grid, the organisation takes the team's place.
  const by = { ...actorOf(person), ...(linked?.slack && { teamId: linked.slack.teamId }) };
  const runId = new Types.ObjectId(await seedRun(label, status, by));
  const now = new Date();
  await enqueueSlack(now, { kind: "run-progress", runId, dueAt: now });
  lookForJobs();
  await person.receives(`Import of ${label}`);
}
