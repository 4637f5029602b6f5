import { moment } from "../../services/format.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A moment; in UTC until the script, where it runs, says it in the reader's zone. */
export function When({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{moment(at)}</time>;
}

const relative = new Intl.RelativeTimeFormat("en-GB");

/** How long until then, in a person's words: *in 7 days*. */
export function fromNow(at: Date, now: Date): string {
  const left = at.getTime() - now.getTime();
  const words = (count: number, unit: "day" | "hour" | "minute") =>
    relative.format(Math.round(count), unit).replaceAll(" ", "\u00a0");
  if (left >= 1.5 * DAY_MS) return words(left / DAY_MS, "day");
  if (left >= 1.5 * HOUR_MS) return words(left / HOUR_MS, "hour");
  return words(Math.max(1, left / MINUTE_MS), "minute");
}

/** Somebody's name, whichever way it is written. */
export function Name({ of }: { of: string }) {
  return <bdi>{of}</bdi>;
}

/** Whoever invited, with the address to write to where it is known. */
export function Inviter({ inviter, inviterEmail }: { inviter: string; inviterEmail: string | null }) {
  return (
    <>
      <Name of={inviter} />
      {inviterEmail && (
        <>
          {" ("}
          <a href={`mailto:${encodeURIComponent(inviterEmail).replace("%40", "@")}`}>{inviterEmail}</a>)
        </>
      )}
    </>
  );
}

/** What went wrong, above a form: announced, and focused without a script. */
export function Notice({ children }: { children: preact.ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noAutofocus: focus belongs on what went wrong
    <div class="notice" role="alert" tabIndex={-1} autoFocus>
      {children}
    </div>
  );
}
