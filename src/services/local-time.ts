import { DAY_MS, MINUTE_MS } from "./durations.ts";

/** By time zone: creating one takes longer than everything else. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-u-ca-gregory", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  clocks.set(zone, clock);
  return clock;
}

const fields = ["year", "month", "day", "hour", "minute", "second"];

/** Returns what calendar and clock show at an instant in a zone, as milliseconds as if it were UTC. */
function wallTime(at: number, zone: string): number {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }): [string, number] => [type, Number(value)]),
  );
  const [year = 0, month = 1, ...rest] = fields.map((type) => parts.get(type) ?? 0);
  // Date.UTC takes the years 0 to 99 for those of the 20th century.
  return new Date(Date.UTC(2000, month - 1, ...rest)).setUTCFullYear(year, month - 1, rest[0]);
}

/** Returns the day the calendar shows, as milliseconds of its midnight in UTC. */
function dayAt(at: number, zone: string): number {
  return Math.floor(wallTime(at, zone) / DAY_MS) * DAY_MS;
}

/**
 * Returns the instant at which clocks in a zone show a time. If they show it twice, the later one. If they skip it, as
 * long after the gap as the time is after the gap's start.
 *
 * @param wall what they show, as if it were UTC
 */
export function instantOf(wall: number, zone: string): Date {
  const offset = (at: number) => wallTime(at, zone) - at;
  // Clocks are never more than a day away from UTC, and change at most once in two days.
  const [before, after] = [offset(wall - DAY_MS), offset(wall + DAY_MS)];
  const shown = [wall - before, wall - after].filter((at) => wallTime(at, zone) === wall);
  return new Date(shown.length > 0 ? Math.max(...shown) : wall - before);
}

/**
 * Returns the first instant of a day in a zone, which need not be 00:00.
 *
 * @param day its midnight, as if it were UTC
 */
export function startOfDay(day: number, zone: string): Date {
  let [earlier, reached] = [day - DAY_MS, day + DAY_MS];
  while (reached - earlier > MINUTE_MS) {
    const middle = Math.floor((earlier + reached) / 2 / MINUTE_MS) * MINUTE_MS;
    if (dayAt(middle, zone) >= day) reached = middle;
    else earlier = middle;
  }
  return new Date(reached);
}

/** Returns an instant's day in a zone, as its midnight written as UTC; `isStart` if the instant is the day's first. */
export function localDay(at: Date, zone: string): { day: number; isStart: boolean } {
  const day = dayAt(at.getTime(), zone);
  return { day, isStart: startOfDay(day, zone).getTime() === at.getTime() };
}

/** Returns what clocks in a zone show at an instant, as if it were UTC. */
export function wallClock(at: Date, zone: string): Date {
  return new Date(wallTime(at.getTime(), zone));
}

/** Counts the local days from one instant to another, rounded up: 1 for anything that ends within a calendar day. */
export function localDaysUntil(now: Date, until: Date, zone: string): number {
  const wall = wallTime(now.getTime(), zone);
  const apart = (dayAt(until.getTime(), zone) - dayAt(now.getTime(), zone)) / DAY_MS;
  const isReached = (days: number) => instantOf(wall + days * DAY_MS, zone) >= until;
  const days = [apart - 1, apart, apart + 1].find(isReached) ?? apart + 1;
  return Math.max(0, days);
}

/** Whether `Intl` knows a zone. */
export function isTimeZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}
