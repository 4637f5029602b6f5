import type { Types } from "mongoose";
import { type LineOutcome, RunLine, type RunLineDocument } from "../../models/run-line.ts";
import { csvHead, csvRows } from "../csv.ts";

/** How many lines are written at a time. */
const AT_ONCE = 500;

/**
 * Writes the outcome of each line of a run as CSV, chunk by chunk.
 *
 * @param rowOf returns the cells of a line
 * @param outcome leaves out lines with any other outcome
 */
export async function* runResult(
  runId: Types.ObjectId,
  columns: readonly string[],
  rowOf: (line: RunLineDocument) => string[],
  outcome?: LineOutcome,
): AsyncGenerator<string> {
  yield csvHead(columns);
  let rows: string[][] = [];
  const wanted = { runId, ...(outcome && { outcome }) };
  for await (const line of RunLine.find(wanted).sort({ line: 1 }).lean().cursor()) {
    rows.push(rowOf(line));
    if (rows.length < AT_ONCE) continue;
    yield csvRows(rows);
    rows = [];
  }
  if (rows.length > 0) yield csvRows(rows);
}
