const TIMEOUT_MS = 5_000;

/** A server's answer. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Undefined when the body is not JSON. */
  json: unknown;
  /** How far the server's clock is ahead of ours, in milliseconds; null when it sends no date. */
  aheadMs: number | null;
}

/** Thrown when no usable answer comes. `why` is a clause without a full stop: "the connection is refused". */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  constructor(
    readonly why: string,
    /** Whether nothing listens there, at least not yet. */
    readonly nobodyListens: boolean,
  ) {
    super(why);
  }
}

/**
 * Sends a request, following no redirect.
 *
 * @throws NoAnswer after 5 s, or as soon as none can come
 */
export async function ask(url: string, request: RequestInit = {}): Promise<Answer> {
  const asked = Date.now();
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...request,
    });
    const answered = Date.now();
    const json: unknown = await response.json().catch(() => undefined);
    const { status, headers } = response;
    return { status, headers, json, aheadMs: ahead(headers.get("date"), (asked + answered) / 2) };
  } catch (error) {
    throw noAnswer(error);
  }
}

/** A Date header has whole seconds: on average it is half a second old. */
function ahead(date: string | null, ours: number): number | null {
  const theirs = Date.parse(date ?? "");
  return Number.isNaN(theirs) ? null : theirs + 500 - ours;
}

function noAnswer(error: unknown): NoAnswer {
  if (error instanceof Error && error.name === "TimeoutError")
    return new NoAnswer(`no answer came within ${TIMEOUT_MS / 1000} seconds`, false);
  const code = codeOf(error instanceof Error ? error.cause : undefined);
  if (code === "ECONNREFUSED") return new NoAnswer("the connection is refused", true);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return new NoAnswer("its name is not in the DNS", false);
  if (/CERT|SIGNATURE|ISSUER/.test(code))
    return new NoAnswer(`its certificate is not valid (${code})`, false);
  if (/SSL|EPROTO/.test(code)) return new NoAnswer("it does not speak https", false);
  return new NoAnswer(`it can't be reached (${code})`, false);
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "no reason given";
}
