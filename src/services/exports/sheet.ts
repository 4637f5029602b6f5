import type { Principal } from "../actor.ts";
import type { Cell } from "../csv.ts";

/** So many rows are read at a time. */
const AT_ONCE = 500;

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

/**
 * Reads a list piece by piece.
 *
 * @param next reads at most so many rows after one; from the beginning without one
 */
export async function* inPieces<Row>(
  next: (after: Row | undefined, most: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let after: Row | undefined;
  for (;;) {
    const rows = await next(after, AT_ONCE);
    if (rows.length > 0) yield rows;
    if (rows.length < AT_ONCE) return;
    after = rows.at(-1);
  }
}
