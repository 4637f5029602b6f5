import { leaveDeletedGroup } from "../services/groups/leave-group.ts";
import type { Handler } from "./handler.ts";
import { inBatches } from "./in-batches.ts";

/** Takes everyone who is left out of a deleted group. */
export const leaveGroup: Handler<"leave-group"> = {
  handle: ({ groupId }, job) => inBatches(job, () => leaveDeletedGroup(groupId)),
};
