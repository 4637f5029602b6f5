import { randomInt } from "node:crypto";

/** How many transactions can count the same thing at once before one of them may have to start anew. */
export const SLOTS = 64;

/** Those that no transaction of this process counts in. Each process has an order of its own, so that two rarely meet. */
const free = Array.from({ length: SLOTS }, (_, slot) => ({ slot, order: randomInt(1_000_000) }))
  .sort((a, b) => a.order - b.order)
  .map(({ slot }) => slot);

/** Takes the slot that has been free for longest; where there is none, one that is taken. */
export function takeSlot(): { slot: number; giveBack: () => void } {
  const slot = free.shift();
  if (slot === undefined) return { slot: randomInt(SLOTS), giveBack: () => {} };
  return { slot, giveBack: () => free.push(slot) };
}
