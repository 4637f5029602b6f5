import { enqueueSlack, type SlackJob } from "../slack/state/jobs.ts";
import type { HandlerResult } from "./handler.ts";

/** A job that tells one account, or finds out first which are to be told. */
type Telling = Extract<SlackJob, { to?: string | undefined }>;

/** Has each of these accounts told, by a job of their own: whoever can't be reached stops nothing. */
export function tellEach(spec: Telling, accounts: Iterable<string>): HandlerResult {
  return {
    attempt: { kind: "done" },
    record: async (_outcome, now) =>
      enqueueSlack(now, ...Array.from(accounts, (to) => ({ ...spec, to, dueAt: now }))),
  };
}
