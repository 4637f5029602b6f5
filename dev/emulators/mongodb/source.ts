import type { Log } from "../../tools/progress.ts";

/** What finding and fetching a mongod needs. */
export interface FetchContext {
  env: NodeJS.ProcessEnv;
  log: Log;
}

/** A place that a mongod can be fetched from. */
export interface MongodSource {
  /** For people to read: "MongoDB's own site". */
  name: string;
  /** Its folder in the cache, which names the version. */
  cacheName: string;
  /** Puts an executable called `mongod` into the folder. @throws with the reason it could not */
  fetch(folder: string, context: FetchContext): Promise<void>;
}
