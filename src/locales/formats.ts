import type { Language } from "./languages.ts";
import { memo } from "./memo.ts";
import { Isolated, type Sentence } from "./sentence.ts";
import { unbrokenMoment } from "./unbroken.ts";

/** How dates, lists and relative times are written in a language. Every moment is in the reader's zone. */
export interface Formats {
  /** A day and its time: *3 March, 14:00 CET*. */
  moment(at: Date, timeZone: string): string;
  /** With weekday and year: *Tuesday 3 March 2026 at 14:00 CET*. */
  fullMoment(at: Date, timeZone: string): string;
  /** A day: *3 March 2027*. */
  day(at: Date, timeZone: string): string;
  /** A time: *14:00*. */
  time(at: Date, timeZone: string): string;
  /** A zone, by its name at that time: *Mitteleuropäische Zeit*; in English, where admins read it, *Europe/Berlin*. */
  zone(timeZone: string, at: Date): string;
  /** How long until then: *in 7 days*. At least a minute. */
  fromNow(at: Date, now: Date): string;
  /** *Users, Billing and R&D*; each name is isolated, whatever its direction. */
  list(names: readonly string[]): Sentence;
  /** *Mia Chen or Jonas Weber*. */
  either(names: readonly string[]): Sentence;
  number(count: number): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** In every language: 9 in the morning must never be read as 9 in the evening. */
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** As in traditional Chinese, within a sentence. */
const zoneInBrackets = /\[(.+)\]/;

/** The first day of a month. The pages' script uses it too. */
export const first = /\b1(?= \D)/;

const styles = {
  moment: { day: "numeric", month: "long", ...clock, timeZoneName: "short" },
  fullMoment: {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    ...clock,
    timeZoneName: "short",
  },
  day: { dateStyle: "long" },
  time: clock,
  zone: { timeZoneName: "longGeneric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Creates a language's formats. Creating one takes longer than a hundred uses, so they are kept. */
export function formatsOf({ code, tag, firstDay = "1" }: Language): Formats {
  const dates = new Map<string, Intl.DateTimeFormat>();
  const relative = memo(() => new Intl.RelativeTimeFormat(tag));
  const conjunction = memo(() => new Intl.ListFormat(tag, { type: "conjunction" }));
  const disjunction = memo(() => new Intl.ListFormat(tag, { type: "disjunction" }));
  const numbers = memo(() => new Intl.NumberFormat(tag));

  function formatOf(style: keyof typeof styles, timeZone: string): Intl.DateTimeFormat {
    const key = `${style} ${timeZone}`;
    const format = dates.get(key) ?? new Intl.DateTimeFormat(tag, { ...styles[style], timeZone });
    dates.set(key, format);
    return format;
  }
  const date = (style: keyof typeof styles) => (at: Date, timeZone: string) =>
    formatOf(style, timeZone).format(at).replace(zoneInBrackets, "$1").replace(first, firstDay);
  const moment = date("moment");
  const fullMoment = date("fullMoment");

  return {
    // English writes *3 March at 14:00* within a sentence.
    moment: (at, timeZone) => moment(at, timeZone).replace(" at ", ", "),
    // Used only in emails.
    fullMoment: (at, timeZone) => unbrokenMoment(fullMoment(at, timeZone)),
    day: date("day"),
    time: date("time"),
    zone(timeZone, at) {
      if (code === "en" || timeZone === "UTC") return timeZone;
      const parts = formatOf("zone", timeZone).formatToParts(at);
      return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
    },
    fromNow(at, now) {
      const left = at.getTime() - now.getTime();
      const words = (count: number, unit: "day" | "hour" | "minute") =>
        spaced(relative().format(Math.round(count), unit), code);
      if (left >= 1.5 * DAY_MS) return words(left / DAY_MS, "day");
      if (left >= 1.5 * HOUR_MS) return words(left / HOUR_MS, "hour");
      return words(Math.max(1, left / MINUTE_MS), "minute");
    },
    list: (names) => listed(conjunction(), names),
    either: (names) => listed(disjunction(), names),
    number: (count) => numbers().format(count),
  };
}

/** Spaces numbers as our sentences do, where no line may end: not at all in Japanese, *7 天后* in Chinese. */
function spaced(time: string, code: Language["code"]): string {
  const written = code === "zh-Hans" ? time.replace(/\d+/, "$& ") : time;
  return written.replaceAll(" ", code === "ja" ? "" : "\u00a0");
}

function listed(format: Intl.ListFormat, names: readonly string[]): Sentence {
  const parts = format.formatToParts(names);
  return parts.map(({ type, value }, at) =>
    type === "element" ? new Isolated(value) : between(value, parts[at - 1]?.value, parts[at + 1]?.value),
  );
}

const conjunctionsInChinese = ["和", "或"];
const startsInHan = /^\p{Script=Han}/u;
const endsInHan = /\p{Script=Han}$/u;

/**
 * Returns the text between names as our sentences write it: Chinese with spaces beside Latin names, Hebrew with a maqaf
 * before them.
 */
function between(word: string, before = "", after = ""): string {
  if (!conjunctionsInChinese.includes(word)) return word.replace("ו-", "ו־");
  return `${endsInHan.test(before) ? "" : " "}${word}${startsInHan.test(after) ? "" : " "}`;
}
