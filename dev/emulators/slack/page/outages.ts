import type { Fault, Outage } from "../faults.ts";
import type { OutageOnPage } from "./protocol.ts";

const faults: Record<OutageOnPage["kind"], Fault> = {
  slow: { delayMs: 2_000 },
  limited: { status: 429, retryAfter: 5 },
  down: { status: 503 },
  proxy: { page: "<!doctype html><title>Sign in</title><p>Sign in to the network to continue." },
};

/** Translates the page's word for an outage into a fault of the Web API. */
export function outageOf({ kind, times }: OutageOnPage): Outage {
  return { fault: faults[kind], times: times ?? undefined };
}

/** Returns the page's word for the fault that every call currently meets. */
export function outageOnPage(outage: Outage | undefined): OutageOnPage | undefined {
  if (!outage) return undefined;
  return { kind: kindOf(outage.fault), times: outage.times ?? null };
}

function kindOf({ status, page }: Fault): OutageOnPage["kind"] {
  if (page !== undefined) return "proxy";
  if (status === undefined) return "slow";
  return status === 429 ? "limited" : "down";
}
