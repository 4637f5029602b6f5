import { keepLinesUntil } from "../services/runs/keep-lines.ts";
import { done, type Handler } from "./handler.ts";

/** Has the lines of a finished run removed in due time. */
export const runEnd: Handler<"run-end"> = {
  async handle({ runId }) {
    await keepLinesUntil(runId);
    return done;
  },
};
