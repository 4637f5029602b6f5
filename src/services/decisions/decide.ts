import { type ScopeKind, scopeKinds } from "../groups/group-fields.ts";

/** Names, or everything of its kind, including what is added later. */
export type Given = "all" | ReadonlySet<string>;

/** A group as decisions see it. */
export interface DecidingGroup extends Record<ScopeKind, Given> {
  id: string;
  name: string;
  actions: Given;
}

/** A membership; instants are milliseconds of database time. */
export interface DecidingMembership {
  group: DecidingGroup;
  since: number;
  /** Null for one without an end. */
  until: number | null;
}

/** The person a question is about, as the database knows them. */
export type Standing =
  | { kind: "unknown" }
  | { kind: "suspended"; userId: string }
  /** Asked about through an account whose rights are paused. */
  | { kind: "paused"; userId: string }
  | { kind: "active"; userId: string; memberships: readonly DecidingMembership[] };

/** What is asked for: a single group must give all of it. */
export interface Wanted extends Record<ScopeKind, readonly string[]> {
  /** Null where any will do. */
  action: string | null;
}

/** A decision, with what its reason is built from. */
export type Decision =
  | { allowed: true; code: "given"; userId: string; membership: DecidingMembership }
  /** A group would give it, but that membership has ended. */
  | { allowed: false; code: "ended"; membership: DecidingMembership }
  /** A group gives it, but for other actions. */
  | { allowed: false; code: "action_not_given"; membership: DecidingMembership }
  | {
      allowed: false;
      code: "not_given" | "nothing_asked" | "suspended" | "account_paused" | "unknown_subject";
    };

/**
 * Decides whether someone may use something. A single group must give everything asked for: a service from one and a
 * project from another don't add up. An empty list gives nothing.
 *
 * @param now milliseconds of database time; a membership that ends at this instant no longer counts
 */
export function decide(standing: Standing, wanted: Wanted, now: number): Decision {
  if (standing.kind === "unknown") return { allowed: false, code: "unknown_subject" };
  if (standing.kind === "suspended") return { allowed: false, code: "suspended" };
  if (standing.kind === "paused") return { allowed: false, code: "account_paused" };
  if (scopeKinds.every((kind) => wanted[kind].length === 0)) return { allowed: false, code: "nothing_asked" };

  let best: DecidingMembership | null = null;
  let ended: DecidingMembership | null = null;
  let otherAction: DecidingMembership | null = null;
  for (const membership of standing.memberships) {
    const { group, until } = membership;
    if (!givesAccess(group, wanted)) continue;
    const counts = until === null || until > now;
    if (!includes(group.actions, wanted.action)) {
      if (counts) otherAction ??= membership;
    } else if (!counts) ended = later(ended, membership);
    else best = later(best, membership);
  }
  if (best) return { allowed: true, code: "given", userId: standing.userId, membership: best };
  if (otherAction) return { allowed: false, code: "action_not_given", membership: otherAction };
  if (ended) return { allowed: false, code: "ended", membership: ended };
  return { allowed: false, code: "not_given" };
}

/** Tells whether a group alone gives everything asked for, for the requested action. */
export function gives(group: DecidingGroup, wanted: Wanted): boolean {
  return givesAccess(group, wanted) && includes(group.actions, wanted.action);
}

function givesAccess(group: DecidingGroup, wanted: Wanted): boolean {
  for (const kind of scopeKinds)
    for (const name of wanted[kind]) if (!includes(group[kind], name)) return false;
  return true;
}

/** @param name null means any */
function includes(given: Given, name: string | null): boolean {
  return given === "all" || (name === null ? given.size > 0 : given.has(name));
}

/** Of two memberships that give the same, the one that lasts longer; if equal, the older one. */
function later(one: DecidingMembership | null, other: DecidingMembership): DecidingMembership {
  if (!one) return other;
  const [end, otherEnd] = [one.until ?? Number.POSITIVE_INFINITY, other.until ?? Number.POSITIVE_INFINITY];
  if (end !== otherEnd) return end > otherEnd ? one : other;
  return one.since <= other.since ? one : other;
}
