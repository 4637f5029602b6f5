import type { WebClient } from "@slack/web-api";
import * as z from "zod";
import { ImportUnreadable } from "../../services/imports/refusals.ts";

/** Where Slack keeps files. */
const FILES = "https://files.slack.com";
const LONGEST_FETCH_MS = 20_000;

/**
 * A file that somebody gave to a form, as Slack describes it. Nothing in it is believed. One that is kept outside of Slack has
 * no address to download it from, one of another organisation's channel neither that nor a name.
 */
export const givenFile = z.object({
  name: z.string().nullish(),
  url_private_download: z.url().nullish(),
});

/**
 * Fetches a file that somebody gave to a form, from Slack alone.
 *
 * @param mostBytes so much is read at most
 * @throws ImportUnreadable when it is larger, or Slack does not hand it over
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
  // Without the scope Slack answers with a page to sign in.
  const isPage = response?.headers.get("content-type")?.startsWith("text/html") ?? true;
  if (!response?.ok || !response.body || isPage) throw notFetched();
  try {
    return await atMost(mostBytes, response.body);
  } catch (error) {
    // The connection broke off, or Slack took too long.
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
