import { expireOverdue } from "../services/invites/expire-invites.ts";
import type { Handler } from "./handler.ts";

/** Sets an overdue invite to the status it already counts as: expired. */
export const expiry: Handler<"expiry"> = {
  async handle({ inviteId, generation }) {
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) => expireOverdue({ _id: inviteId, generation }, now),
    };
  },
};
