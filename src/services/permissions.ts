import type { Actor } from "./actor.ts";

/** What a privileged service can ask for: each names the one it needs. */
const permissions = [
  "invites:read",
  "invites:write",
  "invites:link",
  "users:read",
  "users:write",
  "groups:read",
  "groups:write",
  "admins:write",
  "audit:read",
  "mail:test",
] as const;
export type Permission = (typeof permissions)[number];

/** Which permissions each kind of actor holds; `admin` is an account that is an owner's or a member of Admin's. */
export const granted: Record<Actor["kind"] | "admin", readonly Permission[]> = {
  admin: permissions,
  account: [],
  invitee: [],
  system: [],
};
