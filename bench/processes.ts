import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { run } from "../dev/tools/child.ts";
import { freePort } from "../dev/tools/free-port.ts";
import { signingSecret } from "./requests.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const stopMs = 30_000;
/** The same as for `npm start`, and for the floors. */
const heap = "--max-old-space-size=512";

/** Signs the links of the measured app. */
export const linkKey = { id: "k1", secret: Buffer.alloc(32, "k") };

/** A server program in its own process. */
export interface Running {
  url: string;
  /** From its start until it said that it is ready, in milliseconds. */
  startMs: number;
  /** Returns its present memory use, in MB. */
  memoryMb(): Promise<number>;
  /** Returns the processor time that it has used, in milliseconds; only on Linux. */
  processorMs(): Promise<number>;
  stop(): Promise<void>;
}

/** Compiles the app as it is deployed, and the floors. */
export async function build(): Promise<void> {
  const compile = (...options: string[]) => run(`${root}node_modules/.bin/tsc`, options, process.env);
  await run("npm", ["run", "build", "--silent", "--prefix", root], process.env);
  await compile(
    ...["--ignoreConfig", "--module", "nodenext", "--target", "es2023", "--skipLibCheck", "--types", "node"],
    ...["--rootDir", `${root}bench`, "--outDir", `${root}dist/bench`],
    ...[
      "bare-api.ts",
      "bare-bolt.ts",
      "bare-echo.ts",
      "bare-page.ts",
      "bare-loop.ts",
      "load-decisions.ts",
    ].map((name) => `${root}bench/${name}`),
  );
}

/** Starts the compiled app, or one of the floors ("bench/bare-bolt.js"). */
export async function start(program: string, env: Record<string, string>): Promise<Running> {
  return launch(`dist/${program}`, env);
}

/** Starts an alternative to the app from `bench/peers`, installing its packages the first time. */
export async function peer(program: string, env: Record<string, string>): Promise<Running> {
  if (!existsSync(`${root}bench/peers/node_modules`))
    await run("npm", ["ci", "--silent", "--prefix", `${root}bench/peers`], process.env);
  return launch(`bench/peers/${program}`, env);
}

/** Sums the first figure of each thread, its time on a processor in nanoseconds. */
async function processorMs(threads: string): Promise<number> {
  const figures = await Promise.all(
    (await readdir(threads)).map((id) => readFile(`${threads}/${id}/schedstat`, "utf8")),
  );
  return figures.reduce((sum, figure) => sum + Number(figure.split(" ")[0]), 0) / 1e6;
}

async function launch(path: string, env: Record<string, string>): Promise<Running> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [heap, path], {
    cwd: root,
    env: {
      PORT: String(port),
      HOST: "127.0.0.1",
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: "xoxb-bench",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const leaveWithUs = () => child.kill("SIGKILL");
  process.on("exit", leaveWithUs);
  const ended = once(child, "close").finally(() => process.off("exit", leaveWithUs));
  const ready = new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes('"msg":"ready"')) resolve(performance.now() - began);
    });
  });
  const startMs = await Promise.race([ready, ended]);
  if (typeof startMs !== "number") throw new Error(`${path} did not start`);
  return {
    url: `http://127.0.0.1:${port}`,
    startMs,
    memoryMb: async () =>
      Number(await run("ps", ["-o", "rss=", "-p", String(child.pid)], process.env)) / 1024,
    processorMs: () => processorMs(`/proc/${child.pid}/task`),
    async stop() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), stopMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
