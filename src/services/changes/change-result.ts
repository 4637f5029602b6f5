import type { Types } from "mongoose";
import { Run } from "../../models/run.ts";
import type { LineOutcome } from "../../models/run-line.ts";
import { changeOf } from "../runs/run-facts.ts";
import { runResult } from "../runs/run-result.ts";
import { problemText } from "./row-problem.ts";

/** Labels for outcomes whose own name isn't clear enough. */
const words: Partial<Record<LineOutcome, string>> = { new: "not reached", faulty: "left out" };
const columns = ["row", "outcome", "problem", "email", "name"];

/** Writes the outcome of each row of a change as CSV, piece by piece, in list order. */
export async function* changeResult(runId: Types.ObjectId): AsyncGenerator<string> {
  const { zone } = changeOf(await Run.findById(runId, { change: 1 }).orFail().lean());
  yield* runResult(runId, columns, ({ line, outcome, problem, email, name = "" }) => [
    String(line),
    words[outcome] ?? outcome,
    problem ? problemText(problem, zone) : "",
    email,
    name,
  ]);
}
