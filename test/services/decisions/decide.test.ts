import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type DecidingGroup,
  type DecidingMembership,
  decide,
  type Given,
  gives,
  type Standing,
  type Wanted,
} from "../../../src/services/decisions/decide.ts";

const NOW = Date.UTC(2026, 2, 3, 12);
const none: Given = new Set();
const nothing: Wanted = { services: [], projects: [], regions: [], action: null };

const group = (name: string, given: Partial<DecidingGroup> = {}): DecidingGroup => ({
  id: name,
  name,
  services: none,
  projects: none,
  regions: none,
  actions: "all",
  ...given,
});
const membership = (of: DecidingGroup, until: number | null = null): DecidingMembership => ({
  group: of,
  since: 0,
  until,
});
const active = (...memberships: DecidingMembership[]): Standing => ({
  kind: "active",
  userId: "u1",
  memberships,
});

test("one group must give everything asked for: a service from one and a project from another do not add up", () => {
  const tickets = group("Support", { services: new Set(["Tickets"]) });
  const apollo = group("Apollo", { projects: new Set(["Apollo"]), services: new Set(["Wiki"]) });
  const eve = active(membership(tickets), membership(apollo));
  const inApollo = { ...nothing, services: ["Tickets"], projects: ["Apollo"] };
  expect(decide(eve, { ...nothing, services: ["Tickets"] }, NOW)).toMatchObject({ allowed: true });
  expect(decide(eve, { ...nothing, projects: ["Apollo"] }, NOW)).toMatchObject({ allowed: true });
  expect(decide(eve, inApollo, NOW)).toEqual({ allowed: false, code: "not_given" });
  const both = group("Apollo Support", { ...tickets, projects: new Set(["Apollo"]) });
  expect(decide(active(membership(both)), inApollo, NOW)).toMatchObject({ allowed: true });
});

test("“all” gives even what no group names yet, an empty list gives nothing, and a question about nothing is refused", () => {
  const admin = group("Admin", { services: "all", projects: "all", regions: "all" });
  const later = { ...nothing, services: ["Added Later"], regions: ["mars"] };
  expect(decide(active(membership(admin)), later, NOW)).toMatchObject({ allowed: true });
  expect(decide(active(membership(group("Empty"))), later, NOW)).toMatchObject({ code: "not_given" });
  expect(decide(active(membership(admin)), nothing, NOW)).toEqual({ allowed: false, code: "nothing_asked" });
});

test("a group that gives some actions gives no others, and none if it lists none", () => {
  const read = group("Support", { services: new Set(["Tickets"]), actions: new Set(["read"]) });
  const may = (of: DecidingGroup, action: string | null) =>
    decide(active(membership(of)), { ...nothing, services: ["Tickets"], action }, NOW);
  expect(may(read, "read")).toMatchObject({ allowed: true });
  expect(may(read, "Read")).toMatchObject({ allowed: false, code: "action_not_given" });
  expect(may(read, null)).toMatchObject({ allowed: true });
  expect(may({ ...read, actions: none }, null)).toMatchObject({ allowed: false });
  expect(may({ ...read, actions: "all" }, "write")).toMatchObject({ allowed: true });
});

test("a membership counts until its end, but not at it; of two that give the same, the one that lasts is named", () => {
  const tickets = { services: new Set(["Tickets"]) };
  const [short, lasting] = [membership(group("A", tickets), NOW + 1), membership(group("B", tickets))];
  const wanted = { ...nothing, services: ["Tickets"] };
  expect(decide(active(short), wanted, NOW)).toMatchObject({ allowed: true, membership: short });
  expect(decide(active(short), wanted, NOW + 1)).toEqual({
    allowed: false,
    code: "ended",
    membership: short,
  });
  expect(decide(active(short, lasting), wanted, NOW)).toMatchObject({ allowed: true, membership: lasting });
});

test("a suspended or unknown person gets nothing, nor does an account whose rights are paused", () => {
  const wanted = { ...nothing, services: ["Tickets"] };
  for (const [kind, code] of [
    ["unknown", "unknown_subject"],
    ["suspended", "suspended"],
    ["paused", "account_paused"],
  ] as const)
    expect(decide({ kind, userId: "u1" }, wanted, NOW)).toEqual({ allowed: false, code });
});

const few = (...names: string[]) => fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 });
const list = (...names: string[]) =>
  fc.oneof({ weight: 4, arbitrary: few(...names) }, { weight: 1, arbitrary: fc.constant("all" as const) });
const services = ["Tickets", "Wiki", "Billing"];
const projects = ["Apollo", "Gemini"];
const regions = ["eu", "us"];
const actions = ["read", "write"];

const plainGroup = fc.record({
  services: list(...services),
  projects: list(...projects),
  regions: list(...regions),
  actions: list(...actions),
});
const plainMembership = fc.record({
  group: fc.nat({ max: 5 }),
  until: fc.option(fc.constantFrom(NOW - 1, NOW, NOW + 1, NOW + 1_000)),
});
const question = fc.record({
  services: few(...services, "Nowhere"),
  projects: few(...projects, "Nowhere"),
  regions: few(...regions, "Nowhere"),
  action: fc.option(fc.constantFrom(...actions, "delete")),
});
type PlainGroup = Record<"services" | "projects" | "regions" | "actions", string[] | "all">;

/** What the rules say, one after the other, in the plainest words. */
function oracle(
  groups: PlainGroup[],
  memberships: { group: number; until: number | null }[],
  asked: { services: string[]; projects: string[]; regions: string[]; action: string | null },
): boolean {
  if (asked.services.length + asked.projects.length + asked.regions.length === 0) return false;
  return memberships.some(({ group: at, until }) => {
    const of = groups[at];
    if (!of || (until !== null && until <= NOW)) return false;
    const missing = (["services", "projects", "regions"] as const).flatMap((kind) => {
      const given = of[kind];
      return given === "all" ? [] : asked[kind].filter((name) => !given.includes(name));
    });
    if (missing.length > 0) return false;
    if (of.actions === "all") return true;
    return asked.action === null ? of.actions.length > 0 : of.actions.includes(asked.action);
  });
}

test("100,000 questions about generated groups, memberships and ends are decided by the rules", () => {
  const given = (names: string[] | "all"): Given => (names === "all" ? "all" : new Set(names));
  let allowed = 0;
  let asked = 0;
  fc.assert(
    fc.property(
      fc.array(plainGroup, { minLength: 1, maxLength: 6 }),
      fc.array(plainMembership, { maxLength: 5 }),
      fc.array(question, { minLength: 100, maxLength: 100 }),
      (groups, memberships, questions) => {
        const prepared = groups.map((each, at) =>
          group(`Group ${at}`, {
            services: given(each.services),
            projects: given(each.projects),
            regions: given(each.regions),
            actions: given(each.actions),
          }),
        );
        const standing = active(
          ...memberships.flatMap(({ group: at, until }) => {
            const of = prepared[at];
            return of ? [membership(of, until)] : [];
          }),
        );
        for (const each of questions) {
          asked += 1;
          const decision = decide(standing, each, NOW);
          const expected = oracle(groups, memberships, each);
          if (decision.allowed !== expected)
            throw new Error(
              `${expected ? "denied" : "allowed"}: ${JSON.stringify({ groups, memberships, each })}`,
            );
          if (!decision.allowed) continue;
          allowed += 1;
          // What it names does give it.
          expect(gives(decision.membership.group, each)).toBe(true);
        }
      },
    ),
    { numRuns: 1_000 },
  );
  expect(asked).toBeGreaterThanOrEqual(100_000);
  expect(allowed).toBeGreaterThan(1_000);
});
