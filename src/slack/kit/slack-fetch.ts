import * as z from "zod";
import { NotSlack, slackErrorName } from "./slack-errors.ts";

const SLACK_API_URL = "https://slack.com/api/";
/** How long a rate limit without a readable time lasts. */
const USUAL_LIMIT_SECONDS = 1;

/** What every method of the Web API answers, besides its own fields. */
const success = z.object({ ok: z.literal(true) });
const answer = z.discriminatedUnion("ok", [
  success,
  z.object({ ok: z.literal(false), error: slackErrorName }),
]);

/**
 * Creates a `fetch` that passes on what Slack answers, and nothing else. The Web API client would take a page for a
 * refusal by Slack and quote it; Bolt takes one from a `response_url` for success.
 *
 * @throws NotSlack
 */
export function slackFetch(apiUrl: string = SLACK_API_URL): typeof fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!String(url).startsWith(apiUrl)) return taken(response);
    const { status, statusText, headers } = response;
    if (status === 429) return new Response(null, { status, statusText, headers: limitOf(headers) });
    const text = await response.text();
    if (status !== 200 || !isAnswer(text)) throw new NotSlack(status);
    return new Response(text, { status, statusText, headers });
  };
}

function isAnswer(text: string, kind: z.ZodType = answer): boolean {
  try {
    return kind.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/**
 * Passes on the answer of a `response_url`: `ok`, or `{"ok":true}`, if it accepted what it was sent.
 *
 * @throws NotSlack
 */
export async function taken(response: Response): Promise<Response> {
  const { ok, status, statusText } = response;
  const text = await response.text();
  if (ok && text.trim() !== "ok" && !isAnswer(text, success)) throw new NotSlack(status);
  return new Response(text, { status, statusText });
}

/** The client can't handle a rate limit without a time. */
function limitOf(headers: Headers): Headers {
  const readable = /^\d{1,9}$/.test(headers.get("retry-after") ?? "");
  return readable ? headers : new Headers({ "retry-after": String(USUAL_LIMIT_SECONDS) });
}
