import { stringify } from "csv-stringify/sync";
import { toCell } from "./spreadsheet-cell.ts";

/** What a cell can hold. */
export type Cell = string | number | boolean | Date | null | undefined;

/** A line break of either kind inside a cell is quoted. */
const options = { record_delimiter: "\r\n", quoted_match: /[\r\n]/ } as const;

/** Begins a CSV file with a byte order mark, which tells spreadsheets that it is UTF-8, and the column names. */
export function csvHead(columns: readonly string[]): string {
  return `\ufeff${csvRows([columns])}`;
}

/** Formats rows as CSV: every cell as text that no spreadsheet takes for a formula. */
export function csvRows(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => toCell(words(cell)))),
    options,
  );
}

/** Formats a cell. The CSV writer on its own turns false into nothing, true into 1, and a date into milliseconds. */
function words(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return String(cell);
}
