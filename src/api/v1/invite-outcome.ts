import * as z from "zod";
import { domainOf } from "../../services/email-address.ts";
import type { InviteOutcome } from "../../services/invites/create-invites.ts";
import type { InvitePolicy } from "../../services/invites/policy.ts";
import { LimitReached } from "../../services/invites/refusals.ts";
import { documented, objectId } from "../schemas.ts";

export const inviteOutcome = z
  .strictObject({
    email: z.string(),
    outcome: z.enum(["invited", "pending", "user", "domain_not_allowed", "limit_reached"]),
    inviteId: objectId.nullable().register(documented, {
      description: "The new invite, or the one already pending for the address.",
    }),
    userId: objectId.nullable().register(documented, { description: "The user who has the address." }),
    requestId: objectId.nullable().register(documented, {
      description: "The request that another admin has to approve before the invite gives Admin.",
    }),
    detail: z.string().register(documented, { description: "The outcome, as a sentence for people." }),
  })
  .register(documented, { id: "InviteOutcome", description: "The outcome for one address." });

/** Presents the outcome for one address. */
export function presentOutcome(
  each: InviteOutcome,
  { limits }: InvitePolicy,
): z.output<typeof inviteOutcome> {
  const { email } = each;
  const nobody = { email, inviteId: null, userId: null, requestId: null };
  switch (each.outcome) {
    case "invited":
      return {
        ...nobody,
        outcome: "invited",
        inviteId: each.inviteId,
        requestId: each.adminRequestId ?? null,
        detail: each.adminRequestId ? "Invited. Another admin has to approve Admin." : "Invited.",
      };
    case "pending":
      return {
        ...nobody,
        outcome: "pending",
        inviteId: each.inviteId,
        detail: `Already pending, invited by ${each.by}.`,
      };
    case "user":
      return { ...nobody, outcome: "user", userId: each.userId, detail: "Already a user." };
    case "domain":
      return {
        ...nobody,
        outcome: "domain_not_allowed",
        detail: `Not sent: ${domainOf(email)} is not allowed.`,
      };
    case "limit": {
      const { limit } = each;
      const { message } = new LimitReached({ limit, most: limits[limit] });
      return { ...nobody, outcome: "limit_reached", detail: message };
    }
  }
}
