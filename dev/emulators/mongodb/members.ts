import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { mongo } from "mongoose";
import { freePort } from "../../tools/free-port.ts";

const replicaSet = "iam";
const ELECTION_MS = 1_000;
const PATIENCE_MS = 60_000;

/**
 * A shell between us and a mongod: "kill" ends it as a power cut would, "start" restarts it on its data. When our end
 * of its input closes, for whatever reason, mongod and its data are removed.
 */
const keeper = `
data=$1; shift
"$@" </dev/null >/dev/null 2>&1 &
while read -r command; do
  kill -9 $! 2>/dev/null; wait $!
  [ "$command" = start ] && { "$@" </dev/null >/dev/null 2>&1 & }
done
kill -9 $! 2>/dev/null; wait $!
rm -rf "$data"
`;

/** A replica set whose members can be killed and restarted, numbered from 0. */
export interface Members {
  /** Names no database. */
  uri: string;
  /** Connects directly to one member; names no database. */
  uriOf(member: number): string;
  /** Waits until a member is primary, and returns which. */
  primary(): Promise<number>;
  /** Kills a member with SIGKILL. */
  kill(member: number): void;
  /** Restarts a killed member, and waits until it is a secondary or primary. */
  start(member: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a replica set on 127.0.0.1, and waits until it accepts writes.
 *
 * @param reached returns the port on which the others reach a member that listens on the given one
 */
export async function startMembers(
  binary: string,
  count: number,
  reached = async (port: number) => port,
): Promise<Members> {
  const [hosts, known]: [string[], string[]] = [[], []];
  const shells: ChildProcessWithoutNullStreams[] = [];
  for (let member = 0; member < count; member++) {
    const port = await freePort();
    const data = await mkdtemp(join(tmpdir(), "iam-bot-mongod-"));
    shells.push(spawn("sh", ["-c", keeper, "sh", data, binary, ...options(port, data)], { detached: true }));
    hosts.push(`127.0.0.1:${port}`);
    known.push(`127.0.0.1:${await reached(port)}`);
  }
  const told = (member: number, command: string) => shells[member]?.stdin.write(`${command}\n`);
  const hello = async (host: string) => answered(host, { hello: 1 }).catch(() => null);
  const primary = async () => {
    for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await pause(100))
      for (const [member, host] of hosts.entries()) if ((await hello(host))?.isWritablePrimary) return member;
    throw new Error(`no primary was elected within ${PATIENCE_MS / 1_000} s`);
  };

  await initiate(hosts, known);
  await primary();
  return {
    uri: `mongodb://${known.join(",")}/?replicaSet=${replicaSet}`,
    uriOf: (member) => `mongodb://${hosts[member]}/?directConnection=true`,
    primary,
    kill(member) {
      told(member, "kill");
    },
    async start(member) {
      told(member, "start");
      const host = hosts[member] ?? "";
      for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await pause(100)) {
        const found = await hello(host);
        if (found?.secondary || found?.isWritablePrimary) return;
      }
      throw new Error(`${host} did not come back`);
    },
    async stop() {
      await Promise.all(
        shells.map((shell) => {
          const exited = once(shell, "exit");
          shell.stdin.end();
          return exited;
        }),
      );
    },
  };
}

function options(port: number, data: string): string[] {
  return [
    ["--port", String(port), "--bind_ip", "127.0.0.1", "--nounixsocket", "--replSet", replicaSet],
    ["--dbpath", data, "--oplogSize", "64", "--wiredTigerCacheSizeGB", "0.25"],
    ["--setParameter", "diagnosticDataCollectionEnabled=false"],
  ].flat();
}

/** @param known the addresses by which they know each other */
async function initiate(hosts: readonly string[], known: readonly string[]): Promise<void> {
  const config = {
    _id: replicaSet,
    members: known.map((host, _id) => ({ _id, host })),
    settings: { electionTimeoutMillis: ELECTION_MS, heartbeatIntervalMillis: ELECTION_MS / 2 },
  };
  for (const until = performance.now() + PATIENCE_MS; ; await pause(200)) {
    try {
      // The others must listen before they are invited.
      for (const host of hosts) await answered(host, { ping: 1 });
      await answered(hosts[0] ?? "", { replSetInitiate: config });
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
    }
  }
}

async function answered(host: string, command: mongo.Document): Promise<mongo.Document> {
  const client = new mongo.MongoClient(`mongodb://${host}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  });
  try {
    return await client.db("admin").command(command);
  } finally {
    await client.close();
  }
}
