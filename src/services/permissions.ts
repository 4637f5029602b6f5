/** What can be given to an API client, each with what it allows. */
export const clientPermissions = [
  "invites:read",
  "invites:write",
  "invites:link",
  "users:read",
  "users:write",
  "groups:read",
  "groups:write",
  "requests:read",
  "requests:write",
  "admins:write",
  "audit:read",
  "webhooks:read",
  "webhooks:write",
  "scim",
  "decisions",
] as const;
export type ClientPermission = (typeof clientPermissions)[number];

/** What a privileged service can ask for: each names the one it needs. */
const permissions = [...clientPermissions, "clients:read", "clients:write", "mail:test"] as const;
export type Permission = (typeof permissions)[number];

/** Tells a permission that can be given to an API client. */
export function isClientPermission(name: string): name is ClientPermission {
  return clientPermissions.some((each) => each === name);
}

/** Which permissions each kind of principal holds; an API client holds those that it was made with. */
export const granted: Record<"admin" | "operator", readonly Permission[]> = {
  /** An account that is an owner's or a member of Admin's. */
  admin: permissions,
  /** Whoever has the database, at a terminal. */
  operator: permissions,
};
