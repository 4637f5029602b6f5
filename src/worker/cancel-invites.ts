import { cancelHandled } from "../services/invites/cancel-handled.ts";
import { leaseLeftMs } from "../services/job-queue.ts";
import { done, type Handler } from "./handler.ts";

/** So much of the lease is left to the last batch. */
const BATCH_MS = 5_000;

/** Cancels the invites that a suspension takes along, batch by batch; whoever claims it next goes on. */
export const cancelInvites: Handler<"cancel-invites"> = {
  async handle({ userId }, job) {
    while (await cancelHandled(userId))
      if (leaseLeftMs(job) < BATCH_MS) return { attempt: { kind: "snooze", afterMs: 0 } };
    return done;
  },
};
