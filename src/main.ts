import { type RunningApp, startApp } from "./app.ts";
import { ConfigFaults, readConfig } from "./config.ts";
import { newLog } from "./log.ts";
import { DatabaseUnusable } from "./services/database.ts";
import { StartFault } from "./start-fault.ts";

/** What is still under way this long after SIGTERM is cut off. */
const STOP_MS = 25_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = newLog(config.LOG_LEVEL);
  const app = await startApp(config, log);
  // A terminal signals the whole group, and npm passes the signal on: it may come twice.
  let stopping = false;
  const stopOnce = () => {
    if (!stopping) void stop(app);
    stopping = true;
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stopOnce);
}

async function stop(app: RunningApp): Promise<void> {
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await app.stop();
}

main().catch((error: unknown) => {
  const known =
    error instanceof ConfigFaults || error instanceof StartFault || error instanceof DatabaseUnusable;
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
