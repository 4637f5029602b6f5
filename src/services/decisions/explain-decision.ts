import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { type ListKind, scopeKinds } from "../groups/group-fields.ts";
import { groupNameKey } from "../groups/group-name.ts";
import { type Decision, decide, type Wanted } from "./decide.ts";
import { readStanding } from "./read-standing.ts";
import { reasonFor, wantedText } from "./reason.ts";
import type { Subject } from "./subject.ts";
import { everyName } from "./what-may.ts";

/** The question, as typed. */
export interface TypedQuestion {
  service: string;
  project?: string | undefined;
  region?: string | undefined;
  action?: string | undefined;
}

/** A decision, in words. */
export interface ExplainedDecision {
  decision: Decision;
  /** What was asked for: *Tickets in project Apollo*. */
  wanted: string;
  /** Without its full stop. */
  reason: string;
  /** Null for someone who isn't a user. */
  userId: string | null;
}

/**
 * Decides for a person who asks, from the database, and says why. Names may be typed in any case. This doesn't count as
 * a use: nothing is recorded.
 *
 * @throws NotAdmin, NotPermitted, DatabaseUnavailable
 */
export async function explainDecision(
  actor: Principal,
  subject: Subject | null,
  typed: TypedQuestion,
  zone: string,
): Promise<ExplainedDecision> {
  return readAs(actor, "users:read", async () => {
    const wanted = await wantedBy(typed);
    const { standing, now } = subject
      ? await readStanding(subject, null)
      : { standing: { kind: "unknown" as const }, now: 0 };
    const decision = decide(standing, wanted, now);
    return {
      decision,
      wanted: wantedText(wanted),
      reason: reasonFor(decision, wanted, now, zone),
      userId: standing.kind === "unknown" ? null : standing.userId,
    };
  });
}

async function wantedBy({ service, project, region, action }: TypedQuestion): Promise<Wanted> {
  return {
    services: [await held("services", service)],
    projects: project !== undefined ? [await held("projects", project)] : [],
    regions: region !== undefined ? [await held("regions", region)] : [],
    action: action !== undefined ? await held("actions", action) : null,
  };
}

/** Finds a name as groups have it: as typed, or in another case. */
async function held(kind: ListKind, typed: string): Promise<string> {
  const names = await everyName(kind);
  if (names.includes(typed)) return typed;
  return names.find((name) => groupNameKey(name) === groupNameKey(typed)) ?? typed;
}

/** The names of services, projects and regions in groups, one kind after the other. */
export async function heldNames(): Promise<Record<(typeof scopeKinds)[number], string[]>> {
  const [services, projects, regions] = await Promise.all(scopeKinds.map(everyName));
  return { services: services ?? [], projects: projects ?? [], regions: regions ?? [] };
}
