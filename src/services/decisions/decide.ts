import { type ScopeKind, scopeKinds } from "../groups/group-fields.ts";

/** Names, or everything of its kind, what is added later included. */
export type Given = "all" | ReadonlySet<string>;

/** A group as decisions see it. */
export interface DecidingGroup extends Record<ScopeKind, Given> {
  id: string;
  name: string;
  actions: Given;
}

/** A membership; instants are milliseconds of the database's clock. */
export interface DecidingMembership {
  group: DecidingGroup;
  since: number;
  /** Null for one that lasts. */
  until: number | null;
}

/** Whom a question is about, as the database knows them. */
export type Standing =
  | { kind: "unknown" }
  | { kind: "suspended"; userId: string }
  /** Asked for by an account whose rights are paused. */
  | { kind: "paused"; userId: string }
  | { kind: "active"; userId: string; memberships: readonly DecidingMembership[] };

/** What is asked for: one group must give all of it. */
export interface Wanted extends Record<ScopeKind, readonly string[]> {
  /** Null where any will do. */
  action: string | null;
}

/** A decision, with what its reason is written from. */
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
 * Decides whether somebody may use something. One group must give all that is asked: a service of one and a project of
 * another do not add up. A list that is empty gives nothing.
 *
 * @param now milliseconds of the database's clock; a membership that ends at this instant counts no more
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

/** Tells whether a group by itself gives all that is asked, for the action that is asked for. */
export function gives(group: DecidingGroup, wanted: Wanted): boolean {
  return givesAccess(group, wanted) && includes(group.actions, wanted.action);
}

function givesAccess(group: DecidingGroup, wanted: Wanted): boolean {
  for (const kind of scopeKinds)
    for (const name of wanted[kind]) if (!includes(group[kind], name)) return false;
  return true;
}

/** @param name null asks for any */
function includes(given: Given, name: string | null): boolean {
  return given === "all" || (name === null ? given.size > 0 : given.has(name));
}

/** Of two memberships that give the same, the one that lasts longer; of those, the older one. */
function later(one: DecidingMembership | null, other: DecidingMembership): DecidingMembership {
  if (!one) return other;
  const [end, otherEnd] = [one.until ?? Number.POSITIVE_INFINITY, other.until ?? Number.POSITIVE_INFINITY];
  if (end !== otherEnd) return end > otherEnd ? one : other;
  return one.since <= other.since ? one : other;
}
