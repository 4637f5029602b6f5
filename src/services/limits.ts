import { setTimeout as wait } from "node:timers/promises";
import { Counter, type CounterDocument } from "../models/counter.ts";
import type { SlackActor } from "./actor.ts";
import type { InvitePolicy } from "./policy.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Whoever waited so long goes ahead: what comes before may wait for a database that is away. */
const LONGEST_TURN_MS = 1_000;

/** Which of today's limits stands against an address. */
export type OverLimit = "admin" | "total" | "address";

/** The counters of today, UTC. */
function countersOf({ teamId, userId }: SlackActor, emails: readonly string[]) {
  const day = new Date().toISOString().slice(0, 10);
  return {
    mine: `invites:${day}:${teamId}:${userId}`,
    all: `invites:${day}`,
    mails: emails.map((email) => ({ email, id: `mails:${day}:${email}` })),
  };
}

/** The ids of the counters that inviting these addresses goes by. */
export function counterIds(actor: SlackActor, emails: readonly string[]): string[] {
  const { mine, all, mails } = countersOf(actor, emails);
  return [mine, all, ...mails.map(({ id }) => id)];
}

/** Which of these addresses today's limits allow to mail to, by the counters as they were read, and what stands against the others. */
export function withinLimits(
  actor: SlackActor,
  emails: readonly string[],
  counters: readonly Pick<CounterDocument, "_id" | "count">[],
  { limits }: InvitePolicy,
): { granted: string[]; overLimit: Map<string, OverLimit> } {
  const { mine, all, mails } = countersOf(actor, emails);
  const counts = new Map(counters.map(({ _id, count }) => [_id, count]));
  const left = (id: string, most: number) => Math.max(0, most - (counts.get(id) ?? 0));
  const [byAdmin, inAll] = [left(mine, limits.admin), left(all, limits.total)];
  const granted: string[] = [];
  const overLimit = new Map<string, OverLimit>();
  for (const { email, id } of mails)
    if (left(id, limits.address) === 0) overLimit.set(email, "address");
    else if (granted.length < Math.min(byAdmin, inAll)) granted.push(email);
    else overLimit.set(email, byAdmin <= inAll ? "admin" : "total");
  return { granted, overLimit };
}

/** What stands against one more mail to this address today; null when nothing does. */
export async function overLimit(
  actor: SlackActor,
  email: string,
  policy: InvitePolicy,
): Promise<OverLimit | null> {
  const counters = await Counter.find({ _id: { $in: counterIds(actor, [email]) } }).lean();
  return withinLimits(actor, [email], counters, policy).overLimit.get(email) ?? null;
}

let before: Promise<unknown> = Promise.resolve();

/**
 * Runs changes that count mails one after another. All of them write the same counters, so of several at once
 * MongoDB lets one through and has the others run again, later and later. This spares them that within a process;
 * between processes it stays so.
 */
export async function inTurn<T>(change: () => Promise<T>): Promise<T> {
  const turn = Promise.race([before, wait(LONGEST_TURN_MS, undefined, { ref: false })]);
  const changed = turn.then(change);
  before = changed.catch(() => undefined);
  return changed;
}

/**
 * Counts one more mail today to each address, in the transaction that causes them and read the counters: where
 * another one counted meanwhile, MongoDB has it run again. As everyone writes these, it comes last.
 */
export async function countMails(actor: SlackActor, emails: readonly string[]): Promise<void> {
  if (emails.length === 0) return;
  const { mine, all, mails } = countersOf(actor, emails);
  // Counters outlive their day a little, whatever the clocks say.
  const expiresAt = new Date(Date.now() + 2 * DAY_MS);
  const add = (id: string, count: number) => ({
    updateOne: { filter: { _id: id }, update: { $inc: { count }, $set: { expiresAt } }, upsert: true },
  });
  await Counter.bulkWrite([
    ...mails.map(({ id }) => add(id, 1)),
    add(mine, emails.length),
    add(all, emails.length),
  ]);
}
