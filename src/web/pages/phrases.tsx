import type { ComponentChildren, VNode } from "preact";
import { breaksBefore, Isolated, type Sentence } from "../../locales/sentence.ts";
import { unbrokenMoment } from "../../locales/unbroken.ts";
import type { Words } from "../../locales/words.ts";
import { readableEmails } from "../../services/email-address.ts";
import type { Notes } from "./notes.ts";

/** Shows a sentence; names in it keep their own writing direction. */
export function Say({ of }: { of: string | Sentence<VNode> }) {
  if (typeof of === "string") return <>{of}</>;
  return (
    <>
      {of.map((part, index) => [
        breaksBefore(of, index) && <wbr />,
        part instanceof Isolated ? <bdi>{part.text}</bdi> : part,
      ])}
    </>
  );
}

/** Creates the function that shows moments in UTC; the script, if it runs, converts them to the reader's zone. */
export function moments({ moment }: Words): (at: Date) => VNode {
  return (at) => <time dateTime={at.toISOString()}>{unbrokenMoment(moment(at, "UTC"))}</time>;
}

/** Protects a text from a browser's translation. Preact's types take a boolean here, which it doesn't write out. */
export const untranslated: Readonly<Record<string, string>> = { translate: "no" };

/** Shows an address, which a browser's translation leaves alone. */
export function Email({ of }: { of: string }) {
  return <bdi {...untranslated}>{of}</bdi>;
}

/** Shows the inviter, with their address if it is known. */
export function Inviter({ inviter, inviterEmail }: { inviter: string; inviterEmail: string | null }) {
  return (
    <>
      <bdi>{inviter}</bdi>
      {inviterEmail && (
        <>
          {" ("}
          <a
            {...untranslated}
            dir="ltr"
            href={`mailto:${encodeURIComponent(inviterEmail).replace("%40", "@")}`}
          >
            {readableEmails(inviterEmail)}
          </a>
          )
        </>
      )}
    </>
  );
}

/** Says why a page is shown again, if there is a reason. */
export function PageNotice({ notice, words }: Pick<Notes, "notice"> & { words: Words }) {
  return notice ? (
    <Notice>
      <Say of={notice(words)} />
    </Notice>
  ) : null;
}

/** Says above a form what went wrong: announced, and focused without a script. */
export function Notice({ children }: { children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noAutofocus: focus belongs on what went wrong
    <div class="notice" role="alert" tabIndex={-1} autoFocus>
      {children}
    </div>
  );
}
