import type { Principal } from "../actor.ts";
import type { Cell } from "../csv.ts";

/** What an export contains: its column names and its rows. */
export interface Sheet {
  columns: readonly string[];
  /**
   * Reads the rows, some at a time, in list order. Nothing is held in the database in between: each piece is an indexed
   * range of its own, starting after the previous piece's last row.
   */
  rows(): AsyncIterable<Cell[][]>;
}

/** Who exports, and when. */
export interface Exporting {
  actor: Principal;
  /** The database time at which it began. */
  now: Date;
}
