import type { Page } from "./page.ts";

/** For anything that we did not sign, and says nothing about anyone. */
export const brokenLinkPage = page(
  404,
  "This link does not work",
  "Part of it may be missing. Open the link in your email again, or copy all of it into the address bar.",
);

export const notFoundPage = page(
  404,
  "There is no such page",
  "If you were invited, open the link in your email.",
);

export const tooManyRequestsPage = page(
  429,
  "One moment, please",
  "Too many requests came from your network. Wait a minute, then load this page again. Nothing was lost.",
);

/** More text than any field takes, or a request that no form of ours sends. */
export function refusedPage(status: number): Page {
  return status === 413
    ? page(status, "That is too long", "Nothing was changed. Go back, shorten what you typed, and try again.")
    : page(
        status,
        "That could not be read",
        "Nothing was changed. Open the link in your email and try again.",
      );
}

export const tryAgainPage = page(
  503,
  "Please try again in a minute",
  "Our database did not answer in time. Nothing was changed.",
);

/** A fault of ours; the log line has the same id. */
export function faultPage(id: string): Page {
  return {
    status: 500,
    title: "Something went wrong",
    content: (
      <div class="card">
        <h1>Something went wrong</h1>
        <p>It is our fault, not yours. Try again in a minute.</p>
        <p>
          If it happens again, tell whoever invited you this id: <code>{id}</code>
        </p>
      </div>
    ),
  };
}

function page(status: number, heading: string, advice: string): Page {
  return {
    status,
    title: heading,
    content: (
      <div class="card">
        <h1>{heading}</h1>
        <p>{advice}</p>
      </div>
    ),
  };
}
