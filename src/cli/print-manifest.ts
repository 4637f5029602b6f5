import * as z from "zod";
import { argumentFault, parseOnce } from "./argument-fault.ts";
import { manifestFor, type Reached } from "./manifest.ts";
import { end, say, warn } from "./output.ts";

const usage =
  "Say how Slack reaches the app: --url https://iam.example.com (your own address), or --socket for Socket Mode. Add --org for an app that is installed in a whole Enterprise Grid organisation.";

const address = z
  .url({ protocol: /^https$/ })
  .refine((url) => !/[?#]/.test(url))
  .transform((url) => url.replace(/\/+$/, ""));

/** Reads the arguments of `npm run manifest`; returns a sentence if they are wrong. */
function readArguments(args: string[]): { reached: Reached; org: boolean } | { fault: string } {
  const { values } = parseOnce({
    args,
    options: { url: { type: "string" }, socket: { type: "boolean" }, org: { type: "boolean" } },
  });
  const { url, socket = false, org = false } = values;
  if (socket === (url !== undefined)) return { fault: usage };
  if (socket) return { reached: "socket", org };
  const read = address.safeParse(url);
  if (read.success) return { reached: { url: read.data }, org };
  return {
    fault:
      "--url must be the address that Slack reaches, such as https://iam.example.com: https, and nothing after a ? or #.",
  };
}

function main(args: string[]): number {
  if (args.includes("--help")) {
    say(usage);
    return 0;
  }
  const asked = readArguments(args);
  if ("fault" in asked) {
    warn(asked.fault);
    return 1;
  }
  say(manifestFor(asked.reached, asked.org).trimEnd());
  return 0;
}

try {
  end(main(process.argv.slice(2)));
} catch (error) {
  warn(argumentFault(error, usage) ?? String(error));
  end(1);
}
