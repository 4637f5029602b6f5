/** What SendGrid does at one of the next sends, instead of accepting at once. */
export type Fault =
  /** Refuses; nothing is accepted. A redirect leads to the mailbox. */
  | Refusal
  /** Accepts at once, and answers late. */
  | { delayMs: number }
  /** Accepts at once, but answers only when told to. */
  | { until: Promise<unknown> }
  /** Accepts, and hangs up without an answer, so that the sender can't know. */
  | { dropAfterAccepting: true };

interface Refusal {
  status: number;
  /** Seconds; null for a 429 that does not say when. */
  retryAfter?: number | null;
  message?: string;
  /** A proxy's answer instead of SendGrid's JSON; "" for an empty one. */
  page?: string;
}

const messages: Record<number, string> = {
  400: "Bad Request",
  401: "The provided authorization grant is invalid, expired, or revoked",
  403: "access forbidden",
  413: "The JSON payload you have included in your request is too large.",
  429: "too many requests",
};

/** Returns the headers that come with a status. */
export function headersFor(
  { status, retryAfter }: Pick<Refusal, "status" | "retryAfter">,
  now: Date,
): Record<string, string> {
  if (status >= 300 && status < 400) return { Location: "/" };
  if (retryAfter === null || (status !== 429 && retryAfter === undefined)) return {};
  const seconds = retryAfter ?? 1;
  const wait: Record<string, string> = retryAfter === undefined ? {} : { "Retry-After": String(seconds) };
  if (status !== 429) return wait;
  return {
    ...wait,
    "X-RateLimit-Limit": "600",
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": String(Math.ceil(now.getTime() / 1000) + seconds),
  };
}

/** Returns the body that comes with a status. */
export function errorBody(status: number, message = messages[status] ?? "internal error") {
  return { errors: [{ message, field: null, help: null }] };
}
