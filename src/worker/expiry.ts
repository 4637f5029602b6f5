import { expireOverdue } from "../services/invites/expire-invites.ts";
import type { Asks, Kind } from "./handler.ts";

/** Gives an invite that is overdue the status that it counts as, and has it told. */
export const expiry: Kind<Asks<"expiry">> = {
  async carryOut({ inviteId, generation }) {
    return {
      attempt: { is: "done" },
      record: async (_outcome, now) => expireOverdue({ _id: inviteId, generation }, now),
    };
  },
};
