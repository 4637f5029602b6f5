import { parseArgs } from "node:util";
import { z } from "zod";
import { manifestFor, type Reached } from "./manifest.ts";

const usage =
  "Say how Slack reaches the app: --url https://iam.example.com (your own address), or --socket for Socket Mode.";

const address = z
  .url({ protocol: /^https$/ })
  .refine((url) => !/[?#]/.test(url))
  .transform((url) => url.replace(/\/+$/, ""));

/** Reads how Slack reaches the app from the arguments of `npm run manifest`; a sentence when they are wrong. */
function readArguments(args: string[]): Reached | { fault: string } {
  const { values } = parseArgs({
    args,
    options: { url: { type: "string" }, socket: { type: "boolean" } },
  });
  const { url, socket = false } = values;
  if (socket === (url !== undefined)) return { fault: usage };
  if (socket) return "socket";
  const read = address.safeParse(url);
  if (read.success) return { url: read.data };
  return {
    fault:
      "--url must be the address that Slack reaches, such as https://iam.example.com: https, and nothing after a ? or #.",
  };
}

function main(args: string[]): number {
  const reached = readArguments(args);
  if (typeof reached === "object" && "fault" in reached) {
    process.stderr.write(`${reached.fault}\n`);
    return 1;
  }
  process.stdout.write(manifestFor(reached));
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof TypeError ? usage : String(error)}\n`);
  process.exitCode = 1;
}
