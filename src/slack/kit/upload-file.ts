import { request as overHttp } from "node:http";
import { request as overTls } from "node:https";
import { pipeline } from "node:stream/promises";
import type { WebClient } from "@slack/web-api";
import * as z from "zod";
import type { AccountRef, Accounts, InWorkspace } from "./accounts.ts";
import { isTimedOut, NotSlack, slackErrorCode } from "./slack-errors.ts";
import { type TemporaryFile, withTemporaryFile } from "./temporary-file.ts";
import { escapeText } from "./text.ts";

/** How long Slack may go without taking more of a file, or without answering. */
const LONGEST_SILENCE_MS = 30_000;

/** A file, and the text with it. */
interface FileToSend {
  name: string;
  /** Shown as it is; the name by default. */
  title?: string;
  /** Shown as it is. */
  comment: string;
  content: AsyncIterable<string>;
}

/** Sends someone a file in their conversation with the app, while they wait. */
export async function sendFile(
  slack: WebClient,
  accounts: Pick<Accounts, "inWorkspace">,
  ref: AccountRef,
  file: () => FileToSend,
): Promise<void> {
  await accounts.inWorkspace(ref, async (at) => {
    const { channel } = await slack.conversations.open({ users: ref.userId, ...at });
    await uploadFile(slack, { channel: channel?.id ?? "", ...file() }, at);
  });
}

/**
 * Sends a file to a conversation. It is first written to disk, where nobody else can read it, because Slack asks for
 * its length.
 *
 * @param remember gets its id before anyone sees it
 */
export async function uploadFile(
  slack: WebClient,
  { content, ...sharing }: FileToSend & { channel: string },
  at: InWorkspace,
  remember?: (id: string) => Promise<void>,
): Promise<void> {
  await withTemporaryFile(content, async (file) => {
    const id = await bringFile(slack, sharing.name, file, at);
    await remember?.(id);
    await shareFile(slack, id, sharing, at);
  });
}

/** Uploads a file to Slack, where nobody sees it yet; returns its id. */
export async function bringFile(
  slack: WebClient,
  name: string,
  file: TemporaryFile,
  at: InWorkspace,
  signal?: AbortSignal,
): Promise<string> {
  const ticket = await slack.files.getUploadURLExternal({ filename: name, length: file.size, ...at });
  if (!ticket.upload_url || !ticket.file_id) throw new NotSlack(200);
  const status = await post(new URL(ticket.upload_url), file, signal);
  if (status !== 200) throw new NotSlack(status);
  return ticket.file_id;
}

/** @returns the status of the answer; 0 if the connection broke */
async function post(
  url: URL,
  { size, read }: TemporaryFile,
  signal: AbortSignal | undefined,
): Promise<number> {
  // `fetch` keeps what it has sent of a body in memory, up to all of it.
  const request = (url.protocol === "http:" ? overHttp : overTls)(url, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "Content-Length": size },
    signal,
  });
  const silence = new DOMException("Slack is silent", "TimeoutError");
  request.setTimeout(LONGEST_SILENCE_MS, () => request.destroy(silence));
  const answered = new Promise<number>((resolve, reject) => {
    request.once("error", reject);
    request.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  try {
    const [status] = await Promise.all([answered, pipeline(read(), request)]);
    return status;
  } catch (error) {
    if (signal?.aborted || isTimedOut(error)) throw error;
    return 0;
  }
}

/** Shows an uploaded file in a conversation. */
export async function shareFile(
  slack: WebClient,
  id: string,
  { channel, name, title = name, comment }: Omit<FileToSend, "content"> & { channel: string },
  at: InWorkspace,
): Promise<void> {
  const files: [{ id: string; title: string }] = [{ id, title }];
  await slack.files.completeUploadExternal({
    files,
    channel_id: channel,
    initial_comment: escapeText(comment),
    ...at,
  });
}

const described = z.object({
  file: z.object({
    ims: z.array(z.string()).default([]),
    shares: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  }),
});

/**
 * Asks Slack whether a file is already shown in a conversation: the process that shared it may have died before it
 * knew.
 */
export async function isShared(slack: WebClient, id: string, channel: string): Promise<boolean> {
  try {
    const { file } = described.parse(await slack.files.info({ file: id }));
    const shown = [...file.ims, ...Object.values(file.shares).flatMap((each) => Object.keys(each))];
    return shown.includes(channel);
  } catch (error) {
    if (slackErrorCode(error) === "file_not_found") return false;
    throw error;
  }
}
