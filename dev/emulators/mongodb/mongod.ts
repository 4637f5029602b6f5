import { randomBytes } from "node:crypto";
import { mongo } from "mongoose";
import { type Log, secondsSince } from "../../tools/progress.ts";
import { findMongod } from "./binary.ts";
import { startReplicaSet } from "./server.ts";

/** A MongoDB that accepts writes. */
export interface Mongod {
  /** Names no database; see {@link databaseUri}. */
  uri: string;
  /** Its version and where it comes from, in one line. */
  source: string;
  /** Databases whose names start with this belong to this run, and are removed by `stop`. */
  databasePrefix: string;
  stop(): Promise<void>;
}

/**
 * Starts a MongoDB replica set of one, or uses the one that `TEST_MONGODB_URI` names, and logs which.
 *
 * @param log receives the choice in one line, and progress every two seconds
 * @param dataFolder keeps its data after `stop`
 * @param temporaryFolder holds data that is not kept; the system's by default
 * @throws one message with everything that was tried, and what to do
 */
export async function startMongod({
  log,
  env = process.env,
  dataFolder,
  temporaryFolder,
}: {
  log: Log;
  env?: NodeJS.ProcessEnv;
  dataFolder?: string | undefined;
  temporaryFolder?: string | undefined;
}): Promise<Mongod> {
  const began = performance.now();
  const databasePrefix = `iam-${randomBytes(4).toString("hex")}`;
  if (env.TEST_MONGODB_URI && dataFolder)
    throw new Error("TEST_MONGODB_URI names a server that can't keep data in a folder. Unset it.");
  if (env.TEST_MONGODB_URI) {
    const uri = env.TEST_MONGODB_URI;
    const source = `MongoDB ${await replicaSetVersion(uri)} named by TEST_MONGODB_URI`;
    log(source);
    return { uri, source, databasePrefix, stop: () => dropDatabases(uri, databasePrefix) };
  }
  const binary = await findMongod({ env, log });
  const { uri, stop } = await startReplicaSet(binary.path, dataFolder, temporaryFolder);
  const source = `MongoDB ${binary.version} ${binary.source} (${binary.path})`;
  log(`${source}, ready in ${secondsSince(began)}`);
  return { uri, source, databasePrefix, stop };
}

/** Adds a database to the address of a server; an account in `uri` still signs in where it did. */
export function databaseUri(uri: string, name: string): string {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(uri);
  if (parts?.[1] === undefined) throw new Error("This is not a mongodb:// address.");
  const [, server, database = "", query = ""] = parts;
  const parameters = new URLSearchParams(query);
  if (server.includes("@") && !parameters.has("authSource")) {
    parameters.set("authSource", database === "" ? "admin" : database);
  }
  return `${server}/${name}${parameters.size > 0 ? `?${parameters}` : ""}`;
}

async function replicaSetVersion(uri: string): Promise<string> {
  const { setName, version } = await connected(uri, async (client) => {
    const admin = client.db("admin");
    return { ...(await admin.command({ hello: 1 })), ...(await admin.command({ buildInfo: 1 })) };
  }).catch((error: Error) => {
    throw new Error(`The server that TEST_MONGODB_URI names can't be used: ${error.message}`);
  });
  if (setName === undefined) {
    throw new Error("TEST_MONGODB_URI names a server that is not a replica set. Transactions need one.");
  }
  return String(version);
}

async function dropDatabases(uri: string, prefix: string): Promise<void> {
  await connected(uri, async (client) => {
    const { databases } = await client.db("admin").admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) {
      if (name.startsWith(prefix)) await client.db(name).dropDatabase();
    }
  });
}

async function connected<T>(uri: string, work: (client: mongo.MongoClient) => Promise<T>): Promise<T> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
