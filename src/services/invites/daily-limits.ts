import { Counter, type CounterDocument } from "../../models/counter.ts";
import { type Principal, principalKey } from "../actor.ts";
import { DAY_MS } from "../durations.ts";
import { SLOTS } from "../slots.ts";
import { currentSlot, writeCounts } from "../transaction.ts";
import type { InvitePolicy } from "./policy.ts";

/** Which of today's limits keeps an address from being invited. */
export type OverLimit = "admin" | "total" | "address";

/** The limits on how many people are invited, whoever they are. */
const inviteLimits = ["admin", "total"] as const;
type InviteLimit = (typeof inviteLimits)[number];

/** Counters, and the database's time when they were read. */
export interface CountersAt {
  counters: readonly CounterDocument[];
  now: Date;
}

/** Names the UTC day that is `days` days after the database's time `now`. */
const dayOf = (now: Date, days = 0) =>
  new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, "2026-03-03".length);
/** Counters outlive their day a little. */
const expiry = (now: Date) => new Date(now.getTime() + 2 * DAY_MS);

const slots = Array.from({ length: SLOTS }, (_, slot) => slot);
/** What versions without slots counted that day. */
const invitesOf = (day: string) => `invites:${day}`;
const slotOf = (day: string, slot: number) => `invites:${day}:${slot}`;
const mailsTo = (email: string, day: string) => `mails:${day}:${email}`;

/**
 * Builds the expression for the ids of the counters that inviting these addresses depends on, on the database's current
 * day.
 *
 * @param emails also an expression
 */
export function counterIds(emails: unknown) {
  const day = { $dateToString: { date: "$$NOW", format: "%Y-%m-%d" } };
  const invites = {
    $map: { input: ["", ...slots.map((slot) => `:${slot}`)], in: { $concat: ["invites:", day, "$$this"] } },
  };
  const mails = { $map: { input: emails, in: { $concat: ["mails:", day, ":", "$$this"] } } };
  return { $concatArrays: [invites, mails] };
}

/** The stage that reads them, as `counters`. */
export const lookUpCounters = {
  $lookup: {
    from: Counter.collection.name,
    localField: "counterIds",
    foreignField: "_id",
    as: "counters",
    pipeline: [{ $project: { count: 1, byAdmin: 1 } }],
  },
};

/** Reads the counters that mails to these addresses depend on. */
export async function readCounters(emails: readonly string[], now: Date): Promise<CountersAt> {
  const day = dayOf(now);
  const ids = [
    invitesOf(day),
    ...slots.map((slot) => slotOf(day, slot)),
    ...emails.map((email) => mailsTo(email, day)),
  ];
  return { counters: await Counter.find({ _id: { $in: ids } }).lean(), now };
}

/** What counts towards a limit today. */
interface Counted {
  bySlot: number[];
  /** Counted by versions without slots. */
  beside: number;
}

function counted(actor: Principal, limit: InviteLimit, { counters, now }: CountersAt): Counted {
  const day = dayOf(now);
  const byId = new Map(counters.map((counter) => [counter._id, counter]));
  const countOf = (id: string) => {
    const counter = byId.get(id);
    return (limit === "total" ? counter?.count : counter?.byAdmin?.[principalKey(actor)]) ?? 0;
  };
  return { bySlot: slots.map((slot) => countOf(slotOf(day, slot))), beside: countOf(invitesOf(day)) };
}

/** A share of today's limits. */
export interface Share {
  granted: number;
  /** The limit that cut it short. */
  shortBy: InviteLimit | null;
}

/** Computes the share of today's limits that this admin gets for `wanted` invites, from the counters as read. */
export function shareLeft(actor: Principal, wanted: number, at: CountersAt, { limits }: InvitePolicy): Share {
  const left = (limit: InviteLimit) => {
    const { bySlot, beside } = counted(actor, limit, at);
    return limits[limit] - bySlot.reduce((sum, count) => sum + count, beside);
  };
  const [byAdmin, inAll] = [left("admin"), left("total")];
  const granted = Math.max(0, Math.min(wanted, byAdmin, inAll));
  return { granted, shortBy: granted === wanted ? null : inAll < byAdmin ? "total" : "admin" };
}

/** Computes how many invites the counters, as read, still allow this admin today. */
export function remainingToday(actor: Principal, at: CountersAt, policy: InvitePolicy): number {
  return shareLeft(actor, Number.POSITIVE_INFINITY, at, policy).granted;
}

/** Picks the addresses that reached the daily limit on mails, from the counters as read. */
export function overMailLimit(
  emails: readonly string[],
  { counters, now }: CountersAt,
  { limits }: InvitePolicy,
): Set<string> {
  const day = dayOf(now);
  const full = new Set(counters.flatMap(({ _id, count }) => (count >= limits.address ? [_id] : [])));
  return new Set(emails.filter((email) => full.has(mailsTo(email, day))));
}

/** Counts one more mail today to each address, in the transaction that causes it. */
export async function countMails(emails: readonly string[], now: Date): Promise<void> {
  const day = dayOf(now);
  await writeCounts(emails.map((email) => ({ _id: mailsTo(email, day), expiresAt: expiry(now) })));
}

/**
 * Does the same for many addresses, most of which got no mail today: inserting a counter costs a fraction of an upsert.
 *
 * @param at counters as this transaction read them
 */
export async function countFirstMails(
  emails: readonly string[],
  { counters, now }: CountersAt,
): Promise<void> {
  const day = dayOf(now);
  const counted = new Set(counters.map(({ _id }) => _id));
  const isFirst = (email: string) => !counted.has(mailsTo(email, day));
  await countMails(
    emails.filter((email) => !isFirst(email)),
    now,
  );
  const first = emails
    .filter(isFirst)
    .map((email) => ({ _id: mailsTo(email, day), count: 1, expiresAt: expiry(now) }));
  if (first.length > 0) await Counter.insertMany(first, { lean: true });
}

/**
 * Counts invites at the end of the transaction that writes them. Each slot holds its part of a limit, so that no two
 * transactions together exceed it: counting in a slot conflicts with any other transaction that counts there meanwhile.
 * Transactions that count in different slots don't wait for each other.
 *
 * @param at counters as this transaction read them, which allow that many
 */
export async function countInvites(
  actor: Principal,
  invites: number,
  at: CountersAt,
  { limits }: InvitePolicy,
): Promise<void> {
  const day = dayOf(at.now);
  const expiresAt = expiry(at.now);
  const fieldOf = { admin: `byAdmin.${principalKey(actor)}`, total: "count" };
  const counts = new Map<number, Record<string, number>>();
  for (const limit of inviteLimits)
    for (const [slot, count] of spread(invites, limits[limit], counted(actor, limit, at)))
      counts.set(slot, { count: 0, ...counts.get(slot), [fieldOf[limit]]: count });
  await writeCounts([...counts].map(([slot, by]) => ({ _id: slotOf(day, slot), expiresAt, by })));
}

/** Spreads a count over slots with room: the transaction's own first, then ones its neighbours aren't using. */
function spread(wanted: number, most: number, { bySlot, beside }: Counted): [slot: number, count: number][] {
  const each = Math.floor((most - beside) / SLOTS);
  const rooms = bySlot
    .map((count, slot) => ({ slot, room: each + (slot < (most - beside) % SLOTS ? 1 : 0) - count }))
    .filter(({ room }) => room > 0);
  const own = rooms.findIndex(({ slot }) => slot === currentSlot());
  const first = own >= 0 ? own : currentSlot() % rooms.length;
  let left = wanted;
  return [...rooms.slice(first), ...rooms.slice(0, first)].flatMap(({ slot, room }) => {
    const count = Math.min(left, room);
    left -= count;
    return count > 0 ? [[slot, count]] : [];
  });
}

/**
 * Conflicts with inviting this address at the same moment, in the transaction that registers it: every invite counts
 * its mails. Locks the counters of the days around today's as well, since one of the two may begin before midnight.
 */
export async function lockMailsTo(email: string, now: Date): Promise<void> {
  await Counter.bulkWrite(
    [-1, 0, 1].map((days) => ({
      updateOne: {
        filter: { _id: mailsTo(email, dayOf(now, days)) },
        // A different expiry from the one that counting sets, so that this is a write.
        update: { $setOnInsert: { count: 0 }, $set: { expiresAt: new Date(now.getTime() + 3 * DAY_MS) } },
        upsert: true,
      },
    })),
  );
}
