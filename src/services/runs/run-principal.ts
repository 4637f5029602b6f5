import * as z from "zod";
import type { RunDocument } from "../../models/run.ts";
import { User } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { clientActor, liveTokens, recentClient } from "../client-rights.ts";
import { linkedAs } from "../linked-user.ts";

const stored = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("account"),
    teamId: z.string(),
    otherTeamIds: z.array(z.string()).optional(),
    userId: z.string(),
    name: z.string(),
    timeZone: z.string(),
  }),
  // An older version did not store the token: runs that it started are paused, and anyone who may can resume them.
  z.object({ kind: z.literal("client"), clientId: z.string(), tokenId: z.string().optional() }),
]);

/** Returns what to store of the one who starts a run, to find them again. Operators start none. */
export function storedPrincipal(actor: Principal): z.input<typeof stored> {
  if (actor.kind === "operator") throw new Error("operators start no runs");
  if (actor.kind === "client") return { kind: "client", clientId: actor.clientId, tokenId: actor.tokenId };
  const { kind, teamId, otherTeamIds, userId, name, timeZone } = actor;
  return {
    kind,
    teamId,
    ...(otherTeamIds && { otherTeamIds: [...otherTeamIds] }),
    userId,
    name,
    timeZone,
  };
}

/**
 * Finds the one who runs something as they are now: an account by its link, which is paused when the account changes,
 * or an API client if the token that started the run still works. So ending a stolen token also ends its runs.
 *
 * @param owners the accounts in IAM_OWNERS
 * @returns null if they are gone
 */
export async function principalOf(
  { principal }: Pick<RunDocument, "principal">,
  owners: readonly string[],
): Promise<Principal | null> {
  const who = stored.parse(principal);
  if (who.kind === "client") {
    const recent = await recentClient(who.clientId);
    const live = recent ? liveTokens(recent.client, recent.ageMs) : [];
    const token = live.find(({ id }) => String(id) === who.tokenId);
    return recent && token ? clientActor(recent.client, String(token.id)) : null;
  }
  const user = await User.findOne(linkedAs(who), { slack: 1 }).lean();
  const { email = null, unconfirmed = false } = user?.slack ?? {};
  return {
    ...who,
    email: unconfirmed ? null : email,
    unconfirmedEmail: unconfirmed ? email : null,
    owner: owners.includes(who.userId),
    ineligible: null,
  };
}
