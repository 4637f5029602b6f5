import { stringify } from "csv-stringify/sync";
import type { Types } from "mongoose";
import { Group } from "../../models/group.ts";
import { type LineOutcome, RunLine, type RunLineDocument } from "../../models/run-line.ts";
import { fromCell, toCell } from "./spreadsheet-cell.ts";

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

/** With a byte order mark, by which spreadsheets know UTF-8; a line break of either kind inside a cell is quoted. */
const options = { record_delimiter: "\r\n", quoted_match: /[\r\n]/ } as const;

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
  const groups = new Map(
    (await Group.find({}, { name: 1 }).lean()).map(({ _id, name }) => [String(_id), name]),
  );
  yield `\ufeff${stringify([columns], options)}`;
  let rows: string[][] = [];
  const wanted = { runId, ...(outcome && { outcome }) };
  for await (const line of RunLine.find(wanted).sort({ line: 1 }).lean().cursor()) {
    rows.push(rowOf(line, groups, problemOf));
    if (rows.length < AT_ONCE) continue;
    yield stringify(rows, options);
    rows = [];
  }
  if (rows.length > 0) yield stringify(rows, options);
}

function rowOf(
  { line, outcome, fault, cells = {}, groupIds = [], ...said }: RunLineDocument,
  groups: ReadonlyMap<string, string>,
  problemOf: (fault: NonNullable<RunLineDocument["fault"]>) => string,
): string[] {
  const { email, name = "", until = "", expires = "", message = "", language = "" } = said;
  const names = groupIds.map((id) => groups.get(String(id)) ?? "").join("; ");
  const written = fault
    ? columns.slice(3).map((column) => fromCell(cells[column] ?? ""))
    : [email, name, names, until, expires, message, language];
  return [String(line), outcome, fault ? problemOf(fault) : "", ...written.map(toCell)];
}
