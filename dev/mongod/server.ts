import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { mongo } from "mongoose";
import { freePort } from "../free-port.ts";

const replicaSet = "iam";

/**
 * A shell between us and mongod: `cat` waits until our end of its input is closed, by `stop` or because
 * this process is gone, however it went. Then mongod and its data go too.
 */
const keeper = `
data=$1; shift
"$@" </dev/null 2>&1 &
exec >/dev/null 2>&1
cat
kill -9 $!
wait $!
rm -rf "$data"
`;

/** A mongod of our own that runs. */
export interface RunningMongod {
  uri: string;
  /** Ends mongod and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts mongod as a replica set of one, on 127.0.0.1 and a free port, and waits until it takes writes.
 * What it stores is lost when it stops, so nothing waits for a disk.
 */
export async function startReplicaSet(binary: string): Promise<RunningMongod> {
  const { port, stop } = await start(binary, ["--replSet", replicaSet, "--oplogSize", "64"], initiate);
  return { uri: `mongodb://127.0.0.1:${port}/?replicaSet=${replicaSet}`, stop };
}

/** Starts mongod as a standalone server, which has no transactions: what the app must refuse. */
export async function startStandalone(binary: string): Promise<RunningMongod> {
  const { port, stop } = await start(binary, [], async () => undefined);
  return { uri: `mongodb://127.0.0.1:${port}/`, stop };
}

async function start(
  binary: string,
  role: string[],
  prepare: (port: number) => Promise<void>,
): Promise<{ port: number; stop: () => Promise<void> }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const data = await mkdtemp(join(tmpdir(), "iam-bot-mongod-"));
    const shell = spawn("sh", ["-c", keeper, "sh", data, binary, ...options(port, data), ...role], {
      detached: true,
    });
    const stop = () => end(shell);
    try {
      await listening(shell);
      // Nobody reads what it tells from here on; a full pipe would halt it.
      shell.stdout.resume();
      await prepare(port);
      return { port, stop };
    } catch (error) {
      await stop();
      const portTaken = error instanceof Error && /address already in use/i.test(error.message);
      if (!portTaken || attempt === 3) throw error;
    }
  }
}

function options(port: number, data: string): string[] {
  return [
    ["--port", String(port), "--bind_ip", "127.0.0.1", "--nounixsocket"],
    ["--dbpath", data],
    ["--wiredTigerCacheSizeGB", "0.25", "--syncdelay", "0"],
    ["--setParameter", "enableTestCommands=1", "--setParameter", "diagnosticDataCollectionEnabled=false"],
  ].flat();
}

/** @throws with mongod's last errors when it ends before it listens */
async function listening(shell: ChildProcessWithoutNullStreams): Promise<void> {
  const last: string[] = [];
  for await (const line of createInterface({ input: shell.stdout })) {
    if (line.includes("Waiting for connections")) return;
    last.push(line);
    if (last.length > 40) last.shift();
  }
  const told = last.filter((line) => /"s":"[EF]"|already in use|error/i.test(line)).slice(-3);
  throw new Error(
    `mongod ended before it was ready:\n${(told.length > 0 ? told : last.slice(-3)).join("\n")}`,
  );
}

async function initiate(port: number): Promise<void> {
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  try {
    const admin = client.db("admin");
    await admin.command({
      replSetInitiate: {
        _id: replicaSet,
        members: [{ _id: 0, host: `127.0.0.1:${port}` }],
        // A majority write then does not wait for the journal's next flush: 1 ms instead of 4.
        writeConcernMajorityJournalDefault: false,
      },
    });
    await writable(admin);
  } finally {
    await client.close();
  }
}

async function writable(admin: mongo.Db): Promise<void> {
  const deadline = performance.now() + 30_000;
  let known: unknown;
  while (performance.now() < deadline) {
    // Answers as soon as what it knows of the replica set changes.
    const hello = await admin.command(
      known === undefined ? { hello: 1 } : { hello: 1, topologyVersion: known, maxAwaitTimeMS: 1_000 },
      { promoteLongs: false },
    );
    if (hello.isWritablePrimary === true) return;
    known = hello.topologyVersion;
  }
  throw new Error("mongod's replica set elected no primary within 30 s.");
}

async function end(shell: ChildProcessWithoutNullStreams): Promise<void> {
  if (shell.exitCode !== null || shell.signalCode !== null) return;
  const exited = once(shell, "exit");
  shell.stdin.end();
  await exited;
}
