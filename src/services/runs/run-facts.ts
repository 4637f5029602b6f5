import { isValidObjectId, type Types } from "mongoose";
import { type ChangeFacts, type ImportFacts, Run, type RunDocument, type RunKind } from "../../models/run.ts";
import type { Permission } from "../permissions.ts";

/** A run of more lines than this is announced to the other admins. */
export const UNANNOUNCED = 200;

/** Reads what was imported. @throws Error for a run of another kind */
export function importOf({ import: facts }: Pick<RunDocument, "import">): ImportFacts {
  if (!facts) throw new Error("this run is not an import");
  return facts;
}

/** Reads what is changed. @throws Error for a run of another kind */
export function changeOf({ change: facts }: Pick<RunDocument, "change">): ChangeFacts {
  if (!facts) throw new Error("this run is not a change");
  return facts;
}

/** Names a run, to follow *the import of …* or *they started …*: `people.csv`, `resending 2,941 invites`. */
export function runLabel(run: Pick<RunDocument, "import" | "change" | "planned">): string {
  if (run.import) return run.import.label;
  const { action, of } = changeOf(run);
  const rows = `${run.planned.toLocaleString("en")} ${run.planned === 1 ? of.slice(0, -1) : of}`;
  const doing = {
    resend: "resending",
    cancel: "cancelling",
    groups: "changing the groups of",
    suspend: "suspending",
  };
  return `${doing[action]} ${rows}`;
}

/** Lists the groups that a run names. */
export function runGroups({ import: file, change }: RunDocument): Types.ObjectId[] {
  return file?.groupIds ?? (change ? [...change.adds, ...change.removes] : []);
}

/** Returns the permission needed to run it, pause it or cancel the rest. */
export function permissionOf({ change }: Pick<RunDocument, "change">): Permission {
  return change?.of === "users" ? "users:write" : "invites:write";
}

/** Returns the permission needed to act on this run; the one for imports if there is no such run. */
export async function permissionToSteer(runId: string, kind: RunKind | undefined): Promise<Permission> {
  const run = isValidObjectId(runId)
    ? await Run.findOne({ _id: runId, ...(kind && { kind }) }, { change: 1 }).lean()
    : null;
  return permissionOf({ change: run?.change });
}
