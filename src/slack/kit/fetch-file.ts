import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { ImportUnreadable } from "../../services/imports/refusals.ts";

/** Where Slack keeps files. */
const FILE_HOST = "files.slack.com";
const LONGEST_FETCH_MS = 20_000;

/** A file that somebody gave to a form, as Slack describes it. Nothing in it is believed. */
export const givenFile = z.object({
  name: z.string().default("a file"),
  url_private_download: z.url(),
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
  const { host } = new URL(url);
  const api = new URL(client.slackApiUrl).host;
  if (host !== FILE_HOST && (host !== api || api === "slack.com")) throw notFetched();
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${client.token}` },
    redirect: "error",
    signal: AbortSignal.timeout(LONGEST_FETCH_MS),
  }).catch(() => null);
  // Without the scope Slack answers with a page to sign in.
  const isPage = response?.headers.get("content-type")?.startsWith("text/html") ?? true;
  if (!response?.ok || !response.body || isPage) throw notFetched();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > mostBytes) throw new ImportUnreadable({ reason: "too_large", most: "10 MB" });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const notFetched = () => new ImportUnreadable({ reason: "not_fetched" });
