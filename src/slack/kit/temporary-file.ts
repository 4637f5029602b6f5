import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, mkdtemp, open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const PREFIX = "iam-bot-";
/** What is older is nobody's: a file has its name for an instant, and had it for minutes in older versions. */
const LEFT_AFTER_MS = 10 * 60_000;

/** What was written to a temporary file. */
export interface TemporaryFile {
  /** In bytes. */
  size: number;
  /** Reads it from its beginning. */
  read(): Readable;
}

/**
 * Writes something to disk while it is used, where nobody else reads it: the file loses its name before anything is in it, so
 * that it goes with whoever holds it open, however their process ends.
 */
export async function withTemporaryFile<T>(
  content: AsyncIterable<string>,
  use: (file: TemporaryFile) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const handle = await openNameless();
  // By its number: a stream of the handle itself would keep it from being closed.
  const open = { fd: handle.fd, autoClose: false };
  try {
    await pipeline(content, createWriteStream("", open), { signal });
    const { size } = await handle.stat();
    return await use({ size, read: () => createReadStream("", { ...open, start: 0 }) });
  } finally {
    await handle.close();
  }
}

async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  try {
    return await open(join(folder, "file"), "wx+", 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what processes left that died while they made a temporary file, or were of a version whose files kept their names. */
export async function removeLeftFiles(): Promise<void> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const path = join(tmpdir(), name);
    const made = await stat(path).catch(() => null);
    const isLeft = made && Date.now() - made.mtimeMs > LEFT_AFTER_MS;
    if (isLeft) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
