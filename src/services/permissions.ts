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
  "reviews:read",
  "reviews:write",
  "admins:write",
  "audit:read",
  "webhooks:read",
  "webhooks:write",
  "scim",
  "decisions",
] as const;
export type ClientPermission = (typeof clientPermissions)[number];

/** Every permission that a service can require. */
const permissions = [...clientPermissions, "clients:read", "clients:write", "mail:test"] as const;
export type Permission = (typeof permissions)[number];

/** Whether a permission can be given to an API client. */
export function isClientPermission(name: string): name is ClientPermission {
  return clientPermissions.some((each) => each === name);
}

/** The role of an account. Whoever is in both groups is an admin. */
export type Role = "admin" | "auditor";

/** Which permissions each kind of principal holds; an API client holds those that it was made with. */
export const granted: Record<Role | "operator", readonly Permission[]> = {
  /** An account that is an owner's or a member of Admin's. */
  admin: permissions,
  /** An account of a member of Auditors: reads what admins read, and changes nothing. Showing a link or a secret is not reading. */
  auditor: [
    "invites:read",
    "users:read",
    "groups:read",
    "requests:read",
    "reviews:read",
    "audit:read",
    "webhooks:read",
    "clients:read",
  ],
  /** Whoever has the database, at a terminal. */
  operator: permissions,
};
