import { z } from "zod";
import type { Ineligibility } from "../../models/ineligibility.ts";
import type { AccountActor } from "../../services/actor.ts";
import { canonicalEmail } from "../../services/email-address.ts";

/** Slack does not call it a bot. */
const SLACKBOT = "USLACKBOT";

/** What Slack says of an account. */
export const describedAccount = z.object({
  id: z.string(),
  team_id: z.string(),
  name: z.string(),
  real_name: z.string().optional(),
  tz: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  is_email_confirmed: z.boolean().default(false),
  profile: z.object({ real_name: z.string().optional(), email: z.string().optional() }),
});

export type DescribedAccount = z.output<typeof describedAccount>;

export interface SeenFrom {
  homeTeam: string;
  /** The team that the account acts from; its own, where it does not act. */
  actingFrom?: string;
  owners: readonly string[];
}

/** Makes the account an actor. */
export function actorFrom(
  user: DescribedAccount,
  { homeTeam, actingFrom = user.team_id, owners }: SeenFrom,
): AccountActor {
  const email = canonicalEmail(user.profile.email ?? "") || null;
  return {
    kind: "account",
    teamId: user.team_id,
    userId: user.id,
    name: user.profile.real_name || user.real_name || user.name,
    ...(user.is_email_confirmed ? { email } : { email: null, unconfirmedEmail: email }),
    timeZone: user.tz ?? "UTC",
    owner: owners.includes(user.id),
    ineligible: ineligibility(user, actingFrom, homeTeam),
  };
}

function ineligibility(user: DescribedAccount, actingFrom: string, homeTeam: string): Ineligibility | null {
  if (user.team_id !== homeTeam || actingFrom !== homeTeam || user.is_stranger) return "other_organisation";
  if (user.deleted) return "deactivated";
  if (user.is_bot || user.id === SLACKBOT) return "bot";
  if (user.is_restricted || user.is_ultra_restricted) return "guest";
  return null;
}
