import { type Finding, fault, ok, warning } from "./finding.ts";

/** How far ahead the time of Slack's requests may be; those further ahead are refused. */
const TOO_FAR_SECONDS = 60;
const NOTEWORTHY_SECONDS = 5;

/** Compares this machine's clock with a server's. */
export function clockFinding(server: string, aheadMs: number): Finding {
  const about = `Clock compared with ${server}`;
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const differs = `This machine's clock is ${seconds} seconds ${aheadMs > 0 ? "behind" : "ahead"}`;
  const synchronise = "Synchronise it with a time server (NTP).";
  if (seconds > TOO_FAR_SECONDS)
    return fault(about, `${differs}: requests from Slack are refused, and times are wrong. ${synchronise}`);
  if (seconds > NOTEWORTHY_SECONDS) return warning(about, `${differs}. ${synchronise}`);
  return ok(about, `Within ${NOTEWORTHY_SECONDS} seconds.`);
}
