import { Types } from "mongoose";

/** How many rows a page of a list has. */
export const PAGE_ROWS = 10;
/** Keeps a cursor below 2,000 characters. */
const LONGEST_TRAIL = 40;

/** Where a page of a list starts: right before or right after a row. */
export interface PageCursor {
  direction: "before" | "after";
  /** That row's value of the field the list is sorted by; empty in a search. */
  key: string;
  id: string;
  /** In a search: the last rows of the pages before, nearest last. */
  trail?: string[] | undefined;
}

/** A cursor, or with `inclusive` the row at the cursor itself. */
export interface PageStart extends PageCursor {
  inclusive?: boolean;
}

/** At most 10 rows, and where the pages around them start. */
export interface Page<Row> {
  rows: Row[];
  previous: PageCursor | null;
  next: PageCursor | null;
}

/** Rows as a program reads them, forwards only. */
export interface NextRows<Row> {
  rows: Row[];
  /** Whether there are more rows after them. */
  more: boolean;
}

/** Reads the next rows of a list, at most `limit`; none at the end. */
export async function nextRows<Row>(
  limit: number,
  read: (most: number) => Promise<Row[]>,
): Promise<NextRows<Row>> {
  const found = await read(limit + 1);
  return { rows: found.slice(0, limit), more: found.length > limit };
}

/** How many rows are read at a time when a whole list is read. */
const ROWS_AT_ONCE = 500;

/**
 * Reads a whole list piece by piece. Each piece is an indexed range of its own, after the last row of the one before,
 * so the database holds nothing in between.
 *
 * @param read reads at most `most` rows after one; from the beginning without one
 */
export async function* inPieces<Row>(
  read: (after: Row | undefined, most: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let after: Row | undefined;
  for (;;) {
    const rows = await read(after, ROWS_AT_ONCE);
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_AT_ONCE) return;
    after = rows.at(-1);
  }
}

/** Starts right after a row. */
export function startAfter(key: string, { _id }: { _id: unknown }): PageStart {
  return { direction: "after", key, id: String(_id) };
}

/** A list to read pages from. */
interface Listing<Row> {
  /** Reads at most `most` rows beyond the start, nearest first. */
  read(start: PageStart | null, most: number): Promise<Row[]>;
  keyOf(row: Row): { key: string; id: string };
}

/**
 * Reads a page of a list. The first page is full if there are enough rows. If a page has emptied meanwhile, returns the
 * one before it.
 */
export async function readPage<Row>(start: PageStart | null, listing: Listing<Row>): Promise<Page<Row>> {
  const backwards = start?.direction === "before";
  const found = await listing.read(start, PAGE_ROWS + 1);
  const more = found.length > PAGE_ROWS;
  if (backwards && !more) return readPage(null, listing);
  if (start && found.length === 0)
    return readPage({ ...start, direction: "before", inclusive: true }, listing);
  const rows = found.slice(0, PAGE_ROWS);
  if (backwards) rows.reverse();
  const [first, last] = [rows.at(0), rows.at(-1)];
  const hasNext = backwards ? !start.inclusive : more;
  return {
    rows,
    previous: first && start ? { direction: "before", ...listing.keyOf(first) } : null,
    next: last && hasNext ? { direction: "after", ...listing.keyOf(last) } : null,
  };
}

/** Sorts a list by a field and then by id, in the direction the page is read. */
export function sortFrom(start: PageStart | null, field: string, order: 1 | -1): Record<string, 1 | -1> {
  const towards = (start?.direction === "before") === (order === 1) ? -1 : 1;
  return { [field]: towards, _id: towards };
}

/** Filters for what lies beyond the start. The bound on the field alone lets the index be used. */
export function beyond(start: PageStart | null, field: string, order: 1 | -1, value: unknown = start?.key) {
  if (!start) return {};
  const rising = (start.direction === "after") === (order === 1);
  const [past, from] = rising ? ["$gt", "$gte"] : ["$lt", "$lte"];
  return {
    [field]: { [from]: value },
    $or: [
      { [field]: { [past]: value } },
      { _id: { [start.inclusive ? from : past]: new Types.ObjectId(start.id) } },
    ],
  };
}

/** A search. Its index can only be read forwards, so its cursors remember the pages before. */
interface Search<Row> {
  /** Reads at most `most` rows after the one with this id. */
  read(afterId: string | undefined, most: number): Promise<Row[]>;
  idOf(row: Row): string;
}

/**
 * Reads a page of a search. If it has emptied meanwhile, returns the page before it. Going back more than 40 pages
 * returns the first.
 */
export async function searchPage<Row>(cursor: PageCursor | null, search: Search<Row>): Promise<Page<Row>> {
  const { direction, id, trail = [] } = cursor ?? {};
  return pageAfter(id !== undefined && direction === "after" ? [...trail, id] : trail, search);
}

/** @param ends the last rows of the pages before */
async function pageAfter<Row>(ends: readonly string[], search: Search<Row>): Promise<Page<Row>> {
  const found = await search.read(ends.at(-1), PAGE_ROWS + 1);
  if (found.length === 0 && ends.length > 0) return pageAfter(ends.slice(0, -1), search);
  const rows = found.slice(0, PAGE_ROWS);
  const [last, end] = [rows.at(-1), ends.at(-1)];
  const hasNext = found.length > PAGE_ROWS;
  return {
    rows,
    previous: end ? { direction: "before", key: "", id: end, trail: ends.slice(0, -1) } : null,
    next:
      last && hasNext
        ? { direction: "after", key: "", id: search.idOf(last), trail: ends.slice(-LONGEST_TRAIL) }
        : null,
  };
}
