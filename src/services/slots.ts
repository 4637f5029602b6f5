import { randomInt } from "node:crypto";

/** How many transactions can count the same thing at once before one of them may have to start again. */
export const SLOTS = 64;

/** The slots that no transaction of this process is using. Each process has its own order, so two rarely meet. */
const free = Array.from({ length: SLOTS }, (_, slot) => ({ slot, order: randomInt(1_000_000) }))
  .sort((a, b) => a.order - b.order)
  .map(({ slot }) => slot);

/** Takes the slot that has been free longest; if none is free, one that is in use. */
export function takeSlot(): { slot: number; giveBack: () => void } {
  const slot = free.shift();
  if (slot === undefined) return { slot: randomInt(SLOTS), giveBack: () => {} };
  return { slot, giveBack: () => free.push(slot) };
}
