import { Counter, type CounterDocument } from "../../models/counter.ts";
import { type Principal, principalKey } from "../actor.ts";
import { requirePermission } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { DatabaseUnavailable } from "../errors.ts";
import { databaseTime, writeCounts } from "../transaction.ts";
import type { InvitePolicy } from "./policy.ts";

/** Which of today's limits keeps an address from being invited. */
export type OverLimit = "admin" | "total" | "address";

/** Counters, and the database's time when they were read. */
export interface CountersAt {
  counters: readonly CounterDocument[];
  now: Date;
}

/** Names the day, in UTC, that is so many days after the database's time `now`. */
const dayOf = (now: Date, days = 0) =>
  new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, "2026-03-03".length);
/** Counters outlive their day a little. */
const expiry = (now: Date) => new Date(now.getTime() + 2 * DAY_MS);

const invitesOf = (day: string) => `invites:${day}`;
const mailsTo = (email: string, day: string) => `mails:${day}:${email}`;

/** Makes the expression for the ids of the counters that inviting these addresses depends on, on the day that the database has. */
export function counterIds(emails: readonly string[]) {
  const day = { $dateToString: { date: "$$NOW", format: "%Y-%m-%d" } };
  const mails = { $map: { input: { $literal: emails }, in: { $concat: ["mails:", day, ":", "$$this"] } } };
  return { $concatArrays: [[{ $concat: ["invites:", day] }], mails] };
}

/** Reads the counters that mails to these addresses depend on. */
export async function readCounters(emails: readonly string[], now: Date): Promise<CountersAt> {
  const day = dayOf(now);
  const counters = await Counter.find({
    _id: { $in: [invitesOf(day), ...emails.map((email) => mailsTo(email, day))] },
  }).lean();
  return { counters, now };
}

/** Computes the share of today's limits that this admin would get for `wanted` invites. */
export function shareLeft(
  actor: Principal,
  wanted: number,
  { counters, now }: CountersAt,
  policy: InvitePolicy,
): Share {
  const counter = counters.find(({ _id }) => _id === invitesOf(dayOf(now)));
  return shareOf(actor, wanted, counter ?? null, policy);
}

/** Computes how many invites the counters, as they were read, still allow this admin today. */
export function remainingToday(actor: Principal, at: CountersAt, policy: InvitePolicy): number {
  return shareLeft(actor, Number.POSITIVE_INFINITY, at, policy).granted;
}

function shareOf(
  actor: Principal,
  wanted: number,
  counter: CounterDocument | null,
  { limits }: InvitePolicy,
): Share {
  const byAdmin = limits.admin - (counter?.byAdmin?.[principalKey(actor)] ?? 0);
  const inAll = limits.total - (counter?.count ?? 0);
  const granted = Math.max(0, Math.min(wanted, byAdmin, inAll));
  return { granted, shortBy: granted === wanted ? null : inAll < byAdmin ? "total" : "admin" };
}

/** Picks the addresses that reached the daily limit on mails, by the counters as they were read. */
export function overMailLimit(
  emails: readonly string[],
  { counters, now }: CountersAt,
  { limits }: InvitePolicy,
): Set<string> {
  const day = dayOf(now);
  const full = new Set(counters.flatMap(({ _id, count }) => (count >= limits.address ? [_id] : [])));
  return new Set(emails.filter((email) => full.has(mailsTo(email, day))));
}

/** A share of today's limits, reserved while invites are written. */
export interface Share {
  granted: number;
  /** Which limit cut it short. */
  shortBy: "admin" | "total" | null;
}

/** What came of writing invites, and how many they are. */
interface Written<T> {
  result: T;
  used: number;
}

/**
 * Writes invites within today's limits: reserves a share for up to `wanted` of them, and gives back what is not used.
 * What may have been written, and what can't be given back, stays counted: the limits close early, never late.
 *
 * @throws NotAdmin, before anything is reserved; what `write` throws
 */
export async function withShare<T>(
  actor: Principal,
  wanted: number,
  policy: InvitePolicy,
  write: (share: Share) => Promise<Written<T>>,
): Promise<T> {
  const [now] = await Promise.all([databaseTime(), requirePermission(actor, "invites:write")]);
  return withShareOf(actor, { wanted, now }, policy, write);
}

/** Does as `withShare` for a change that finds out itself whether the actor may. */
export async function withShareOf<T>(
  actor: Principal,
  { wanted, now }: { wanted: number; now: Date },
  policy: InvitePolicy,
  write: (share: Share) => Promise<Written<T>>,
): Promise<T> {
  const share = await reserve(actor, wanted, policy, now);
  const giveBack = (count: number) => release(actor, count, now);
  try {
    const { result, used } = await write(share);
    await giveBack(share.granted - used);
    return result;
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) await giveBack(share.granted);
    // Whoever waited for a database that does not answer waits for it no longer.
    else if (!error.facts.unsure) void giveBack(share.granted);
    throw error;
  }
}

/** Reserves in one conditional write, not inside a transaction, where everyone who invites would wait for everyone else. */
async function reserve(actor: Principal, wanted: number, policy: InvitePolicy, now: Date): Promise<Share> {
  const { limits } = policy;
  const mine = `byAdmin.${principalKey(actor)}`;
  const counted = (field: string) => ({ $ifNull: [`$${field}`, 0] });
  const left = (most: number, field: string) => ({ $subtract: [most, counted(field)] });
  const share = { $max: [0, { $min: [wanted, left(limits.admin, mine), left(limits.total, "count")] }] };
  const add = (field: string) => ({ $add: [counted(field), share] });
  const before = await Counter.findOneAndUpdate(
    { _id: invitesOf(dayOf(now)) },
    [{ $set: { count: add("count"), [mine]: add(mine), expiresAt: expiry(now) } }],
    { upsert: true, returnDocument: "before", updatePipeline: true },
  ).lean();
  return shareOf(actor, wanted, before, policy);
}

/** Gives back. Whatever becomes of it, it hides neither what was written nor why nothing was. */
async function release(actor: Principal, count: number, now: Date): Promise<void> {
  if (count === 0) return;
  const less = { count: -count, [`byAdmin.${principalKey(actor)}`]: -count };
  await Counter.updateOne({ _id: invitesOf(dayOf(now)) }, { $inc: less }).catch(() => undefined);
}

/** Counts one more mail today to each address, in the transaction that causes it. */
export async function countMails(emails: readonly string[], now: Date): Promise<void> {
  const day = dayOf(now);
  await writeCounts(emails.map((email) => ({ _id: mailsTo(email, day), expiresAt: expiry(now) })));
}

/**
 * Conflicts with whoever invites this address at the same moment, in the transaction that registers it: all of them count
 * their mails. Beside today's counter it takes those around it: one of the two may begin before midnight.
 */
export async function lockMailsTo(email: string, now: Date): Promise<void> {
  await Counter.bulkWrite(
    [-1, 0, 1].map((days) => ({
      updateOne: {
        filter: { _id: mailsTo(email, dayOf(now, days)) },
        // Another end than the counting gives it, so that it is a write.
        update: { $setOnInsert: { count: 0 }, $set: { expiresAt: new Date(now.getTime() + 3 * DAY_MS) } },
        upsert: true,
      },
    })),
  );
}
