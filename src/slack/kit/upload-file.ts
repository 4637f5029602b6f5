import { createWriteStream, openAsBlob } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { WebClient } from "@slack/web-api";
import type { AccountRef, Accounts, InWorkspace } from "./accounts.ts";

const FOLDER = join(tmpdir(), "iam-bot-");
const LONGEST_UPLOAD_MS = 60_000;

interface FileToSend {
  name: string;
  comment: string;
  content: AsyncIterable<string>;
}

/** Sends somebody a file, in their conversation with the app, while they wait. */
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

/** Sends a file to a conversation. It is written to disk first, where nobody else reads it: Slack asks how long it is. */
export async function uploadFile(
  slack: WebClient,
  { channel, name, comment, content }: FileToSend & { channel: string },
  at: InWorkspace,
): Promise<void> {
  const folder = await mkdtemp(FOLDER);
  try {
    const path = join(folder, "file");
    await pipeline(Readable.from(content), createWriteStream(path, { mode: 0o600 }));
    const { size } = await stat(path);
    const { upload_url: url, file_id: id } = await slack.files.getUploadURLExternal({
      filename: name,
      length: size,
      ...at,
    });
    if (!url || !id) throw new Error("Slack gave no address to upload to");
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: await openAsBlob(path),
      signal: AbortSignal.timeout(LONGEST_UPLOAD_MS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`Slack refused the upload: ${response.status}`);
    await slack.files.completeUploadExternal({
      files: [{ id, title: name }],
      channel_id: channel,
      initial_comment: comment,
      ...at,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
