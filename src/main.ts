import { setTimeout as pause } from "node:timers/promises";
import { type RunningApp, startApp } from "./app.ts";
import { ConfigError, readConfig } from "./config/config.ts";
import { newLog } from "./config/log.ts";
import { StartupError } from "./config/startup-error.ts";
import { DatabaseUnusable } from "./services/operations/database.ts";

/** How long load balancers have, after SIGTERM, to notice that `/readyz` answers 503. */
const DRAIN_MS = 3_000;
/** How long after SIGTERM whatever is still in flight is cut off. */
const STOP_MS = 25_000;

const signals = ["SIGTERM", "SIGINT"] as const;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = newLog(config.LOG_LEVEL);
  let app: RunningApp | undefined;
  // The signal may come twice: a terminal signals the whole group, and npm passes it on.
  let stopping = false;
  const stopOnce = (signal: NodeJS.Signals) => {
    if (!app) return endAtOnce(signal);
    if (!stopping) void stop(app, signal);
    stopping = true;
  };
  // Before the app says that it is ready: from then on it stops gracefully.
  for (const signal of signals) process.on(signal, stopOnce);
  app = await startApp(config, log);
}

/** Ends as if nothing handled the signal: during startup there is nothing to finish. */
function endAtOnce(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Stops gracefully. SIGINT comes from a terminal, where there is no load balancer to wait for. */
async function stop(app: RunningApp, signal: NodeJS.Signals): Promise<void> {
  setTimeout(() => process.exit(1), STOP_MS).unref();
  if (signal === "SIGTERM") {
    app.drain();
    await pause(DRAIN_MS);
  }
  await app.stop();
  // The client of Socket Mode goes on trying to connect while Slack is away.
  process.exit();
}

main().catch((error: unknown) => {
  const known =
    error instanceof ConfigError || error instanceof StartupError || error instanceof DatabaseUnusable;
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
