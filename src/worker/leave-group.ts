import { leaveDeletedGroup } from "../services/groups/leave-group.ts";
import { leaseLeftMs } from "../services/job-queue.ts";
import { done, type Handler } from "./handler.ts";

/** So much of the lease is left to the last batch. */
const BATCH_MS = 5_000;

/** Takes out of a deleted group whoever is left in it, batch by batch; whoever claims it next goes on. */
export const leaveGroup: Handler<"leave-group"> = {
  async handle({ groupId }, job) {
    while (await leaveDeletedGroup(groupId))
      if (leaseLeftMs(job) < BATCH_MS) return { attempt: { kind: "snooze", afterMs: 0 } };
    return done;
  },
};
