import * as z from "zod";
import { matchLanguage } from "../../locales/match-language.ts";
import type { Ineligibility } from "../../models/ineligibility.ts";
import type { AccountActor } from "../../services/actor.ts";
import { canonicalEmail } from "../../services/email-address.ts";
import { oneLine } from "../../services/one-line.ts";
import { type Installation, keyOf } from "./installation.ts";

/** Slack doesn't flag it as a bot. */
const SLACKBOT = "USLACKBOT";

const teamIds = z
  .array(z.string())
  .nullish()
  .transform((ids) => ids ?? []);

/** Unknown facts about an account are missing or null: Slackbot and old bots have no time zone. */
const flag = z
  .boolean()
  .nullish()
  .transform((is) => is ?? false);

/** What Slack says about an account. In a Grid, `team_id` is the home workspace, the organisation, or missing. */
export const describedAccount = z.object({
  id: z.string(),
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  teams: teamIds,
  enterprise_user: z.object({ enterprise_id: z.string().nullish(), teams: teamIds }).nullish(),
  name: z.string(),
  real_name: z.string().nullish(),
  tz: z.string().nullish(),
  locale: z.string().nullish(),
  deleted: flag,
  is_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_email_confirmed: flag,
  profile: z.object({ real_name: z.string().nullish(), email: z.string().nullish() }),
});

export type DescribedAccount = z.output<typeof describedAccount>;

export interface SeenFrom {
  installation: Installation;
  /** The team from which the account acts, according to a payload; missing if it doesn't act. */
  actingFrom?: string | undefined;
  owners: readonly string[];
}

/** Turns the account into an actor. */
export function actorFrom(user: DescribedAccount, seenFrom: SeenFrom): AccountActor {
  const email = canonicalEmail(user.profile.email ?? "") || null;
  const language = matchLanguage(user.locale ?? "");
  return {
    kind: "account",
    ...keysOf(user, seenFrom.installation),
    userId: user.id,
    name: shownName(user),
    ...(user.is_email_confirmed ? { email } : { email: null, unconfirmedEmail: email }),
    timeZone: user.tz ?? "UTC",
    ...(language && { language }),
    owner: seenFrom.owners.includes(user.id),
    ineligible: ineligibility(user, seenFrom),
  };
}

/** Everyone chooses their own name, so it must not turn the direction of the sentences around it. */
function shownName({ id, name, real_name, profile }: DescribedAccount): string {
  const names = [profile.real_name, real_name, name].map((each) => oneLine(each ?? ""));
  return names.find((each) => each !== "") ?? id;
}

/** Tells whether the account may act from a team: in a Grid, from any of its workspaces, and from the organisation. */
export function actsFrom(user: DescribedAccount, team: string, installation: Installation): boolean {
  if (installation.kind === "workspace") return team === installation.teamId;
  return [keyOf(installation), installation.enterpriseId, ...teamsOf(user)].includes(team);
}

/**
 * Chooses the workspace in which to write to someone: the one they act from, or always the same one. Null if none of
 * theirs has the app.
 */
export function workspaceFor(
  user: DescribedAccount,
  withApp: ReadonlySet<string>,
  actingFrom: string | undefined,
): string | null {
  const theirs = teamsOf(user).filter((id) => withApp.has(id));
  return theirs.find((id) => id === actingFrom) ?? theirs.sort()[0] ?? null;
}

function ineligibility(user: DescribedAccount, { installation, actingFrom }: SeenFrom): Ineligibility | null {
  const belongs = belonging(user, installation);
  const actsElsewhere = actingFrom !== undefined && !actsFrom(user, actingFrom, installation);
  if (belongs === "elsewhere" || actsElsewhere || user.is_stranger) return "other_organisation";
  if (user.deleted) return "deactivated";
  if (user.is_bot || user.id === SLACKBOT) return "bot";
  if (belongs === "another workspace") return "other_organisation";
  if (user.is_restricted || user.is_ultra_restricted) return "guest";
  return null;
}

/** Decides where an account belongs, only from what Slack says about it; if that is nothing, it belongs elsewhere. */
function belonging(
  user: DescribedAccount,
  installation: Installation,
): "here" | "another workspace" | "elsewhere" {
  if (installation.kind === "workspace") return user.team_id === installation.teamId ? "here" : "elsewhere";
  const organisations = organisationsOf(user);
  if (organisations.some((id) => id !== installation.enterpriseId)) return "elsewhere";
  const ofOurs = organisations.length > 0;
  if (installation.kind === "organisation") return ofOurs ? "here" : "elsewhere";
  if (teamsOf(user).includes(installation.teamId)) return "here";
  return ofOurs ? "another workspace" : "elsewhere";
}

/** Returns the key an account is kept under: the same for everyone in our organisation, Slack's team for others. */
function keysOf(user: DescribedAccount, installation: Installation) {
  if (belonging(user, installation) === "elsewhere")
    return { teamId: user.team_id ?? organisationsOf(user)[0] ?? "" };
  const teamId = keyOf(installation);
  if (installation.kind === "workspace") return { teamId };
  return {
    teamId,
    otherTeamIds: [installation.enterpriseId, ...teamsOf(user)].filter((id) => id !== teamId),
  };
}

const isOrganisation = (id: string) => id.startsWith("E");

/** Lists the organisations that Slack names: one, or none. */
function organisationsOf({ team_id, enterprise_id, enterprise_user }: DescribedAccount): string[] {
  const home = team_id && isOrganisation(team_id) ? team_id : null;
  return [enterprise_user?.enterprise_id, enterprise_id, home].filter((id) => id != null);
}

/** Lists the workspaces that Slack names. */
function teamsOf({ team_id, teams, enterprise_user }: DescribedAccount): string[] {
  const named = [team_id, ...teams, ...(enterprise_user?.teams ?? [])].filter((id) => id != null);
  return [...new Set(named)].filter((id) => !isOrganisation(id));
}
