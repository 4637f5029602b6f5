/** By time zone: creating one takes longer than the rest of a page. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  });
  formats.set(timeZone, format);
  return format;
}

/** Formats a moment for a reader in their own zone: *3 March, 14:00 CET*. */
export function moment(at: Date, timeZone = "UTC"): string {
  return formatIn(timeZone).format(at).replace(" at ", ", ");
}

const days = new Map<string, Intl.DateTimeFormat>();

/** Formats a day for a reader in their own zone: *3 March 2027*. */
export function day(at: Date, timeZone = "UTC"): string {
  const format = days.get(timeZone) ?? new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone });
  days.set(timeZone, format);
  return format.format(at);
}

/** Joins names: *Mia Chen or Jonas Weber*. */
export const either = (names: readonly string[]) =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(names);

/** Formats a number of hours: *8 hours*, *3 days*. */
export function hoursText(hours: number): string {
  const [count, unit] = hours % 24 === 0 ? [hours / 24, "day"] : [hours, "hour"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
