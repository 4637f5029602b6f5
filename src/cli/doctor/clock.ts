import { type Finding, fault, ok, warning } from "./finding.ts";

/** Slack's requests are refused when they seem to come from further ahead than this. */
const TOO_FAR_SECONDS = 60;
const NOTEWORTHY_SECONDS = 5;

/** Compares this machine's clock with a server's. */
export function clockFinding(server: string, aheadMs: number): Finding {
  const about = `The clock, against ${server}'s`;
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const differs = `This machine's clock is ${seconds} seconds ${aheadMs > 0 ? "behind" : "ahead"}. Let it follow a time server (NTP)`;
  if (seconds > TOO_FAR_SECONDS)
    return fault(about, `${differs}: requests from Slack are refused, and times are shown wrong.`);
  if (seconds > NOTEWORTHY_SECONDS) return warning(about, `${differs}.`);
  return ok(about, `Within ${NOTEWORTHY_SECONDS} seconds.`);
}
