const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });

/** Draws a time in the reader's zone, with the day unless it is today. */
export function Moment({ at }: { at: string }) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  return <time dateTime={at}>{today ? time.format(date) : `${day.format(date)}, ${time.format(date)}`}</time>;
}
