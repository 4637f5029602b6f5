import { type ClientPermission, clientPermissions } from "../../services/permissions.ts";

/** The parts of the app that permissions are about, in the order of a form. */
export const areas = ["invites", "users", "groups", "systems"] as const;
type Area = (typeof areas)[number];

export const areaNames: Record<Area, string> = {
  invites: "Invites",
  users: "Users",
  groups: "Groups",
  systems: "Log and other systems",
};

const words: Record<ClientPermission, { area: Area; may: string }> = {
  "invites:read": { area: "invites", may: "See invites" },
  "invites:write": { area: "invites", may: "Invite, resend, edit and cancel" },
  "invites:link": { area: "invites", may: "See the links of invites" },
  "users:read": { area: "users", may: "See users and their groups" },
  "users:write": { area: "users", may: "Change groups, suspend and reactivate" },
  "admins:write": { area: "users", may: "Also add, remove and suspend Admins" },
  "groups:read": { area: "groups", may: "See groups and what they give" },
  "groups:write": { area: "groups", may: "Create, edit and delete groups" },
  "requests:read": { area: "groups", may: "See requests for groups" },
  "requests:write": { area: "groups", may: "Answer requests for groups" },
  "reviews:read": { area: "groups", may: "See reviews of groups" },
  "reviews:write": { area: "groups", may: "Start reviews and decide in them" },
  "audit:read": { area: "systems", may: "Read the audit log" },
  "webhooks:read": { area: "systems", may: "See webhooks" },
  "webhooks:write": { area: "systems", may: "Create, change and delete webhooks" },
  scim: { area: "systems", may: "Provision users and groups with SCIM" },
  decisions: { area: "systems", may: "Ask whether somebody may use something" },
};

/** Lists the permissions of an area, each with what it allows. */
export function permissionsIn(area: Area): { permission: ClientPermission; may: string }[] {
  return clientPermissions.flatMap((permission) => {
    const { area: theirs, may } = words[permission];
    return theirs === area ? [{ permission, may }] : [];
  });
}

/** Joins what permissions allow: *See invites; invite, resend, edit and cancel*. */
export function joinedWords(may: readonly string[]): string {
  return may.map((each, at) => (at === 0 ? each : each.charAt(0).toLowerCase() + each.slice(1))).join("; ");
}

/**
 * Says what permissions allow, by area: *Users: See users and their groups*; unknown ones from a newer version by name.
 */
export function permissionLines(permissions: readonly string[]): { area: string; may: string[] }[] {
  const lines = areas.map((area) => ({
    area: areaNames[area],
    may: permissionsIn(area).flatMap(({ permission, may }) =>
      permissions.includes(permission) ? [may] : [],
    ),
  }));
  const unknown = permissions.filter((each) => !clientPermissions.some((known) => known === each));
  return [...lines, { area: "Other", may: unknown }].filter(({ may }) => may.length > 0);
}
