const day = 86_400_000;

type Look = (date: Date, zone: string, now: Date) => string;

const shaped =
  (options: Intl.DateTimeFormatOptions): Look =>
  (date, timeZone) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(date);

const long = shaped({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const full = shaped({ day: "numeric", month: "long", year: "numeric" });
const short = shaped({ day: "numeric", month: "short", year: "numeric" });
const inYear = shaped({ day: "numeric", month: "long" });
const longInYear = shaped({ weekday: "long", day: "numeric", month: "long" });

/** Slack's words for the parts of a date. */
const looks: Record<string, Look> = {
  date_num: (date, zone) => isoDay(date, zone),
  date_slash: shaped({ day: "2-digit", month: "2-digit", year: "numeric" }),
  date_long: long,
  date_long_full: full,
  date_long_pretty: pretty(long),
  date: inYear,
  date_pretty: pretty(inYear),
  date_short: short,
  date_short_pretty: pretty(short),
  day_divider_pretty: pretty((date, zone, now) =>
    isoDay(date, zone).slice(0, 4) === isoDay(now, zone).slice(0, 4)
      ? longInYear(date, zone, now)
      : long(date, zone, now),
  ),
  time: shaped({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  time_secs: shaped({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
  ago: (date, _zone, now) => ago(date.getTime() - now.getTime()),
};

/** Fills in a format such as `{date_short_pretty} at {time}` for a reader's time zone. */
export function formatDate(seconds: number, format: string, zone: string, now = new Date()): string {
  const date = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name: string) => looks[name]?.(date, zone, now) ?? token);
}

function pretty(otherwise: Look): Look {
  return (date, zone, now) => {
    const days = [
      [-1, "yesterday"],
      [0, "today"],
      [1, "tomorrow"],
    ] as const;
    const near = days.find(
      ([offset]) => isoDay(new Date(now.getTime() + offset * day), zone) === isoDay(date, zone),
    );
    return near?.[1] ?? otherwise(date, zone, now);
  };
}

function isoDay(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(date);
}

function ago(ms: number): string {
  const units = [
    ["day", day],
    ["hour", 3_600_000],
    ["minute", 60_000],
    ["second", 1_000],
  ] as const;
  const [unit, size] = units.find(([, length]) => Math.abs(ms) >= length) ?? ["second", 1_000];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(ms / size), unit);
}
