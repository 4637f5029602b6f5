import { cancelHandled } from "../services/invites/cancel-handled.ts";
import type { Handler } from "./handler.ts";
import { inBatches } from "./in-batches.ts";

/** Cancels the invites that go with a suspension. */
export const cancelInvites: Handler<"cancel-invites"> = {
  handle: ({ userId }, job) => inBatches(job, () => cancelHandled(userId)),
};
