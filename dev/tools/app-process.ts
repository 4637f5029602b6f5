import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Log } from "./progress.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const stopMs = 10_000;
const warning = 40;
/**
 * Loaded before the app, without keeping it alive: when this process ends, for whatever reason, so does the app. Any
 * message makes the app collect garbage.
 */
const leaveWithUs = `data:text/javascript,process.on("message",()=>{gc();process.send("done")}).once("disconnect",()=>process.kill(process.pid,"SIGKILL"));process.channel.unref()`;

/** Some lines only say what was wrong, without a stack. */
const thrown = z.object({ stack: z.string() }).optional().catch(undefined);

const logged = z.object({
  level: z.number(),
  msg: z.string().default(""),
  err: thrown,
});

/** The app, unchanged, in its own process. */
export interface AppProcess {
  /** Resolves with how it ended: "exit code 1". */
  ended: Promise<string>;
  /** Asks it to stop, and waits until it has ended. */
  stop(): Promise<void>;
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
  /** Makes it collect garbage. */
  collectGarbage(): Promise<void>;
}

/**
 * Starts the app with this environment and none of ours, and waits until it is ready.
 *
 * @param log receives its warnings and errors
 * @param program the compiled app
 * @throws if it ends instead; its output went to the log
 */
export async function startAppProcess(
  env: Record<string, string>,
  log: Log,
  program = "src/main.ts",
): Promise<AppProcess> {
  const loader = program.endsWith(".ts") ? ["--import", "tsx"] : [];
  const child = spawn(process.execPath, ["--expose-gc", ...loader, "--import", leaveWithUs, program], {
    cwd: root,
    env: { ...env, ...(process.env.TMPDIR && { TMPDIR: process.env.TMPDIR }) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = once(child, "close").then(([code, signal]) =>
    signal ? String(signal) : `exit code ${code}`,
  );
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("The app did not start: it has no output.");

  createInterface({ input: stderr }).on("line", (line) => log(`app: ${line}`));
  const ready = new Promise<"ready">((resolve) => {
    createInterface({ input: stdout }).on("line", (line) => {
      const { level, msg, err } = logged.parse(JSON.parse(line));
      if (level >= warning) log(`app: ${[msg, err?.stack].filter(Boolean).join("\n")}`);
      if (msg === "ready") resolve("ready");
    });
  });

  const first = await Promise.race([ready, ended]);
  if (first !== "ready") throw new Error(`The app did not start: ${first}.`);
  return {
    ended,
    signal: (name) => child.kill(name),
    async collectGarbage() {
      child.send("collect garbage");
      await once(child, "message");
    },
    async stop() {
      child.kill("SIGINT");
      const timer = setTimeout(() => child.kill("SIGKILL"), stopMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
