import { examine } from "./examine.ts";
import type { Finding } from "./finding.ts";

/** Runs `npm run doctor`. @returns the exit code: 0 when the configuration has no fault, 1 otherwise */
async function main(): Promise<number> {
  say("Checking Slack, MongoDB, SendGrid and PUBLIC_URL; this may take up to 30 seconds.\n");
  const found: Finding[] = [];
  for (const findings of examine(process.env)) {
    for (const finding of await findings) {
      found.push(finding);
      say(`${finding.level.padEnd(7)}  ${finding.about}: ${finding.says}`);
    }
  }
  const [faults, warnings] = [count(found, "fault"), count(found, "warning")];
  say(`\n${faults}, ${warnings}.`);
  return found.some(({ level }) => level === "fault") ? 1 : 0;
}

function count(found: readonly Finding[], level: "fault" | "warning"): string {
  const many = found.filter((finding) => finding.level === level).length;
  return many === 1 ? `1 ${level}` : `${many} ${level}s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then((code) => process.exit(code));
