import type { Principal } from "../actor.ts";
import type { Cell } from "../csv.ts";

/** What an export is of: the names of its columns, and its rows. */
export interface Sheet {
  columns: readonly string[];
  /**
   * Reads the rows, some at a time, in the order of the list. Nothing is held in the database between: each piece is an indexed
   * range of its own, after the last row of the one before.
   */
  rows(): AsyncIterable<Cell[][]>;
}

/** Who exports, and when. */
export interface Exporting {
  actor: Principal;
  /** The database's time at which it began. */
  now: Date;
}
