import { readValidConfig } from "../../config/config.ts";
import { parseOnce } from "../argument-fault.ts";
import { say } from "../output.ts";
import { runCommand } from "../run-command.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./finding.ts";
import { validateScreens } from "./validate-screens.ts";

const usage =
  "Without arguments, checks the configuration. --screens also asks Slack whether it accepts every screen of the app.";

/** Runs `npm run doctor`. @returns the exit code: 0 when there is no fault, 1 otherwise */
async function main(args: string[]): Promise<number> {
  const { screens } = parseOnce({ args, options: { screens: { type: "boolean", default: false } } }).values;
  say("Checking Slack, MongoDB, SendGrid and PUBLIC_URL; this may take up to 30 seconds.\n");
  const found: Finding[] = [];
  for await (const finding of everyFinding(screens)) {
    found.push(finding);
    say(`${finding.level.padEnd(7)}  ${finding.about}: ${finding.says}`);
  }
  const [faults, warnings] = [count(found, "fault"), count(found, "warning")];
  say(`\n${faults}, ${warnings}.`);
  return found.some(({ level }) => level === "fault") ? 1 : 0;
}

async function* everyFinding(screens: boolean): AsyncGenerator<Finding> {
  for (const findings of examine(process.env)) yield* await findings;
  if (!screens) return;
  say("\nAsking Slack about every screen, at its limits; this takes about a minute.\n");
  yield* validateScreens(readValidConfig(process.env), {
    onWait: (seconds) => say(`         Slack asks for a pause of ${seconds} seconds.`),
  });
}

function count(found: readonly Finding[], level: "fault" | "warning"): string {
  const many = found.filter((finding) => finding.level === level).length;
  return many === 1 ? `1 ${level}` : `${many} ${level}s`;
}

runCommand(usage, () => main(process.argv.slice(2)));
