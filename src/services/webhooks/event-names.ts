import { auditActions } from "../events.ts";
import type { ClientPermission } from "../permissions.ts";

/** What endpoints are told beside the actions of the audit log: where its seal stands, once a day, and a test. */
const otherEvents = ["audit.sealed", "webhook.test"] as const;

/** What a message can be about. */
export type EventType = (typeof auditActions)[number] | (typeof otherEvents)[number];

/** Everything, also what later versions add. */
export const EVERY_EVENT = "*";

/** Families of events: `user.*` is everything that happens to users, also what later versions add. */
const eventFamilies: readonly string[] = [...new Set(auditActions.map((action) => `${familyOf(action)}.*`))];

/** What an endpoint can ask for. A test is sent whatever it asks for. */
export const eventChoices: readonly string[] = [
  EVERY_EVENT,
  ...eventFamilies,
  ...auditActions,
  "audit.sealed",
];

/** Names the family of an event: `user` of `user.suspended`. */
export function familyOf(name: string): string {
  return name.slice(0, name.indexOf("."));
}

/** Tells whether an endpoint that asked for these names is told of an event. */
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

/** Names the permission to read what an event tells. */
export function permissionFor(name: string): ClientPermission {
  return permissionOfFamily[familyOf(name)] ?? "audit:read";
}

/** Names the permissions to read all that these names stand for. */
export function permissionsFor(names: readonly string[]): ClientPermission[] {
  const every = [...Object.values(permissionOfFamily), "audit:read" as const];
  return [...new Set(names.flatMap((name) => (name === EVERY_EVENT ? every : [permissionFor(name)])))];
}
