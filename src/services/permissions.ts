/** The permissions an API client can be given, each with what it allows. */
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

/** The role of an account. A member of both groups is an admin. */
export type Role = "admin" | "auditor";

/** The permissions of each kind of principal. An API client holds those it was created with. */
export const granted: Record<Role | "operator", readonly Permission[]> = {
  /** An owner's account, or that of a member of Admin. */
  admin: permissions,
  /**
   * The account of a member of Auditors: reads what admins read, and changes nothing. Showing a link or a secret is not
   * reading.
   */
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
  /** A person with access to the database, at a terminal. */
  operator: permissions,
};
