import { endText } from "../ends.ts";
import { type ScopeKind, scopeKinds } from "../groups/group-fields.ts";
import type { Decision, Wanted } from "./decide.ts";

const MAX_ACTIONS = 5;
/** Zones differ by quarters of an hour, so all instants within one are on the same day. */
const QUARTER_MS = 15 * 60_000;
const MAX_KNOWN = 5_000;

/**
 * Explains a decision in a sentence without its full stop: *Given by group Billing since 3 March*.
 *
 * @param now milliseconds; dates in other years include the year
 * @param zone where days begin
 */
export function reasonFor(decision: Decision, wanted: Wanted, now: number, zone: string): string {
  switch (decision.code) {
    case "given": {
      const { group, since, until } = decision.membership;
      const end = until === null ? "" : `, until ${untilText(until, zone)}`;
      return `Given by group ${group.name} since ${dayText(since, now, zone)}${end}`;
    }
    case "ended": {
      const { group, until } = decision.membership;
      return `Group ${group.name} gave ${wantedText(wanted)} until ${untilText(until ?? 0, zone)}`;
    }
    case "action_not_given": {
      const { group } = decision.membership;
      return `Group ${group.name} gives ${wantedText(wanted)} for ${actionsText(group.actions)}, not for ${wanted.action ?? "anything"}`;
    }
    case "not_given":
      return `No group gives ${wantedText(wanted)}`;
    case "nothing_asked":
      return "The question names no service, project or region";
    case "suspended":
      return "The user is suspended";
    case "account_paused":
      return "The rights of this account are paused";
    case "unknown_subject":
      return "Nobody is registered by this id";
  }
}

/** Recently named ends, by zone and instant. */
const ends = new Map<string, string>();

function untilText(until: number, zone: string): string {
  const key = `${zone} ${until}`;
  const known = ends.get(key);
  if (known !== undefined) return known;
  const named = endText({ until: new Date(until), zone });
  if (ends.size >= MAX_KNOWN) ends.clear();
  ends.set(key, named);
  return named;
}

const prefixes: Record<ScopeKind, string> = { services: "", projects: "project ", regions: "region " };

/** Names what is asked for: *Tickets in project Apollo, region eu*. */
export function wantedText(wanted: Wanted): string {
  const [first = "", ...others] = scopeKinds
    .filter((kind) => wanted[kind].length > 0)
    .map((kind) => wanted[kind].map((name) => `${prefixes[kind]}${name}`).join(" and "));
  return others.length > 0 ? `${first} in ${others.join(", ")}` : first;
}

function actionsText(actions: "all" | ReadonlySet<string>): string {
  if (actions === "all") return "everything";
  const names = [...actions].slice(0, MAX_ACTIONS);
  const more = actions.size - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(", ") || "nothing";
}

/** By zone, without and with the year: creating one takes longer than deciding. */
const formats = new Map<string, Record<"day" | "year", Intl.DateTimeFormat>>();

function formatsIn(timeZone: string) {
  const known = formats.get(timeZone);
  if (known) return known;
  const day = { day: "numeric", month: "long", timeZone } as const;
  const made = {
    day: new Intl.DateTimeFormat("en-GB", day),
    year: new Intl.DateTimeFormat("en-GB", { ...day, year: "numeric" }),
  };
  formats.set(timeZone, made);
  return made;
}

/** Recently named days, by zone and quarter. */
const known = new Map<string, { day: string; year: string }>();

/** Names a day: *3 March*, or *3 March 2025* in another year. */
function dayText(at: number, now: number, zone: string): string {
  const key = `${zone} ${Math.floor(at / QUARTER_MS)}`;
  const named = known.get(key) ?? nameDay(key, at, zone);
  return new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear() ? named.day : named.year;
}

function nameDay(key: string, at: number, zone: string) {
  const { day, year } = formatsIn(zone);
  const named = { day: day.format(at), year: year.format(at) };
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, named);
  return named;
}
