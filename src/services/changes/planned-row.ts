import type { Types } from "mongoose";
import type { ChangeFacts } from "../../models/run.ts";
import type { Principal } from "../actor.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import type { ReadyInvite } from "../invites/seen-invites.ts";
import type { RowProblem } from "./row-problem.ts";

/** A row of a list, and what a change would do to it now. */
export interface PlannedRow {
  targetId: Types.ObjectId;
  /** The version reviewed: anyone who acts on it before its turn was first. */
  version: string;
  email: string;
  name?: string | undefined;
  /** Why it would not be changed; `unchanged` where it already is so, null where nothing stands in the way. */
  problem: RowProblem | "unchanged" | null;
}

/** The policy that a change's review follows. */
export interface Planning {
  actor: Principal;
  facts: ChangeFacts;
  policy: InvitePolicy;
  /** Tells whether another email may arrive. */
  reaches: (invite: ReadyInvite) => boolean;
  now: Date;
}

/** Works out what would happen to rows, in list order, some at a time, considering earlier rows. Changes nothing. */
export type Plan<Row> = (rows: readonly Row[]) => Promise<PlannedRow[]>;
