import { createHmac } from "node:crypto";
import mongoose, { trusted } from "mongoose";
import { AuditEvent, type AuditEventDocument } from "../../models/audit-event.ts";
import { AuditHead } from "../../models/audit-head.ts";
import { inTransaction } from "../transaction.ts";

const AT_ONCE = 500;
const start = { sequence: 0, seal: "" };

/** The log does not end as it was sealed; sealing on would hide that. */
export class AuditLogTampered extends Error {
  override readonly name = "AuditLogAltered";
  override readonly message =
    "The audit log does not end as it was sealed, or AUDIT_KEY is another one. Nothing is sealed until that is put right; npm run audit:verify says what is wrong.";
}

/** Computes the seal of one event: HMAC-SHA256 over its number, the seal before it, and everything it says. */
function sealOf(key: Uint8Array, sequence: number, before: string, event: AuditEventDocument): string {
  const { _id, at, actor, action, target, before: was, after, about } = event;
  const content = mongoose.mongo.BSON.EJSON.stringify(
    { sequence, before, _id, at, actor, action, target, was, after, about },
    { relaxed: false },
  );
  return createHmac("sha256", key).update(content).digest("base64");
}

/** Computes the seal of the log's end: without the key, no earlier event can be made the last one. */
function sealOfEnd(key: Uint8Array, { sequence, seal }: typeof start): string {
  return createHmac("sha256", key)
    .update(JSON.stringify({ end: sequence, seal }))
    .digest("base64");
}

/** Reads where the sealed log ends; null when that is not as it was sealed. */
async function sealedEnd(key: Uint8Array): Promise<typeof start | null> {
  const head = await AuditHead.findById("head").lean();
  if (!head) return (await AuditEvent.exists({ sequence: 1 })) ? null : start;
  const last = await AuditEvent.findOne({ sequence: head.sequence }).lean();
  const end = { sequence: head.sequence, seal: last?.seal ?? "" };
  return head.seal === sealOfEnd(key, end) ? end : null;
}

/**
 * Numbers and seals the events that have come since, in the order of their ids, up to 500 at once. Writers of events
 * never wait for it; of several processes that seal at once, one does and the others find nothing to do.
 *
 * @returns how many it sealed
 * @throws AuditLogTampered
 */
export async function sealAudit(key: Uint8Array): Promise<number> {
  return inTransaction(async () => {
    const end = await sealedEnd(key);
    if (!end) throw new AuditLogTampered();
    const events = await AuditEvent.find(trusted({ sequence: { $exists: false } }))
      .sort({ _id: 1 })
      .limit(AT_ONCE)
      .lean();
    if (events.length === 0) return 0;
    let { sequence, seal } = end;
    const writes = events.map((event) => {
      sequence += 1;
      seal = sealOf(key, sequence, seal, event);
      return { updateOne: { filter: { _id: event._id }, update: { $set: { sequence, seal } } } };
    });
    const head = { sequence, seal: sealOfEnd(key, { sequence, seal }) };
    await AuditHead.updateOne({ _id: "head" }, { $set: head }, { upsert: true });
    await AuditEvent.bulkWrite(writes);
    return events.length;
  });
}

/** What a check of the sealed log found. */
export interface AuditVerdict {
  sealed: number;
  unsealed: number;
  /** A sentence for the first thing that is not as it was sealed; null when all is. */
  problem: string | null;
}

/**
 * Checks every sealed event: that none was altered, removed, added or moved since. Meanwhile the log may be sealed
 * on: what is checked ends somewhere between its end before and its end after.
 */
export async function verifyAudit(key: Uint8Array): Promise<AuditVerdict> {
  const endNow = () => inTransaction(() => sealedEnd(key));
  const before = await endNow();
  const unsealed = await AuditEvent.countDocuments(trusted({ sequence: { $exists: false } }));
  let { sequence, seal } = start;
  const verdict = (problem: string | null): AuditVerdict => ({ sealed: sequence, unsealed, problem });
  const sealed = AuditEvent.find(trusted({ sequence: { $exists: true } }))
    .sort({ sequence: 1 })
    .lean()
    .cursor();
  for await (const event of sealed) {
    if (event.sequence !== sequence + 1)
      return verdict(`Event ${sequence + 1} is missing: after ${sequence} comes ${event.sequence}.`);
    const wanted = sealOf(key, sequence + 1, seal, event);
    if (event.seal !== wanted)
      return verdict(
        `Event ${event.sequence} (${event.at.toISOString()}) is not as it was sealed, or AUDIT_KEY is another one.`,
      );
    sequence = event.sequence;
    seal = wanted;
  }
  const after = await endNow();
  if (!before || !after || sequence < before.sequence || sequence > after.sequence)
    return verdict(`The log ends at event ${sequence}, which is not where it was sealed to end.`);
  return verdict(null);
}
