import { asText } from "../locales/sentence.ts";
import type { Words } from "../locales/words.ts";
import { DAY_MS } from "./durations.ts";
import type { End } from "./ends.ts";
import { localDay, wallClock } from "./local-time.ts";

/** Names an end with its zone in the reader's language: the last day, or a day and a time. */
export function endIn({ common, day, time, language }: Words, { until, zone }: End): string {
  const at = localDay(until, zone);
  const end = at.isStart
    ? common.endDay({ day: day(new Date(at.day - DAY_MS), "UTC"), zone })
    : common.endTime({ day: day(new Date(at.day), "UTC"), time: time(wallClock(until, zone), "UTC"), zone });
  return asText(end, language.dir);
}

/** Writes a time in the reader's language: *8 hours*, *3 days*. */
export function hoursIn({ common, language }: Words, hours: number): string {
  const time = hours % 24 === 0 ? common.days({ days: hours / 24 }) : common.hours({ hours });
  return asText(time, language.dir);
}
