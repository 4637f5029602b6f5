import { type FileHandle, mkdtemp, open, readdir, rm, rmdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";

const PREFIX = "iam-bot-";
const NAME = "file";
/**
 * Folders that `mkdtemp` created for a file: the system's folder also contains others of ours, such as a demo's
 * database.
 */
const FOLDER = new RegExp(`^${PREFIX}[A-Za-z0-9]{6}$`);
/** Anything older is abandoned: a file has its name for an instant, and had it for minutes in older versions. */
const LEFT_AFTER_MS = 10 * 60_000;
const PIECE_BYTES = 64 * 1024;

/** The content of a temporary file. */
export interface TemporaryFile {
  /** In bytes. */
  size: number;
  /** Reads it from its beginning. */
  read(): Readable;
}

/**
 * Writes something to disk while it is in use, where nobody else can read it. The file loses its name before anything
 * is in it, so it vanishes with the process that holds it open, however that ends.
 */
export async function withTemporaryFile<T>(
  content: AsyncIterable<string>,
  use: (file: TemporaryFile) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const handle = await openNameless();
  // Not one of Node's streams: if it breaks, it closes the file, whose number may be another's by the time we close it.
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

/**
 * Removes what was left by processes that died while creating a temporary file, or by a version whose files kept their
 * names.
 */
export async function removeLeftFiles(): Promise<void> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((each) => FOLDER.test(each))) {
    const folder = join(tmpdir(), name);
    const made = await stat(folder).catch(() => null);
    const isLeft = made && Date.now() - made.mtimeMs > LEFT_AFTER_MS;
    if (isLeft) await removeFolder(folder).catch(() => undefined);
  }
}

/** Removes a folder that contains nothing but a temporary file. */
async function removeFolder(folder: string): Promise<void> {
  await rm(join(folder, NAME), { force: true });
  await rmdir(folder);
}
