import { setTimeout as pause } from "node:timers/promises";
import type { mongo } from "mongoose";
import * as z from "zod";
import { PATIENCE_MS } from "./patience.ts";

/** A server error after which no driver retries. */
const ATLAS_ERROR = 8000;
/** Longer than any test waits. */
const HANGING_MS = 10 * PATIENCE_MS;

/** How the next commands with some names go wrong. */
interface DatabaseTrouble {
  commands: string[];
  times: number;
  /** The error code, by default one after which no driver retries. `"hangs up"` drops the connection. */
  how?: number | "hangs up";
}

/** A command's first key is its name. MongoDB shows only the beginning of a long one, as text. */
const nameOfCommand = z
  .looseObject({ $truncated: z.string().optional() })
  .default({})
  .transform((command) => /^\{ (\w+):/.exec(command.$truncated ?? "")?.[1] ?? Object.keys(command)[0] ?? "");

const currentOps = z.object({
  inprog: z.array(z.object({ opid: z.number(), command: nameOfCommand })),
});

/** The only part needed of a Mongoose model. */
interface Collected {
  collection: { namespace: string };
}

/** The same, with its database. */
interface Stored {
  collection: { name: string };
  db: { name: string };
}

/** Makes things go wrong in a database, only for the client with this name unless stated otherwise. */
export class DatabaseFaults {
  /** Not the app's client, which may have no free connection while everything hangs. */
  readonly #client: mongo.MongoClient;
  readonly #appName: string;
  #hanging: string[] = [];

  /** @param appName the app's name in its database address */
  constructor(client: mongo.MongoClient, appName: string) {
    this.#client = client;
    this.#appName = appName;
  }

  /** Makes the next commands with these names fail. */
  async fail({ commands, times, how = ATLAS_ERROR }: DatabaseTrouble): Promise<void> {
    const fault = how === "hangs up" ? { closeConnection: true } : { errorCode: how };
    const data = { failCommands: commands, appName: this.#appName, ...fault };
    await this.#failPoint("failCommand", { times }, data);
  }

  /** Makes commands with these names hang, until they are interrupted or the database recovers. */
  async hang(commands: string[]): Promise<void> {
    this.#hanging = commands;
    const data = { failCommands: commands, appName: this.#appName };
    await this.#failPoint("failCommand", "alwaysOn", {
      ...data,
      blockConnection: true,
      blockTimeMS: HANGING_MS,
    });
  }

  /** Makes everything that hangs, or starts to, fail while some work runs. */
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

  /** Ends the trouble early; whatever hangs fails. */
  async recover(): Promise<void> {
    // MongoDB can't change a failpoint while something hangs in it.
    await this.interruptDuring(this.#failPoint("failCommand", "off"));
    this.#hanging = [];
  }

  /**
   * Ends transactions that the app left open, as after a kill or a refused commit. Otherwise MongoDB would hold their
   * locks for a minute.
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

  /** Blocks everyone's inserts into a collection. Returns a function that lets them continue and succeed. */
  async holdInserts({ collection }: Collected): Promise<() => Promise<unknown>> {
    return this.#hold("hangDuringBatchInsert", collection.namespace);
  }

  /** Blocks everyone's finds in a collection. Returns a function that lets them continue and succeed. */
  async holdFinds({ collection }: Collected): Promise<() => Promise<unknown>> {
    return this.#hold("waitInFindBeforeMakingBatch", collection.namespace);
  }

  /** Makes commands on a collection fail after this many succeed; with `away`, as if the database were away. */
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
