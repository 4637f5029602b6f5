import { memo } from "../../locales/memo.ts";

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 24 * 60 * 60],
  ["hour", 60 * 60],
  ["minute", 60],
];

const format = memo(() => new Intl.RelativeTimeFormat("en"));

/**
 * Says how long ago or ahead, in the largest unit that fits: *2 days ago*, *in 7 days*; within a minute, *just now*.
 */
export function relativeTime(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  return unit ? format().format(Math.round(seconds / unit[1]), unit[0]) : "just now";
}
