import { saying, secondsSince } from "../tools/progress.ts";
import { openBrowser, wantsBrowser } from "./open-browser.ts";
import { readOptions, usage } from "./options.ts";

const began = performance.now() - process.uptime() * 1000;
const say = (line: string) => console.log(line);

/** What to stop, the last started first. */
const stops: (() => Promise<void>)[] = [];
let ending = false;

async function end(exitCode: number): Promise<void> {
  if (ending) return;
  ending = true;
  await saying(say, "Ending", async () => {
    for (const stop of stops.reverse()) await stop();
  }).catch((error: unknown) => say(String(error)));
  process.exit(exitCode);
}

async function start(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) return say(usage);
  // Loaded here, so that --help and typos need not wait for it.
  const [{ startParts }, { welcome }] = await Promise.all([import("./parts.ts"), import("./welcome.ts")]);
  // A terminal signals the whole group, and npm passes the signal on: it may come twice.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));
  const demo = await startParts(options, say, (stop) => stops.push(stop));
  void demo.ended.then((how) => {
    if (!ending) say(`The app stopped: ${how}.`);
    return end(1);
  });
  say(welcome(demo, options, secondsSince(began)));
  const wanted = wantsBrowser(options, { isTTY: process.stdout.isTTY, env: process.env });
  if (wanted && (await openBrowser(demo.workspace, process.env)))
    say("Opening the workspace in your browser.");
}

start().catch(async (error: unknown) => {
  if (!ending) console.error(error instanceof Error ? error.message : error);
  await end(1);
});
