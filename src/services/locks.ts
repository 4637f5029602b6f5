import type { Types } from "mongoose";
import { builtInGroupIds } from "../models/group.ts";
import { HOUR_MS } from "./durations.ts";
import { SLOTS } from "./slots.ts";
import { addCounts, currentSlot, writeCounts } from "./transaction.ts";

/**
 * Names the lock on the rights of an account, whichever team of its organisation it is kept under: people's ids are
 * unique across them.
 */
export function rightsOf({ userId }: { userId: string }): string {
  return `rights:${userId}`;
}

/** Names the lock on the rights of an API client. */
export function rightsOfClient(clientId: string): string {
  return `rights:client:${clientId}`;
}

/** Names the lock on a group's existence. */
export function existenceOf(groupId: Types.ObjectId): string {
  return `group:${groupId}`;
}

/** Names the locks on those of these groups that can be deleted. */
export function existenceOfAll(groupIds: readonly Types.ObjectId[]): string[] {
  const kept = Object.values(builtInGroupIds);
  return groupIds.filter((id) => !kept.some((each) => each.equals(id))).map(existenceOf);
}

/**
 * Relies on things that were read until the transaction commits. Taking one away meanwhile conflicts with the
 * transaction, so one of the two starts again and sees what the other did. Changes that rely on the same thing don't
 * wait for each other. Written at the end of the transaction: what counts is what it saw when it began.
 */
export async function lockShared(...names: readonly string[]): Promise<void> {
  const slot = currentSlot();
  await writeCounts(names.map((name) => lock(name, slot)));
}

/** Takes away what other transactions may rely on, as part of the transaction that does so; from here on, they wait. */
export async function lockExclusive(name: string): Promise<void> {
  await addCounts(Array.from({ length: SLOTS }, (_, each) => lock(name, each)));
}

/** Keeps a lock for longer than any transaction lasts: one unused for that long is held by nobody. */
function lock(name: string, slot: number) {
  return { _id: `lock:${name}:${slot}`, expiresAt: new Date(Date.now() + HOUR_MS) };
}
