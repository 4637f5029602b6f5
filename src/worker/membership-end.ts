import { takeEndedMembership } from "../services/users/end-membership.ts";
import type { Handler } from "./handler.ts";

/** Removes a membership that has ended. */
export const membershipEnd: Handler<"membership-end"> = {
  async handle(spec) {
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) => takeEndedMembership(spec, now),
    };
  },
};
