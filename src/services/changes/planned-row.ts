import type { Types } from "mongoose";
import type { ChangeFacts } from "../../models/run.ts";
import type { Principal } from "../actor.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import type { ReadyInvite } from "../invites/seen-invites.ts";
import type { RowProblem } from "./row-problem.ts";

/** A row of a list, and what would come of it now. */
export interface PlannedRow {
  targetId: Types.ObjectId;
  /** As which version it is reviewed: whoever acts on it until its turn comes was first. */
  version: string;
  email: string;
  name?: string | undefined;
  /** Why it would not be changed; `unchanged` where it is so already, null where nothing stands in the way. */
  problem: RowProblem | "unchanged" | null;
}

/** What the review of a change goes by. */
export interface Planning {
  actor: Principal;
  facts: ChangeFacts;
  policy: InvitePolicy;
  /** Tells whether another email may arrive. */
  reaches: (invite: ReadyInvite) => boolean;
  now: Date;
}

/** Finds out what would come of rows, in the order of the list, some at a time; knows what came of those before, and does nothing. */
export type Plan<Row> = (rows: readonly Row[]) => Promise<PlannedRow[]>;
