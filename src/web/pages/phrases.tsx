import { DAY_MS, HOUR_MS } from "../../services/durations.ts";
import { readableEmails } from "../../services/email-address.ts";
import { moment } from "../../services/format.ts";

const MINUTE_MS = 60_000;

/** Shows a moment in UTC; the script, where it runs, changes it to the reader's zone. */
export function When({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{moment(at)}</time>;
}

const relative = new Intl.RelativeTimeFormat("en-GB");

/** Says how long until then: *in 7 days*. */
export function fromNow(at: Date, now: Date): string {
  const left = at.getTime() - now.getTime();
  const words = (count: number, unit: "day" | "hour" | "minute") =>
    relative.format(Math.round(count), unit).replaceAll(" ", "\u00a0");
  if (left >= 1.5 * DAY_MS) return words(left / DAY_MS, "day");
  if (left >= 1.5 * HOUR_MS) return words(left / HOUR_MS, "hour");
  return words(Math.max(1, left / MINUTE_MS), "minute");
}

/** Shows a name, in either writing direction. */
export function Name({ of }: { of: string }) {
  return <bdi>{of}</bdi>;
}

/** Keeps a text out of a browser's translation. Preact's types take a boolean here, which it doesn't write out. */
export const untranslated: Readonly<Record<string, string>> = { translate: "no" };

/** Shows an address, which a browser's translation leaves alone. */
export function Email({ of }: { of: string }) {
  return <bdi {...untranslated}>{of}</bdi>;
}

/** Shows the inviter, with their address if it is known. */
export function Inviter({ inviter, inviterEmail }: { inviter: string; inviterEmail: string | null }) {
  return (
    <>
      <Name of={inviter} />
      {inviterEmail && (
        <>
          {" ("}
          <a {...untranslated} href={`mailto:${encodeURIComponent(inviterEmail).replace("%40", "@")}`}>
            {readableEmails(inviterEmail)}
          </a>
          )
        </>
      )}
    </>
  );
}

/** Shows above a form what went wrong: announced, and focused without a script. */
export function Notice({ children }: { children: preact.ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noAutofocus: focus belongs on what went wrong
    <div class="notice" role="alert" tabIndex={-1} autoFocus>
      {children}
    </div>
  );
}
