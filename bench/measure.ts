import * as z from "zod";
import type { Log } from "../dev/tools/progress.ts";
import type { Costs } from "./plot.ts";
import type { Running } from "./processes.ts";
import type { InstantSlack } from "./slack.ts";

/** The means and settings for measuring. */
export interface Bench {
  say: Log;
  slack: InstantSlack;
  /** The largest database that lists are measured on. */
  most: number;
  /** How many audit events are exported. */
  events: number;
  /** After how many requests memory is measured. */
  requests: number;
  /** For how many seconds more requests come than can be answered. */
  seconds: number;
  /** Returns the address of an empty database. */
  newDatabase(): string;
  /** Starts the app as deployed, with its database and everything else it needs. */
  ours(env: Record<string, string>): Promise<Running>;
  /** Receives the cost of each list, in milliseconds by the size of the database. */
  drawn(costs: ReadonlyMap<string, Costs>): void;
  /** Starts the floor with only Bolt. */
  bare(): Promise<Running>;
}

export const row = z.object({
  key: z.string(),
  what: z.string(),
  measured: z.string(),
  ratio: z.number(),
  target: z.string(),
  met: z.boolean(),
});
/** One line of the table. */
export type Row = z.output<typeof row>;

/** Creates the row of something that should take no longer than a floor times the target; both in milliseconds. */
export function slower(
  key: string,
  what: string,
  { ours, floor, atMost }: { ours: number; floor: number; atMost: number },
): Row {
  const ratio = ours / floor;
  return {
    key,
    what,
    measured: `${ours.toPrecision(3)} ms, ${floor.toPrecision(3)} ms`,
    ratio,
    target: `≤ ${atMost}`,
    met: ratio <= atMost,
  };
}

/** Creates the row of something that should reach a share of a floor; both per second. */
export function faster(
  key: string,
  what: string,
  { ours, floor, atLeast }: { ours: number; floor: number; atLeast: number },
): Row {
  const ratio = ours / floor;
  return {
    key,
    what,
    measured: `${Math.round(ours)}/s, ${Math.round(floor)}/s`,
    ratio,
    target: `≥ ${atLeast}`,
    met: ratio >= atLeast,
  };
}
