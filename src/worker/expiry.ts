import { expireOverdue } from "../services/invites/expire-invites.ts";
import type { Handler } from "./handler.ts";

/** Gives an invite that is overdue the status that it counts as. */
export const expiry: Handler<"expiry"> = {
  async handle({ inviteId, generation }) {
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) => expireOverdue({ _id: inviteId, generation }, now),
    };
  },
};
