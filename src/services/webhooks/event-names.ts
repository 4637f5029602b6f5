import { auditActions } from "../events.ts";
import type { ClientPermission } from "../permissions.ts";

/** What endpoints get besides the actions of the audit log: the state of its seal, once a day, and a test. */
const otherEvents = ["audit.sealed", "webhook.test"] as const;

/** What a message can be about. */
export type EventType = (typeof auditActions)[number] | (typeof otherEvents)[number];

/** Every event, including those that later versions add. */
export const EVERY_EVENT = "*";

/** Families of events: `user.*` is everything that happens to users, including what later versions add. */
const eventFamilies: readonly string[] = [...new Set(auditActions.map((action) => `${familyOf(action)}.*`))];

/** What an endpoint can ask for. A test is always sent. */
export const eventChoices: readonly string[] = [
  EVERY_EVENT,
  ...eventFamilies,
  ...auditActions,
  "audit.sealed",
];

/** Returns the family of an event: `user` for `user.suspended`. */
export function familyOf(name: string): string {
  return name.slice(0, name.indexOf("."));
}

/** Tells whether an endpoint that asked for these names gets an event. */
export function isToldOf(names: readonly string[], type: EventType): boolean {
  return names.some((name) => name === type || name === EVERY_EVENT || name === `${familyOf(type)}.*`);
}

const permissionOfFamily: Readonly<Record<string, ClientPermission>> = {
  invite: "invites:read",
  user: "users:read",
  group: "groups:read",
  review: "reviews:read",
  webhook: "webhooks:read",
  import: "invites:read",
};

/** Returns the permission to read what an event tells. */
export function permissionFor(name: string): ClientPermission {
  return permissionOfFamily[familyOf(name)] ?? "audit:read";
}

/** Returns the permissions to read everything that these names stand for. */
export function permissionsFor(names: readonly string[]): ClientPermission[] {
  const every = [...Object.values(permissionOfFamily), "audit:read" as const];
  return [...new Set(names.flatMap((name) => (name === EVERY_EVENT ? every : [permissionFor(name)])))];
}
