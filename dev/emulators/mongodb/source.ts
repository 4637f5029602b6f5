import type { Log } from "../../tools/progress.ts";

/** What finding and fetching a mongod needs. */
export interface FetchContext {
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
  fetch(folder: string, context: FetchContext): Promise<void>;
}
