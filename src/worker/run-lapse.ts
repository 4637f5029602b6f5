import { removeUnstarted } from "../services/runs/keep-lines.ts";
import { done, type Handler } from "./handler.ts";

/** Removes the lines of a run whose review is over, if nobody started it. */
export const runLapse: Handler<"run-lapse"> = {
  async handle({ runId }) {
    await removeUnstarted(runId);
    return done;
  },
};
