import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Log } from "./progress.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const stopMs = 10_000;
const warning = 40;

const logged = z.object({
  level: z.number(),
  msg: z.string().default(""),
  err: z.object({ stack: z.string() }).optional(),
});

/** The app, unchanged, in a process of its own. */
export interface AppProcess {
  /** How it ended, once it has: "exit code 1". */
  ended: Promise<string>;
  /** Asks it to stop, and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts `src/main.ts` with this environment and nothing of ours, and waits until it is ready.
 *
 * @param log is told its warnings and errors
 * @throws when it ends instead; what it had to say went to the log
 */
export async function startAppProcess(env: Record<string, string>, log: Log): Promise<AppProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts"], {
    cwd: root,
    env: { ...env, ...(process.env.TMPDIR && { TMPDIR: process.env.TMPDIR }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const leaveWithUs = () => child.kill("SIGKILL");
  process.on("exit", leaveWithUs);
  const ended = once(child, "close").then(([code, signal]) => {
    process.off("exit", leaveWithUs);
    return signal ? String(signal) : `exit code ${code}`;
  });

  createInterface({ input: child.stderr }).on("line", (line) => log(`app: ${line}`));
  const ready = new Promise<"ready">((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { level, msg, err } = logged.parse(JSON.parse(line));
      if (level >= warning) log(`app: ${[msg, err?.stack].filter(Boolean).join("\n")}`);
      if (msg === "ready") resolve("ready");
    });
  });

  const first = await Promise.race([ready, ended]);
  if (first !== "ready") throw new Error(`The app did not start: ${first}.`);
  return {
    ended,
    async stop() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), stopMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
