import type { ComponentChildren } from "preact";
import type { Reader } from "../reader.ts";
import { cardPage } from "./card-page.tsx";
import type { Page } from "./page.ts";
import { Say, untranslated } from "./phrases.tsx";

/** Answers every link that we didn't sign. Reveals nothing about anyone. */
export function brokenLinkPage({ words: { pages } }: Reader): Page {
  return page(404, pages.brokenLink, pages.brokenLinkMore);
}

/** Says that a confirmation link doesn't verify. Reveals nothing about anyone. */
export function brokenConfirmationPage({ words: { pages } }: Reader): Page {
  return page(404, pages.brokenLink, pages.brokenConfirmationMore);
}

export function notFoundPage({ words: { pages } }: Reader): Page {
  return page(404, pages.notFound, pages.notFoundMore);
}

export function tooManyRequestsPage({ words: { pages } }: Reader): Page {
  return page(429, pages.tooMany, pages.tooManyMore);
}

/** Refuses what nobody has time for right now. */
export function overloadedPage({ words: { pages } }: Pick<Reader, "words">): Page {
  return page(503, pages.tooMany, pages.overloadedMore);
}

/** Refuses more text than any field takes, and requests that none of our forms sends. */
export function refusedPage(status: number, { words: { pages } }: Reader): Page {
  return status === 413
    ? page(status, pages.tooLong, pages.tooLongMore)
    : page(status, pages.unreadable, pages.unreadableMore);
}

/** Says that the database was too slow or is unreachable. The log line has the same id. */
export function tryAgainPage(id: string, reader: Reader): Page {
  const { tryAgain, tryAgainMore } = reader.words.pages;
  return page(503, tryAgain, tryAgainMore, <Id of={id} reader={reader} />);
}

/** Says that we failed. The log line has the same id. */
export function faultPage(id: string, reader: Reader): Page {
  const { fault, faultMore } = reader.words.pages;
  return page(500, fault, faultMore, <Id of={id} reader={reader} />);
}

function Id({ of, reader: { words } }: { of: string; reader: Reader }) {
  return (
    <p class="soft">
      <Say of={words.pages.tellId({ id: <code {...untranslated}>{of}</code> })} />
    </p>
  );
}

function page(status: number, heading: string, advice: string, more?: ComponentChildren): Page {
  return cardPage(
    status,
    heading,
    <>
      <p>{advice}</p>
      {more}
    </>,
  );
}
