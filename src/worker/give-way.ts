import { setTimeout as sleep } from "node:timers/promises";
import type { HandlerContext } from "./handler.ts";

/** About as long as a batch takes: however many ask, a run goes on, at about half of its pace, and so do its mails. */
const LONGEST_MS = 250;
const LOOK_EVERY_MS = 5;

/** Lets those go first who wait for an answer of this process: waits until nobody does, but not for long. */
export async function giveWay({ isAsked, stopping }: HandlerContext): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  while (isAsked() && !stopping.aborted && performance.now() < until) await sleep(LOOK_EVERY_MS);
}
