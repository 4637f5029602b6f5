import * as z from "zod";
import type { Log } from "../dev/tools/progress.ts";
import type { Costs } from "./plot.ts";
import type { Running } from "./processes.ts";
import type { InstantSlack } from "./slack.ts";

/** What measures are taken with. */
export interface Bench {
  say: Log;
  slack: InstantSlack;
  /** The largest database that lists are measured on. */
  most: number;
  /** How many audit events are exported. */
  events: number;
  /** How many requests memory is looked at after. */
  requests: number;
  /** For how many seconds more comes than can be answered. */
  seconds: number;
  /** Returns the address of an empty database. */
  newDatabase(): string;
  /** Starts the app, as deployed; its database and what else it needs is given. */
  ours(env: Record<string, string>): Promise<Running>;
  /** Takes what each list costs, in milliseconds by the size of the database. */
  drawn(costs: ReadonlyMap<string, Costs>): void;
  /** Starts the floor that has only Bolt. */
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

/** Makes the row of something that should take no longer than a floor times the target; both in milliseconds. */
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

/** Makes the row of something that should reach a share of a floor; both per second. */
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
