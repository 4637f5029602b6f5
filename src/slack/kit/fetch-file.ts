import type { WebClient } from "@slack/web-api";
import * as z from "zod";
import { ImportUnreadable } from "../../services/imports/refusals.ts";

/** Where Slack keeps files. */
const FILES = "https://files.slack.com";
const LONGEST_FETCH_MS = 20_000;

/**
 * A file given to a form, as Slack describes it. Nothing in it is trusted. A file kept outside Slack has no download
 * address; one from another organisation's channel has neither that nor a name.
 */
export const givenFile = z.object({
  name: z.string().nullish(),
  url_private_download: z.url().nullish(),
});

/**
 * Fetches a file given to a form, from Slack only.
 *
 * @param mostBytes the most that is read
 * @throws ImportUnreadable if it is larger, or Slack doesn't hand it over
 */
export async function fetchFile(
  client: WebClient,
  { url_private_download: url }: z.output<typeof givenFile>,
  mostBytes: number,
): Promise<Buffer> {
  if (!url) throw notFetched();
  const { origin } = new URL(url);
  const api = new URL(client.slackApiUrl).origin;
  if (origin !== FILES && (origin !== api || api === "https://slack.com")) throw notFetched();
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${client.token}` },
    redirect: "error",
    signal: AbortSignal.timeout(LONGEST_FETCH_MS),
  }).catch(() => null);
  // Without the scope, Slack answers with a sign-in page.
  const isPage = response?.headers.get("content-type")?.startsWith("text/html") ?? true;
  if (!response?.ok || !response.body || isPage) throw notFetched();
  try {
    return await atMost(mostBytes, response.body);
  } catch (error) {
    // The connection broke, or Slack took too long.
    throw error instanceof ImportUnreadable ? error : notFetched();
  }
}

async function atMost(mostBytes: number, body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > mostBytes) throw new ImportUnreadable({ reason: "too_large", most: "10 MB" });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const notFetched = () => new ImportUnreadable({ reason: "not_fetched" });
