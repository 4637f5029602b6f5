import { newId } from "./identifiers.ts";
import type { Organisation, Team } from "./organisation.ts";

/** A person's properties, set when they are added and changeable later. */
export interface Profile {
  /** The full name, Slack's `real_name`. */
  name: string;
  displayName?: string;
  email?: string;
  emailConfirmed?: boolean;
  timeZone?: string;
  /** Their language in Slack, such as `de-DE`; `en-US` by default. */
  locale?: string;
  title?: string;
  phone?: string;
  guest?: boolean | "single-channel";
  bot?: boolean;
  deactivated?: boolean;
  /** A team other than the workspace's: someone from outside (Slack Connect). */
  teamId?: string;
  /** The other organisation of someone from outside. */
  organisationId?: string;
  /** In a Grid, the names of their workspaces, home first; the first workspace by default. */
  workspaces?: string[];
  /**
   * What a Grid gives as `team_id`. By default as Slack does: the home of people in one workspace, nothing for others.
   */
  toldTeam?: "home" | "organisation" | "none";
  /** Slack's `is_stranger`; by default, anyone of another team is one. */
  stranger?: boolean;
}

/** Someone in the workspace: a person, a guest, a bot. */
export interface Account extends Profile {
  id: string;
  teamId: string;
  /** Ids of their workspaces, in a Grid only. */
  teams?: string[];
  /** Slack's `name`, the old user name, as in `ada.lovelace`. */
  handle: string;
  updated: number;
}

/** A workspace, and the organisation that it may be part of. */
export interface Surroundings {
  team: Pick<Team, "id">;
  organisation?: Organisation | undefined;
}

/** Creates an account in this workspace, unless the profile names another. */
export function newAccount(profile: Profile, at: Surroundings): Account {
  const places = placesOf({ workspaces: [], ...profile }, at);
  // Slack's ids of people in an organisation may begin with either letter.
  const id = newId(places.teams && places.teams.length > 1 ? "W" : "U");
  return { teamId: at.team.id, ...profile, ...places, id, handle: handleOf(profile.name), updated: now() };
}

/** Changes a profile, as an admin or the person themselves would. */
export function changeAccount(account: Account, profile: Partial<Profile>, at: Surroundings): void {
  Object.assign(account, profile, placesOf(profile, at), { updated: now() });
}

/** Finds the workspaces that a profile names. */
function placesOf(
  { workspaces, teamId }: Partial<Profile>,
  { team, organisation }: Surroundings,
): { teamId?: string; teams?: string[] } {
  if (!organisation || !workspaces || teamId) return {};
  const named = workspaces.map((name) => {
    const found = organisation.workspaces.find((each) => each.name === name);
    if (!found) throw new Error(`${organisation.name} has no workspace ${name}`);
    return found.id;
  });
  const teams = named.length > 0 ? named : [team.id];
  return { teams, teamId: teams[0] ?? team.id };
}

/** What to reveal of an account: its address if a scope allows it, its locale if it is asked for. */
export interface Told {
  email: boolean;
  locale: boolean;
}

/** Returns what `users.info` says about an account. */
export function userObject(account: Account, at: Surroundings, told: Told): Record<string, unknown> {
  const { id, teamId, handle, name, title = "", phone = "", deactivated = false, bot = false } = account;
  const displayName = account.displayName ?? "";
  const outside = !account.teams && teamId !== at.team.id;
  const stranger = account.stranger ?? outside;
  return {
    id,
    ...inGrid(account, at),
    name: handle,
    deleted: deactivated,
    ...(deactivated ? {} : { color: "9f69e7", tz: zoneOf(account), tz_label: "", tz_offset: 0 }),
    ...(deactivated ? {} : { real_name: name }),
    profile: {
      title,
      phone,
      skype: "",
      real_name: name,
      real_name_normalized: name,
      display_name: displayName,
      display_name_normalized: displayName,
      status_text: "",
      status_emoji: "",
      avatar_hash: "g0000000000",
      ...(told.email && !bot && !stranger && account.email ? { email: account.email } : {}),
      first_name: name.split(" ")[0],
      last_name: name.split(" ").slice(1).join(" "),
      image_48: "https://secure.gravatar.com/avatar/0.jpg",
      team: teamId,
      ...(bot ? { bot_id: `B${id.slice(1)}`, api_app_id: "" } : {}),
    },
    ...(deactivated ? {} : { is_admin: false, is_owner: false, is_primary_owner: false }),
    ...(deactivated
      ? {}
      : { is_restricted: Boolean(account.guest), is_ultra_restricted: account.guest === "single-channel" }),
    is_bot: bot,
    is_app_user: false,
    ...(outside || account.stranger ? { is_stranger: stranger } : {}),
    updated: account.updated,
    ...(told.locale && !deactivated ? { locale: account.locale ?? "en-US" } : {}),
    ...(deactivated || bot
      ? {}
      : { is_email_confirmed: account.emailConfirmed ?? account.email !== undefined }),
    who_can_share_contact_card: "EVERYONE",
  };
}

/** Slackbot and bots have no zone. */
const zoneOf = ({ id, bot, timeZone = "Europe/London" }: Account) =>
  bot || id === "USLACKBOT" ? null : timeZone;

/** Returns where an account belongs, as a Grid describes it. */
function inGrid(account: Account, { organisation }: Surroundings): Record<string, unknown> {
  const { id, teamId, teams, organisationId } = account;
  const of = (enterprise_id: string, enterprise_name: string, workspaces: string[]) => ({
    enterprise_user: {
      id,
      enterprise_id,
      enterprise_name,
      is_admin: false,
      is_owner: false,
      teams: workspaces,
    },
  });
  if (!organisation || !teams)
    return { team_id: teamId, ...(organisationId ? of(organisationId, "Elsewhere", [teamId]) : {}) };
  const told = account.toldTeam ?? (teams.length > 1 ? "none" : "home");
  const { id: enterprise_id, name: enterprise_name } = organisation;
  return {
    ...(told === "none" ? {} : { team_id: told === "home" ? teamId : enterprise_id }),
    ...of(enterprise_id, enterprise_name, teams),
    ...(told === "none" ? { enterprise_id, enterprise_name, teams } : {}),
  };
}

function handleOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ".")
      .replace(/^\.|\.$/g, "") || "someone"
  );
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
