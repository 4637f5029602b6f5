import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { mongo } from "mongoose";
import { freePort } from "../../tools/free-port.ts";

const replicaSet = "iam";

/**
 * Runs mongod under a shell: `cat` waits until our end of its input closes, by `stop` or because this process ended for
 * whatever reason. Then mongod is ended and its data removed, unless it is in the caller's folder.
 */
const keeper = `
data=$1; end=$2; shift 2
"$@" </dev/null 2>&1 &
exec >/dev/null 2>&1
cat
kill "-$end" $!
wait $!
[ "$end" = TERM ] || rm -rf "$data"
`;

/** A mongod that we started. */
export interface RunningMongod {
  uri: string;
  /** Ends mongod and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts mongod as a replica set of one, on 127.0.0.1 and a free port, and waits until it accepts writes. Unless the
 * caller names a folder, its data is removed when it stops, so it doesn't wait for the disk.
 *
 * @param dataFolder keeps the data; data of an earlier run is reused
 * @param temporaryFolder holds data that is removed; the system's by default
 */
export async function startReplicaSet(
  binary: string,
  dataFolder?: string,
  temporaryFolder?: string,
): Promise<RunningMongod> {
  const role = ["--replSet", replicaSet, "--oplogSize", "64"];
  const { port, stop } = await start(binary, role, initiate, dataFolder, temporaryFolder);
  return { uri: `mongodb://127.0.0.1:${port}/?replicaSet=${replicaSet}`, stop };
}

/** Starts mongod as a standalone server, which has no transactions, and which the app must refuse. */
export async function startStandalone(binary: string): Promise<RunningMongod> {
  const { port, stop } = await start(binary, [], async () => undefined);
  return { uri: `mongodb://127.0.0.1:${port}/`, stop };
}

/** Starts mongod as a member of a replica set that nobody has initiated, which has no primary. */
export async function startUninitiated(binary: string): Promise<RunningMongod> {
  const { port, stop } = await start(binary, ["--replSet", replicaSet], async () => undefined);
  return { uri: `mongodb://127.0.0.1:${port}/?replicaSet=${replicaSet}`, stop };
}

async function start(
  binary: string,
  role: string[],
  prepare: (port: number) => Promise<void>,
  dataFolder?: string,
  temporaryFolder = tmpdir(),
): Promise<{ port: number; stop: () => Promise<void> }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const data = dataFolder ?? (await mkdtemp(join(temporaryFolder, "iam-bot-mongod-")));
    const storage = dataFolder ? durable : volatile;
    const mongod = [binary, ...options(port, data), ...storage, ...role];
    const shell = spawn("sh", ["-c", keeper, "sh", data, dataFolder ? "TERM" : "KILL", ...mongod], {
      detached: true,
    });
    let isTold = false;
    const stop = () => {
      isTold = true;
      return end(shell);
    };
    try {
      await listening(shell);
      sayWhyItEnds(shell, () => isTold);
      await prepare(port);
      return { port, stop };
    } catch (error) {
      await stop();
      const portTaken = error instanceof Error && /address already in use/i.test(error.message);
      if (!portTaken || attempt === 3) throw error;
    }
  }
}

/** Keeps no history: each search for a job would scan all those settled in the last five minutes. */
const volatile = ["--syncdelay", "0", "--setParameter", "minSnapshotHistoryWindowInSeconds=0"];
/** Without this, a primary waits 15 s for its clients to leave before it shuts down. */
const durable = ["--setParameter", "shutdownTimeoutMillisForSignaledShutdown=0"];

function options(port: number, data: string): string[] {
  return [
    ["--port", String(port), "--bind_ip", "127.0.0.1", "--nounixsocket"],
    ["--dbpath", data],
    ["--wiredTigerCacheSizeGB", "0.25"],
    ["--setParameter", "enableTestCommands=1", "--setParameter", "diagnosticDataCollectionEnabled=false"],
  ].flat();
}

/** How many characters of mongod's log are kept. */
const TAIL = 20_000;

/** @throws with mongod's last errors if it ends before it listens */
async function listening(shell: ChildProcessWithoutNullStreams): Promise<void> {
  const last: string[] = [];
  for await (const line of createInterface({ input: shell.stdout })) {
    if (line.includes("Waiting for connections")) return;
    last.push(line);
    if (last.length > 40) last.shift();
  }
  throw new Error(`mongod ended before it was ready:\n${lastWords(last)}`);
}

/** Reads its output to the end, as a full pipe would block it; prints the last lines if it ends unasked. */
function sayWhyItEnds({ stdout }: ChildProcessWithoutNullStreams, isTold: () => boolean): void {
  let tail = "";
  stdout.setEncoding("utf8").on("data", (more: string) => {
    tail = (tail + more).slice(-TAIL);
  });
  stdout.once("end", () => {
    if (!isTold()) process.stderr.write(`mongod ended on its own:\n${lastWords(tail.split("\n"))}\n`);
  });
}

/** Picks the last errors in mongod's log, or else its last lines. */
function lastWords(lines: readonly string[]): string {
  const found = [/"s":"[EF]"|already in use/, /error/i].map((pattern) =>
    lines.filter((line) => pattern.test(line)),
  );
  return (found.find((errors) => errors.length > 0) ?? lines).slice(-3).join("\n");
}

async function initiate(port: number): Promise<void> {
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  try {
    const admin = client.db("admin");
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    // Majority writes then don't wait for the journal's next flush: 1 ms instead of 4.
    const first = { _id: replicaSet, members, writeConcernMajorityJournalDefault: false };
    await admin.command({ replSetInitiate: first }).catch(async (error: unknown) => {
      if (!(error instanceof mongo.MongoServerError) || error.codeName !== "AlreadyInitialized") throw error;
      // It had a different port in an earlier run.
      const { config } = await admin.command({ replSetGetConfig: 1 });
      const next = { ...config, version: config.version + 1, members };
      await admin.command({ replSetReconfig: next, force: true });
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
    // Answers as soon as its knowledge of the replica set changes.
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
