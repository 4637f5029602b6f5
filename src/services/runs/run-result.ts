import type { Types } from "mongoose";
import { type LineOutcome, RunLine, type RunLineDocument } from "../../models/run-line.ts";
import { csvHead, csvRows } from "../csv.ts";
import { type GroupCells, groupCells } from "../groups/group-cells.ts";
import { fromCell } from "../spreadsheet-cell.ts";

/** So many lines are written at a time. */
const AT_ONCE = 500;
const columns = [
  "line",
  "outcome",
  "problem",
  "email",
  "name",
  "groups",
  "until",
  "expires",
  "message",
  "language",
];

/**
 * Writes what became of each line as CSV, piece by piece. It can be imported again: of its columns those that say what became of
 * a line are ignored then.
 *
 * @param problemOf says in a sentence what is wrong with a line
 * @param outcome leaves out the lines that came to something else
 */
export async function* runResult(
  runId: Types.ObjectId,
  problemOf: (fault: NonNullable<RunLineDocument["fault"]>) => string,
  outcome?: LineOutcome,
): AsyncGenerator<string> {
  const groupsCell = await groupCells();
  yield csvHead(columns);
  let rows: string[][] = [];
  const wanted = { runId, ...(outcome && { outcome }) };
  for await (const line of RunLine.find(wanted).sort({ line: 1 }).lean().cursor()) {
    rows.push(rowOf(line, groupsCell, problemOf));
    if (rows.length < AT_ONCE) continue;
    yield csvRows(rows);
    rows = [];
  }
  if (rows.length > 0) yield csvRows(rows);
}

function rowOf(
  { line, outcome, fault, cells = {}, groupIds = [], ...said }: RunLineDocument,
  groupsCell: GroupCells,
  problemOf: (fault: NonNullable<RunLineDocument["fault"]>) => string,
): string[] {
  const { email, name = "", until = "", expires = "", message = "", language = "" } = said;
  const written = fault
    ? columns.slice(3).map((column) => fromCell(cells[column] ?? ""))
    : [email, name, groupsCell(groupIds), until, expires, message, language];
  return [String(line), outcome, fault ? problemOf(fault) : "", ...written];
}
