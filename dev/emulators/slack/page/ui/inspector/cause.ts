import type { Exchange } from "../../../request-log.ts";

/** The request that made the app send something, and how long before. */
export interface Cause {
  exchange: Exchange;
  ms: number;
}

/** Returns the request whose trigger, or whose response address, this one uses. */
export function causeOf(exchange: Exchange, exchanges: readonly Exchange[]): Cause | undefined {
  const trigger = field(exchange.sent, "trigger_id");
  if (exchange.direction !== "from-app" || !trigger) return undefined;
  const found = exchanges.find(
    ({ direction, sent }) => direction === "to-app" && field(sent, "trigger_id") === trigger,
  );
  return found && { exchange: found, ms: exchange.at - found.at };
}

/** Returns a text in a payload, by its name. */
export function field(payload: unknown, name: string): string | undefined {
  if (typeof payload !== "object" || payload === null) return undefined;
  const value: unknown = Object.entries(payload).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : undefined;
}
