import { Counter } from "../models/counter.ts";
import type { SlackActor } from "./actor.ts";
import type { InvitePolicy } from "./policy.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

interface Day {
  name: string;
  /** Counters outlive their day a little, whatever the clocks say. */
  expiresAt: Date;
}

function dayOf(now: Date): Day {
  return { name: now.toISOString().slice(0, 10), expiresAt: new Date(now.getTime() + 2 * DAY_MS) };
}

function countersOf({ teamId, userId }: SlackActor, day: Day) {
  return { mine: `invites:${day.name}:${teamId}:${userId}`, all: `invites:${day.name}` };
}

/** Takes up to `wanted` from a counter in one conditional write; answers how many there were. */
async function take(id: string, wanted: number, most: number, day: Day): Promise<number> {
  const before = await Counter.findOneAndUpdate(
    { _id: id },
    [
      {
        $set: {
          count: { $min: [most, { $add: [{ $ifNull: ["$count", 0] }, wanted] }] },
          expiresAt: day.expiresAt,
        },
      },
    ],
    { upsert: true, returnDocument: "before", updatePipeline: true },
  ).lean();
  return Math.max(0, Math.min(wanted, most - (before?.count ?? 0)));
}

async function putBack(id: string, count: number): Promise<void> {
  if (count > 0) await Counter.updateOne({ _id: id }, { $inc: { count: -count } });
}

/** A share of today's limits, held while invites are written. */
export interface Reservation {
  granted: number;
  /** Which limit cut it short. */
  shortBy: "admin" | "total" | null;
  /** Keeps `used` of it and gives back the rest. */
  keep(used: number): Promise<void>;
}

/** Reserves up to `wanted` invites of today's limits, for the admin and in all. Not inside a transaction. */
export async function reserve(
  actor: SlackActor,
  wanted: number,
  { limits }: InvitePolicy,
  now = new Date(),
): Promise<Reservation> {
  const day = dayOf(now);
  const { mine, all } = countersOf(actor, day);
  const byAdmin = await take(mine, wanted, limits.admin, day);
  const granted = await take(all, byAdmin, limits.total, day).catch(async (error: unknown) => {
    await putBack(mine, byAdmin);
    throw error;
  });
  await putBack(mine, byAdmin - granted);
  return {
    granted,
    shortBy: granted === wanted ? null : granted < byAdmin ? "total" : "admin",
    async keep(used) {
      await putBack(mine, granted - used);
      await putBack(all, granted - used);
    },
  };
}

const mailsTo = (email: string, day: Day) => `mails:${day.name}:${email}`;

/** Those of the addresses that had their day's mails already, and may get no more. */
export async function mailedOut(
  emails: readonly string[],
  { limits }: InvitePolicy,
  now: Date,
): Promise<Set<string>> {
  const day = dayOf(now);
  const ids = emails.map((email) => mailsTo(email, day));
  const full = await Counter.find({ _id: { $in: ids }, count: { $gte: limits.address } }).lean();
  const refused = new Set(full.map(({ _id }) => _id));
  return new Set(emails.filter((email) => refused.has(mailsTo(email, day))));
}

/** Counts one more mail today to each address, in the transaction that causes it. */
export async function countMails(emails: readonly string[], now: Date): Promise<void> {
  if (emails.length === 0) return;
  const day = dayOf(now);
  await Counter.bulkWrite(
    emails.map((email) => ({
      updateOne: {
        filter: { _id: mailsTo(email, day) },
        update: { $inc: { count: 1 }, $set: { expiresAt: day.expiresAt } },
        upsert: true,
      },
    })),
  );
}

/** How many invites today's limits still allow this admin, at this moment. */
export async function leftToday(actor: SlackActor, { limits }: InvitePolicy, now: Date): Promise<number> {
  const { mine, all } = countersOf(actor, dayOf(now));
  const counters = await Counter.find({ _id: { $in: [mine, all] } }).lean();
  const used = (id: string) => counters.find(({ _id }) => _id === id)?.count ?? 0;
  return Math.max(0, Math.min(limits.admin - used(mine), limits.total - used(all)));
}
