const PAGE_ROWS = 10;

/** Where a page of a list starts: right before or right after a row, by what the list is sorted by. */
export interface PageCursor {
  direction: "before" | "after";
  key: string;
  id: string;
}

/** At most 10 rows, and where the pages around them start. */
export interface Page<Row> {
  rows: Row[];
  previous: PageCursor | null;
  next: PageCursor | null;
}

/** A list as its pages are read from it. */
interface Listing<Row> {
  /** Reads at most so many rows beyond the cursor, the nearest first. */
  read(cursor: PageCursor | null, most: number): Promise<Row[]>;
  keyOf(row: Row): { key: string; id: string };
}

/** Reads a page of a list; one that has emptied meanwhile gives the nearest one before it, or the first. */
export async function readPage<Row>(cursor: PageCursor | null, listing: Listing<Row>): Promise<Page<Row>> {
  const backwards = cursor?.direction === "before";
  const found = await listing.read(cursor, PAGE_ROWS + 1);
  if (found.length === 0 && cursor)
    return readPage(backwards ? null : { ...cursor, direction: "before" }, listing);
  const more = found.length > PAGE_ROWS;
  const rows = found.slice(0, PAGE_ROWS);
  if (backwards) rows.reverse();
  const [first, last] = [rows.at(0), rows.at(-1)];
  const hasPrevious = backwards ? more : cursor !== null;
  const hasNext = backwards || more;
  return {
    rows,
    previous: first && hasPrevious ? { direction: "before", ...listing.keyOf(first) } : null,
    next: last && hasNext ? { direction: "after", ...listing.keyOf(last) } : null,
  };
}
