import type { Types } from "mongoose";
import { Run } from "../../models/run.ts";
import { changeOf } from "../runs/run-facts.ts";
import { runResult } from "../runs/run-result.ts";
import { problemText } from "./row-problem.ts";

const columns = ["row", "outcome", "problem", "email", "name"];

/** Writes what became of each row of a change as CSV, piece by piece, in the order of the list. */
export async function* changeResult(runId: Types.ObjectId): AsyncGenerator<string> {
  const { zone } = changeOf(await Run.findById(runId, { change: 1 }).orFail().lean());
  yield* runResult(runId, columns, ({ line, outcome, problem, email, name = "" }) => [
    String(line),
    outcome,
    problem ? problemText(problem, zone) : "",
    email,
    name,
  ]);
}
