import { z } from "zod";
import { slackErrorName } from "./slack-errors.ts";

const SLACK_API_URL = "https://slack.com/api/";
/** How long a rate limit without a readable time lasts. */
const USUAL_LIMIT_SECONDS = 1;

/** Thrown when what answers is not Slack, but a proxy's page, an outage's, or nothing. Its text is not kept. */
export class NotSlack extends Error {
  override readonly name = "NotSlack";
  constructor(readonly status: number) {
    super(`${status}, without an answer of Slack's`);
  }
}

/** What every method of the Web API answers, besides its own. */
const answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: slackErrorName }),
]);

/**
 * Makes a `fetch` that passes on what Slack's Web API answers, and nothing else: its client takes a page for Slack's
 * refusal, and quotes it.
 *
 * @throws NotSlack
 */
export function slackFetch(apiUrl: string = SLACK_API_URL): typeof fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!String(url).startsWith(apiUrl)) return response;
    const { status, statusText, headers } = response;
    if (status === 429) return new Response(null, { status, statusText, headers: limitOf(headers) });
    const text = await response.text();
    if (status !== 200 || !isAnswer(text)) throw new NotSlack(status);
    return new Response(text, { status, statusText, headers });
  };
}

function isAnswer(text: string): boolean {
  try {
    return answer.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** The client knows no rate limit without a time. */
function limitOf(headers: Headers): Headers {
  const readable = /^\d{1,9}$/.test(headers.get("retry-after") ?? "");
  return readable ? headers : new Headers({ "retry-after": String(USUAL_LIMIT_SECONDS) });
}
