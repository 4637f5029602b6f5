import { statfs } from "node:fs/promises";

/** A file system in memory, on Linux; in a container it is often small. */
const inMemory = "/dev/shm";
const ROOM_BYTES = 4 * 2 ** 30;

/** Finds a folder whose files wait for no disk, with room for a whole run's databases; undefined if there is none. */
export async function memoryFolder(): Promise<string | undefined> {
  const found = await statfs(inMemory).catch(() => undefined);
  return found && found.bavail * found.bsize >= ROOM_BYTES ? inMemory : undefined;
}
