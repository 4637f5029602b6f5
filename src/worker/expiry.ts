import { expireOverdue } from "../services/invites/expire-invites.ts";
import type { Handler, SpecOf } from "./handler.ts";

/** Gives an invite that is overdue the status that it counts as, and has it told. */
export const expiry: Handler<SpecOf<"expiry">> = {
  async handle({ inviteId, generation }) {
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) => expireOverdue({ _id: inviteId, generation }, now),
    };
  },
};
