const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 24 * 60 * 60],
  ["hour", 60 * 60],
  ["minute", 60],
];

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** How long ago, in the largest unit that fits: *2 days ago*, *just now*. */
export function age(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000;
  const unit = units.find(([, length]) => seconds >= length);
  return unit ? words.format(-Math.floor(seconds / unit[1]), unit[0]) : "just now";
}
