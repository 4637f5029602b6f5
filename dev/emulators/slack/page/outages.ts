import type { Fault, Outage } from "../faults.ts";
import type { OutageOnPage } from "./protocol.ts";

const faults: Record<OutageOnPage["kind"], Fault> = {
  slow: { delayMs: 2_000 },
  limited: { status: 429, retryAfter: 5 },
  down: { status: 503 },
};

/** Translates the page's word for an outage into a fault of the Web API. */
export function outageOf({ kind, times }: OutageOnPage): Outage {
  return { fault: faults[kind], times: times ?? undefined };
}

/** Returns the page's word for what every call meets now. */
export function outageOnPage(outage: Outage | undefined): OutageOnPage | undefined {
  if (!outage) return undefined;
  const { status } = outage.fault;
  const kind = status === undefined ? "slow" : status === 429 ? "limited" : "down";
  return { kind, times: outage.times ?? null };
}
