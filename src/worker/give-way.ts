import { setTimeout as sleep } from "node:timers/promises";
import type { HandlerContext } from "./handler.ts";

/** About as long as a batch takes. However many people ask, a run and its emails go on, at about half their pace. */
const LONGEST_MS = 250;
const LOOK_EVERY_MS = 5;

/** Lets people who wait for an answer from this process go first: waits until nobody does, but not for long. */
export async function giveWay({ isAsked, stopping }: HandlerContext): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  while (isAsked() && !stopping.aborted && performance.now() < until) await sleep(LOOK_EVERY_MS);
}
