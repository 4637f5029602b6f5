import { Counter, type CounterDocument } from "../../models/counter.ts";
import { accountKey, type Principal } from "../actor.ts";
import { DAY_MS } from "../durations.ts";
import type { InvitePolicy } from "./policy.ts";

/** Which of today's limits keeps an address from being invited. */
export type OverLimit = "admin" | "total" | "address";

/** Days are UTC. */
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const today = () => dayFromNow(0);
/** Counters outlive their day a little, whatever the clocks say. */
const expiry = () => new Date(Date.now() + 2 * DAY_MS);

const invitesOf = (day: string) => `invites:${day}`;
const mailsTo = (email: string, day: string) => `mails:${day}:${email}`;

/** Lists the ids of the counters that inviting these addresses depends on. */
export function counterIds(emails: readonly string[]): string[] {
  const day = today();
  return [invitesOf(day), ...emails.map((email) => mailsTo(email, day))];
}

/** Computes how many invites the counters, as they were read, still allow this admin today. */
export function remainingToday(
  actor: Principal,
  counters: readonly CounterDocument[],
  { limits }: InvitePolicy,
): number {
  const { count = 0, byAdmin } = counters.find(({ _id }) => _id === invitesOf(today())) ?? {};
  return Math.max(0, Math.min(limits.admin - (byAdmin?.[accountKey(actor)] ?? 0), limits.total - count));
}

/** Picks the addresses that reached the daily limit on mails, by the counters as they were read. */
export function overMailLimit(
  emails: readonly string[],
  counters: readonly CounterDocument[],
  { limits }: InvitePolicy,
): Set<string> {
  const day = today();
  const full = new Set(counters.flatMap(({ _id, count }) => (count >= limits.address ? [_id] : [])));
  return new Set(emails.filter((email) => full.has(mailsTo(email, day))));
}

/** Finds out whether this address reached the daily limit on mails. */
export async function isOverMailLimit(email: string, { limits }: InvitePolicy): Promise<boolean> {
  const counter = await Counter.findById(mailsTo(email, today())).lean();
  return (counter?.count ?? 0) >= limits.address;
}

/** A share of today's limits, reserved while invites are written. */
export interface Reservation {
  granted: number;
  /** Which limit cut it short. */
  shortBy: "admin" | "total" | null;
  /** Keeps `used` of it and gives back the rest. */
  keep(used: number): Promise<void>;
}

/**
 * Reserves up to `wanted` invites of today's limits, for the admin and in all, in one conditional write. Not inside a
 * transaction, where everyone who invites would wait for everyone else.
 */
export async function reserve(
  actor: Principal,
  wanted: number,
  { limits }: InvitePolicy,
): Promise<Reservation> {
  const _id = invitesOf(today());
  const mine = `byAdmin.${accountKey(actor)}`;
  const counted = (field: string) => ({ $ifNull: [`$${field}`, 0] });
  const left = (most: number, field: string) => ({ $subtract: [most, counted(field)] });
  const share = { $max: [0, { $min: [wanted, left(limits.admin, mine), left(limits.total, "count")] }] };
  const add = (field: string) => ({ $add: [counted(field), share] });
  const before = await Counter.findOneAndUpdate(
    { _id },
    [{ $set: { count: add("count"), [mine]: add(mine), expiresAt: expiry() } }],
    { upsert: true, returnDocument: "before", updatePipeline: true },
  ).lean();
  const byAdmin = limits.admin - (before?.byAdmin?.[accountKey(actor)] ?? 0);
  const inAll = limits.total - (before?.count ?? 0);
  const granted = Math.max(0, Math.min(wanted, byAdmin, inAll));
  return {
    granted,
    shortBy: granted === wanted ? null : inAll < byAdmin ? "total" : "admin",
    async keep(used) {
      const rest = used - granted;
      if (rest < 0) await Counter.updateOne({ _id }, { $inc: { count: rest, [mine]: rest } });
    },
  };
}

/** Counts one more mail today to each address, in the transaction that causes it. */
export async function countMails(emails: readonly string[]): Promise<void> {
  if (emails.length === 0) return;
  const day = today();
  await Counter.bulkWrite(
    emails.map((email) => ({
      updateOne: {
        filter: { _id: mailsTo(email, day) },
        update: { $inc: { count: 1 }, $set: { expiresAt: expiry() } },
        upsert: true,
      },
    })),
  );
}

/**
 * Conflicts with whoever invites this address at the same moment, in the transaction that registers it: all of them count
 * their mails. Beside today's counter it takes those around it, whatever the clocks say.
 */
export async function lockMailsTo(email: string): Promise<void> {
  await Counter.bulkWrite(
    [-1, 0, 1].map((days) => ({
      updateOne: {
        filter: { _id: mailsTo(email, dayFromNow(days)) },
        // Another end than the counting gives it, so that it is a write.
        update: { $setOnInsert: { count: 0 }, $set: { expiresAt: new Date(Date.now() + 3 * DAY_MS) } },
        upsert: true,
      },
    })),
  );
}
