import { setTimeout as pause } from "node:timers/promises";
import type { mongo } from "mongoose";
import * as z from "zod";
import { PATIENCE_MS } from "./patience.ts";

/** An error of the server that no driver tries again after. */
const ATLAS_ERROR = 8000;
/** Longer than any test waits. */
const HANGING_MS = 10 * PATIENCE_MS;

/** How the next commands of some names are to go wrong. */
interface DatabaseTrouble {
  commands: string[];
  times: number;
  /** The code they fail with; by default one that no driver retries. `"hangs up"`: the connection breaks. */
  how?: number | "hangs up";
}

/** A command's first key is its name. Of a long one MongoDB shows the beginning, as text. */
const nameOfCommand = z
  .looseObject({ $truncated: z.string().optional() })
  .default({})
  .transform((command) => /^\{ (\w+):/.exec(command.$truncated ?? "")?.[1] ?? Object.keys(command)[0] ?? "");

const currentOps = z.object({
  inprog: z.array(z.object({ opid: z.number(), command: nameOfCommand })),
});

/** A Mongoose model, of which only this is needed. */
interface Collected {
  collection: { namespace: string };
}

/** The same, with its database. */
interface Stored {
  collection: { name: string };
  db: { name: string };
}

/** What goes wrong in a database, for the client of this name alone unless it says otherwise. */
export class DatabaseFaults {
  /** Not the app's, which may have no connection free while everything hangs. */
  readonly #client: mongo.MongoClient;
  readonly #appName: string;
  #hanging: string[] = [];

  /** @param appName what the app's address of the database calls the app */
  constructor(client: mongo.MongoClient, appName: string) {
    this.#client = client;
    this.#appName = appName;
  }

  /** Makes the next commands of these names fail. */
  async fail({ commands, times, how = ATLAS_ERROR }: DatabaseTrouble): Promise<void> {
    const fault = how === "hangs up" ? { closeConnection: true } : { errorCode: how };
    const data = { failCommands: commands, appName: this.#appName, ...fault };
    await this.#failPoint("failCommand", { times }, data);
  }

  /** Makes the commands of these names hang, until they are interrupted or the database recovers. */
  async hang(commands: string[]): Promise<void> {
    this.#hanging = commands;
    const data = { failCommands: commands, appName: this.#appName };
    await this.#failPoint("failCommand", "alwaysOn", {
      ...data,
      blockConnection: true,
      blockTimeMS: HANGING_MS,
    });
  }

  /** Makes whatever hangs fail, and what comes to hang, for as long as something else takes. */
  async interruptDuring(work: Promise<unknown>): Promise<void> {
    let over = this.#hanging.length === 0;
    const done = work.finally(() => {
      over = true;
    });
    while (!over) {
      const found = await this.#administer({ currentOp: true, appName: this.#appName, active: true });
      for (const { opid, command } of currentOps.parse(found).inprog)
        if (this.#hanging.includes(command)) await this.#administer({ killOp: 1, op: opid });
      await Promise.race([done, pause(20)]);
    }
    await done;
  }

  /** Ends the trouble before all of it came about; what hangs fails. */
  async recover(): Promise<void> {
    // MongoDB changes no failpoint that something hangs in.
    await this.interruptDuring(this.#failPoint("failCommand", "off"));
    this.#hanging = [];
  }

  /**
   * Ends transactions that the app left open, as when it was killed or a commit was refused. Otherwise MongoDB keeps
   * their locks for a minute.
   */
  async endTransactions(): Promise<void> {
    const open = await this.#client
      .db("admin")
      .aggregate<{ lsid: { id: mongo.UUID } }>([
        { $currentOp: { idleSessions: true } },
        { $match: { appName: this.#appName, transaction: { $exists: true } } },
      ])
      .toArray();
    if (open.length > 0) await this.#administer({ killSessions: open.map(({ lsid: { id } }) => ({ id })) });
  }

  /** Holds inserts into a collection up, whoever's they are. Returns what lets them go on, and succeed. */
  async holdInserts({ collection }: Collected): Promise<() => Promise<unknown>> {
    return this.#hold("hangDuringBatchInsert", collection.namespace);
  }

  /** Holds finds in a collection up, whoever's they are. Returns what lets them go on, and succeed. */
  async holdFinds({ collection }: Collected): Promise<() => Promise<unknown>> {
    return this.#hold("waitInFindBeforeMakingBatch", collection.namespace);
  }

  /** Makes the commands of a name on a collection fail, after so many that succeed; `away` as if the database was. */
  async failAfter(command: string, { collection, db }: Stored, succeed: number, away = false): Promise<void> {
    const data = {
      failCommands: [command],
      appName: this.#appName,
      errorCode: ATLAS_ERROR,
      ...(away && { errorLabels: ["RetryableWriteError"] }),
    };
    await this.#failPoint(
      "failCommand",
      { skip: succeed },
      { ...data, namespace: `${db.name}.${collection.name}` },
    );
  }

  async #hold(point: string, nss: string): Promise<() => Promise<unknown>> {
    await this.#failPoint(point, "alwaysOn", { nss, shouldCheckForInterrupt: true });
    return () => this.#failPoint(point, "off");
  }

  async #failPoint(name: string, mode: unknown, data: Record<string, unknown> = {}): Promise<unknown> {
    return this.#administer({ configureFailPoint: name, mode, data });
  }

  async #administer(command: Record<string, unknown>): Promise<unknown> {
    return this.#client.db("admin").command(command);
  }
}
