import type { Types } from "mongoose";
import type { LineOutcome, RunLineDocument } from "../../models/run-line.ts";
import { type GroupCells, groupCells } from "../groups/group-cells.ts";
import { runResult } from "../runs/run-result.ts";
import { fromCell } from "../spreadsheet-cell.ts";
import { columns, faultText } from "./fault.ts";

/**
 * Writes the outcome of each line of an import as CSV, piece by piece. The file can be imported again: its outcome
 * columns are then ignored.
 *
 * @param outcome leaves out lines with any other outcome
 */
export async function* importResult(runId: Types.ObjectId, outcome?: LineOutcome): AsyncGenerator<string> {
  const groupsCell = await groupCells();
  const head = ["line", "outcome", "problem", ...columns];
  yield* runResult(runId, head, (line) => rowOf(line, groupsCell), outcome);
}

function rowOf(
  { line, outcome, fault, cells, groupIds = [], ...said }: RunLineDocument,
  groupsCell: GroupCells,
): string[] {
  const { email, name = "", until = "", expires = "", message = "", language = "" } = said;
  // A group deleted since: without its name, the line would be imported into others the next time.
  const deleted = fault?.code === "group_unknown" ? [fault.fact ?? ""] : [];
  const groups = [groupsCell(groupIds), ...deleted].filter((cell) => cell !== "").join("\n");
  const written = cells
    ? // A row that is too long stays so: nothing of it is lost, nor imported before it is corrected.
      [...columns.map((column) => cells[column] ?? ""), ...("more" in cells ? [cells.more] : [])].map(
        fromCell,
      )
    : [email, name, groups, until, expires, message, language];
  return [String(line), outcome, fault ? faultText(fault) : "", ...written];
}
