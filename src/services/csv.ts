import { stringify } from "csv-stringify/sync";
import { toCell } from "./spreadsheet-cell.ts";

/** What a cell can say. */
export type Cell = string | number | boolean | Date | null | undefined;

/** A line break of either kind inside a cell is quoted. */
const options = { record_delimiter: "\r\n", quoted_match: /[\r\n]/ } as const;

/** Begins a CSV file, with a byte order mark, by which spreadsheets know UTF-8, and the names of its columns. */
export function csvHead(columns: readonly string[]): string {
  return `\ufeff${csvRows([columns])}`;
}

/** Writes rows as CSV: every cell as words, none of which a spreadsheet takes for a formula. */
export function csvRows(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => toCell(words(cell)))),
    options,
  );
}

/** Left to itself, the writer makes nothing of false, 1 of true, and milliseconds of a date. */
function words(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return String(cell);
}
