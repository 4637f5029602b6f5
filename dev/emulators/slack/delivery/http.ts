import { type Acknowledgement, type RequestKind, readAnswer } from "./acknowledgement.ts";
import { sign } from "./signature.ts";

/** A request's body, encoded for HTTP. */
export interface Encoded {
  body: string;
  contentType: string;
}

/** How a request differs from an ordinary first delivery. */
export interface Oddity {
  /** A signature other than the right one. */
  signature?: string;
  /** The signed time, in seconds since 1970; now by default. */
  timestamp?: number;
  /** Makes it a retry: Slack says which one, and why. */
  retry?: { number: number; reason: string };
}

/** Encodes commands as form fields, interactions as JSON in one form field, events as JSON. */
export function encode(kind: RequestKind, payload: Record<string, unknown>): Encoded {
  if (kind === "events_api") return { body: JSON.stringify(payload), contentType: "application/json" };
  const fields = kind === "interactive" ? { payload: JSON.stringify(payload) } : textFields(payload);
  return { body: new URLSearchParams(fields).toString(), contentType: "application/x-www-form-urlencoded" };
}

/** Posts a body, signed. */
export async function post(
  url: string,
  secret: string,
  { body, contentType }: Encoded,
  deadlineMs: number,
  oddity: Oddity = {},
): Promise<Acknowledgement> {
  const timestamp = oddity.timestamp ?? Math.floor(Date.now() / 1000);
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": contentType,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": String(timestamp),
        "X-Slack-Signature": oddity.signature ?? sign(secret, timestamp, body),
        ...(oddity.retry
          ? { "X-Slack-Retry-Num": String(oddity.retry.number), "X-Slack-Retry-Reason": oddity.retry.reason }
          : {}),
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(deadlineMs),
    });
    const answer = readAnswer(await response.text());
    const error = response.status === 200 ? undefined : "dispatch_failed";
    return { error, status: response.status, body: answer, ms: took() };
  } catch (problem) {
    const late = problem instanceof Error && problem.name === "TimeoutError";
    return {
      error: late ? "operation_timeout" : "dispatch_failed",
      status: undefined,
      body: undefined,
      ms: took(),
    };
  }
}

function textFields(payload: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
}
