import { enqueueSlack, type SlackJob } from "../slack/state/jobs.ts";
import type { HandlerResult } from "./handler.ts";

/** A job that tells one account, or first finds out which ones to tell. */
type Telling = Extract<SlackJob, { to?: string | undefined }>;

/** Has each of these accounts told, with one job each, so that an unreachable account holds up nothing. */
export function tellEach(spec: Telling, accounts: Iterable<string>): HandlerResult {
  return {
    attempt: { kind: "done" },
    record: async (_outcome, now) =>
      enqueueSlack(now, ...Array.from(accounts, (to) => ({ ...spec, to, dueAt: now }))),
  };
}
