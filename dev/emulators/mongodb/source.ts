import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../../tools/progress.ts";

/** What finding a mongod needs from outside. */
export interface SlackContext {
  env: NodeJS.ProcessEnv;
  log: Log;
}

/** A place that a mongod can be fetched from. */
export interface MongodSource {
  /** As told to a person: "MongoDB's own site". */
  name: string;
  /** The folder that keeps it in the cache; it names the version. */
  cacheName: string;
  /** Puts an executable called `mongod` into the folder, or throws why it could not. */
  fetch(folder: string, context: SlackContext): Promise<void>;
}

/** How much lies in a folder, to tell how far a download is. */
export async function folderMegabytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true })) {
    const found = await stat(join(folder, entry)).catch(() => undefined);
    if (found?.isFile()) bytes += found.size;
  }
  return Math.round(bytes / 1_000_000);
}
