import { statfs } from "node:fs/promises";

/** An in-memory file system on Linux; in a container it is often small. */
const inMemory = "/dev/shm";
const ROOM_BYTES = 4 * 2 ** 30;

/** Finds a folder in memory with room for the databases of a whole run; undefined if there is none. */
export async function memoryFolder(): Promise<string | undefined> {
  const found = await statfs(inMemory).catch(() => undefined);
  return found && found.bavail * found.bsize >= ROOM_BYTES ? inMemory : undefined;
}
