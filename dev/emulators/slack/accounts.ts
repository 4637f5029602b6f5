import { newId } from "./identifiers.ts";

/** What may be said of a person when they are added, and changed later. */
export interface Profile {
  /** The full name, Slack's `real_name`. */
  name: string;
  displayName?: string;
  email?: string;
  emailConfirmed?: boolean;
  timeZone?: string;
  title?: string;
  phone?: string;
  guest?: boolean | "single-channel";
  bot?: boolean;
  deactivated?: boolean;
  /** Another team than the workspace's: someone from outside (Slack Connect). */
  teamId?: string;
  /** Slack's `is_stranger`; unless given, anyone of another team is one. */
  stranger?: boolean;
}

/** Someone in the workspace: a person, a guest, a bot. */
export interface Account extends Profile {
  id: string;
  teamId: string;
  /** Slack's `name`, the old user name, as in `ada.lovelace`. */
  handle: string;
  updated: number;
}

/** Makes an account of this team, unless the profile names another. */
export function newAccount(profile: Profile, teamId: string): Account {
  return { teamId, ...profile, id: newId("U"), handle: handleOf(profile.name), updated: now() };
}

/** Changes a profile, as an admin or the person would. */
export function changeAccount(account: Account, profile: Partial<Profile>): void {
  Object.assign(account, profile, { updated: now() });
}

/** Returns what `users.info` says of an account. */
export function userObject(
  account: Account,
  homeTeamId: string,
  withEmail: boolean,
): Record<string, unknown> {
  const { id, teamId, handle, name, title = "", phone = "", deactivated = false, bot = false } = account;
  const displayName = account.displayName ?? "";
  const stranger = account.stranger ?? teamId !== homeTeamId;
  return {
    id,
    team_id: teamId,
    name: handle,
    deleted: deactivated,
    ...(deactivated
      ? {}
      : { color: "9f69e7", tz: account.timeZone ?? "Europe/London", tz_label: "", tz_offset: 0 }),
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
      ...(withEmail && !bot && !stranger && account.email ? { email: account.email } : {}),
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
    ...(teamId === homeTeamId ? {} : { is_stranger: stranger }),
    updated: account.updated,
    ...(deactivated || bot
      ? {}
      : { is_email_confirmed: account.emailConfirmed ?? account.email !== undefined }),
    who_can_share_contact_card: "EVERYONE",
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
