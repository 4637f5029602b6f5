import { type FileHandle, mkdtemp, open, readdir, rm, rmdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";

const PREFIX = "iam-bot-";
const NAME = "file";
/** Folders that `mkdtemp` made for a file: the system's folder holds others of ours, such as a demo's database. */
const FOLDER = new RegExp(`^${PREFIX}[A-Za-z0-9]{6}$`);
/** What is older is nobody's: a file has its name for an instant, and had it for minutes in older versions. */
const LEFT_AFTER_MS = 10 * 60_000;
const PIECE_BYTES = 64 * 1024;

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
  // No stream of Node's: one that breaks off closes the file, whose number may be another's by the time that we do.
  try {
    for await (const piece of content) {
      signal?.throwIfAborted();
      await handle.writeFile(piece);
    }
    const { size } = await handle.stat();
    return await use({ size, read: () => Readable.from(piecesOf(handle)) });
  } finally {
    await handle.close();
  }
}

async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(PIECE_BYTES), position });
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  try {
    return await open(join(folder, NAME), "wx+", 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what processes left that died while they made a temporary file, or were of a version whose files kept their names. */
export async function removeLeftFiles(): Promise<void> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((each) => FOLDER.test(each))) {
    const folder = join(tmpdir(), name);
    const made = await stat(folder).catch(() => null);
    const isLeft = made && Date.now() - made.mtimeMs > LEFT_AFTER_MS;
    if (isLeft) await removeFolder(folder).catch(() => undefined);
  }
}

/** Removes a folder that holds nothing but a temporary file. */
async function removeFolder(folder: string): Promise<void> {
  await rm(join(folder, NAME), { force: true });
  await rmdir(folder);
}
