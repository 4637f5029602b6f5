import { trusted } from "mongoose";
import { AuditEvent, type AuditEventDocument } from "../../models/audit-event.ts";
import { AuditHead } from "../../models/audit-head.ts";
import { recordAudit } from "../audit.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { isAsSealed, type SealedEnd, sealOfTrim } from "./seal.ts";
import { readEnd, startOf, startOfLog } from "./sealed-end.ts";
import { AuditLogTampered } from "./sealing-status.ts";

const AT_ONCE = 1_000;

/** What was trimmed, and the seal the log continues from. */
export interface Trim {
  removed: number;
  /** The last trimmed event; null while there is none. */
  start: SealedEnd | null;
}

/**
 * Trims events older than a given time from a sealed log, and records where in an event `audit.trimmed`. The last
 * sealed event stays. Events are checked before they are trimmed, so this can't hide alterations. If it is interrupted,
 * the next call removes the rest.
 *
 * @throws AuditLogTampered when the events to be trimmed, or the end of the log, are not as they were sealed
 */
export async function trimAudit(key: Uint8Array, before: Date): Promise<Trim> {
  const { start, end } = await inTransaction(async () => {
    const end = await readEnd(key);
    if (typeof end === "string") throw new AuditLogTampered(end);
    return { start: startOf(end.trimmed), end };
  });
  const cut = await lastBefore(key, start, end, before);
  if (cut.sequence > start.sequence) await recordTrim(key, start, cut, before);
  const removed = await removeTrimmed(key);
  return { removed, start: cut.sequence > 0 ? cut : null };
}

/** The message when a sealed log is to be trimmed without its key. */
export const KEY_NEEDED = "The audit log is sealed, so it can't be trimmed without AUDIT_KEY. Set it.";

/** Removes events older than a given time from an unsealed log. @returns how many; null for a sealed log */
export async function trimUnsealed(before: Date): Promise<number | null> {
  if ((await AuditEvent.exists(trusted({ sequence: { $exists: true } }))) !== null) return null;
  const old = { at: { $lt: before } };
  const count = await AuditEvent.countDocuments(old);
  if (count === 0) return 0;
  await inTransaction(async () => record(await databaseTime(), { before, count }));
  return removeInBatches(old);
}

/**
 * Finds the last event of the run that is older than a given time, checking each on the way.
 *
 * @throws AuditLogTampered
 */
async function lastBefore(
  key: Uint8Array,
  start: SealedEnd,
  end: SealedEnd,
  before: Date,
): Promise<SealedEnd> {
  let last = start;
  const events = AuditEvent.find({ sequence: { $gt: start.sequence, $lt: end.sequence } })
    .sort({ sequence: 1 })
    .lean()
    .cursor();
  for await (const event of events) {
    if (!(event.at < before)) break;
    if (!isAsSealed(key, last, event)) throw new AuditLogTampered("altered");
    last = endAt(event);
  }
  return last;
}

const endAt = ({ sequence, seal }: AuditEventDocument): SealedEnd => ({
  sequence: Number(sequence),
  seal: String(seal),
});

async function recordTrim(key: Uint8Array, start: SealedEnd, cut: SealedEnd, before: Date): Promise<void> {
  await inTransaction(async () => {
    const end = await readEnd(key);
    if (typeof end === "string") throw new AuditLogTampered(end);
    // Another process was faster.
    if (startOf(end.trimmed).sequence !== start.sequence) return;
    const now = await databaseTime();
    const trimmed = { at: now, sequence: cut.sequence, eventSeal: cut.seal };
    await AuditHead.updateOne(
      { _id: "head" },
      { $set: { trimmed: { ...trimmed, seal: sealOfTrim(key, trimmed) } } },
    );
    await record(now, { before, count: cut.sequence - start.sequence, upTo: cut.sequence, seal: cut.seal });
  });
}

async function record(now: Date, after: Record<string, unknown>): Promise<void> {
  await recordAudit({ kind: "system" }, now, {
    action: "audit.trimmed",
    target: { kind: "log", id: "log", label: "the audit log" },
    before: null,
    after,
    about: [],
  });
}

/** Removes trimmed events that are still there. @returns how many */
export async function removeTrimmed(key: Uint8Array): Promise<number> {
  const { sequence } = await startOfLog(key);
  return sequence > 0 ? removeInBatches({ sequence: { $lte: sequence } }) : 0;
}

async function removeInBatches(which: Record<string, unknown>): Promise<number> {
  let removed = 0;
  for (;;) {
    const events = await AuditEvent.find(trusted(which), { _id: 1 }).limit(AT_ONCE).lean();
    if (events.length === 0) return removed;
    const { deletedCount } = await AuditEvent.deleteMany({ _id: { $in: events.map(({ _id }) => _id) } });
    removed += deletedCount;
  }
}
