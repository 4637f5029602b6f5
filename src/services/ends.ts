import { memo } from "../locales/memo.ts";
import type { Sentence } from "../locales/sentence.ts";
import { unbroken } from "../locales/unbroken.ts";
import type { Words } from "../locales/words.ts";
import { DAY_MS } from "./durations.ts";
import { InvalidFields } from "./errors.ts";
import { day, hoursText } from "./format.ts";
import { instantOf, localDay, startOfDay, wallClock } from "./local-time.ts";

/** When something ends, and the zone people named it in. */
export interface End {
  until: Date;
  zone: string;
}

const written =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2})?)(?<offset>Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Reads an end: a date, which is the last day; a date and a time; or an instant with its offset.
 *
 * @param zone the zone of dates, and of times without an offset
 * @returns null when it can't be read, or there is no such date or time
 */
export function readEnd(text: string, zone: string): End | null {
  const { date, time, offset } = written.exec(text.trim())?.groups ?? {};
  // No year is called 0.
  if (!date || date.startsWith("0000")) return null;
  const wall = new Date(`${date}T${time ?? "00:00"}Z`);
  if (Number.isNaN(wall.getTime()) || !wall.toISOString().startsWith(date)) return null;
  if (!time) return { until: startOfDay(wall.getTime() + DAY_MS, zone), zone };
  if (!offset) return { until: instantOf(wall.getTime(), zone), zone };
  const until = new Date(`${date}T${time}${offset}`);
  return Number.isNaN(until.getTime()) ? null : { until, zone };
}

/** Reads an end that somebody chose; null if they chose none. @throws InvalidFields (`until`) when it can't be read */
export function chosenEnd(text: string | null | undefined, zone: string): End | null {
  const end = text ? readEnd(text, zone) : null;
  if (text && !end) throw new InvalidFields({ until: `“${text}” is no date. Write it as 2026-12-31.` });
  return end;
}

/** Refuses an end that isn't in the future, by the database's time. @throws InvalidFields (`until`) */
export function assertAhead(end: End | null | undefined, now: Date): void {
  if (end && end.until <= now)
    throw new InvalidFields({ until: `${endText(end)} is in the past. Choose a later end, or none.` });
}

/** Returns the end of a membership; null for one that doesn't end. */
export function endOf({
  until,
  zone = "UTC",
}: {
  until?: Date | undefined;
  zone?: string | undefined;
}): End | null {
  return until ? { until, zone } : null;
}

interface Termed {
  groupsUntil?: Date | undefined;
  groupsZone?: string | undefined;
  groupsHours?: number | undefined;
}

/** Until when an invite gives its groups, or for how many hours from acceptance. */
export type Term = { end: End } | { hours: number };

/** Returns how long an invite gives its groups; null for ever. */
export function termOf({ groupsUntil: until, groupsZone: zone, groupsHours: hours }: Termed): Term | null {
  if (hours) return { hours };
  const end = endOf({ until, zone });
  return end && { end };
}

/** Describes it for admins: *until 31 December 2026 (Europe/Berlin)*, *for 7 days from acceptance*; null for ever. */
export function termText(invite: Termed): string | null {
  const term = termOf(invite);
  return term && termName(term);
}

function termName(term: Term): string {
  return "hours" in term ? `for ${hoursText(term.hours)} from acceptance` : `until ${endText(term.end)}`;
}

/** Tells an invitee, in their language, how long their access lasts. */
export function termIn(term: Term, words: Words): Sentence {
  const { common } = words;
  if ("end" in term) return common.accessUntil({ end: unbroken(endIn(term.end, words)) });
  const { hours } = term;
  return hours % 24 === 0 ? common.accessForDays({ days: hours / 24 }) : common.accessForHours({ hours });
}

/** Names an end in a reader's language, as `endText` does. */
export function endIn({ until, zone: timeZone }: End, words: Words): Sentence {
  const { common } = words;
  const { day, isStart } = localDay(until, timeZone);
  const zone = words.zone(timeZone, until);
  if (isStart) return common.endDay({ day: words.day(new Date(day - DAY_MS), "UTC"), zone });
  const time = words.time(wallClock(until, timeZone), "UTC");
  return common.endTime({ day: words.day(new Date(day), "UTC"), time, zone });
}

/** Returns the later of two ends. Null means no end, which is later than any. */
export function laterEnd(one: End | null, other: End | null): End | null {
  if (!one || !other) return null;
  return one.until >= other.until ? one : other;
}

/** Returns the shortest of several times in hours; null means no end. */
export function shortest(hours: readonly (number | null)[]): number | null {
  const ending = hours.filter((each) => each !== null);
  return ending.length > 0 ? Math.min(...ending) : null;
}

/** Returns the last day as forms write it: *2026-12-31*. */
export function lastDayOf({ until, zone }: End): string {
  const { day, isStart } = localDay(until, zone);
  return new Date(isStart ? day - DAY_MS : day).toISOString().slice(0, "2026-12-31".length);
}

const times = memo(() => new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" }));

/** Names an end with its zone: the last day, *31 December 2026 (Europe/Berlin)*, or a day and a time. */
export function endText({ until, zone }: End): string {
  const { day: midnight, isStart } = localDay(until, zone);
  if (isStart) return `${day(new Date(midnight - DAY_MS))} (${zone})`;
  return `${day(new Date(midnight))}, ${times().format(wallClock(until, zone))} (${zone})`;
}
