import type { ComponentChildren } from "preact";
import { cardPage } from "./card-page.tsx";
import type { Page } from "./page.ts";
import { untranslated } from "./phrases.tsx";

/** Answers every link that we did not sign. Reveals nothing about anyone. */
export const brokenLinkPage = page(
  404,
  "This link does not work",
  "Part of it may be missing. Open the link in your email again, or copy all of it into the address bar. If it still does not work, ask whoever invited you for a new one.",
);

export const notFoundPage = page(404, "Page not found", "If you were invited, open the link in your email.");

export const tooManyRequestsPage = page(
  429,
  "One moment, please",
  "Too many requests came from your network. Wait a minute, then load this page again. Nothing was lost.",
);

/** Refuses more text than any field takes, and requests that none of our forms sends. */
export function refusedPage(status: number): Page {
  return status === 413
    ? page(status, "That is too long", "Nothing was changed. Go back, shorten what you typed, and try again.")
    : page(
        status,
        "We could not read that",
        "Nothing was changed. Open the link in your email and try again.",
      );
}

/** Says that the database was too slow or is away. The log line has the same id. */
export function tryAgainPage(id: string): Page {
  return troublePage(
    503,
    "Please try again in a minute",
    "Our database did not answer in time. Nothing is done twice when you try again.",
    id,
  );
}

/** Says that we failed. The log line has the same id. */
export function faultPage(id: string): Page {
  return troublePage(500, "Something went wrong", "It is our fault, not yours. Try again in a minute.", id);
}

function troublePage(status: number, heading: string, advice: string, id: string): Page {
  return page(
    status,
    heading,
    advice,
    <p class="soft">
      If it happens again, tell whoever invited you this id: <code {...untranslated}>{id}</code>
    </p>,
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
