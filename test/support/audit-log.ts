import mongoose, { Types } from "mongoose";
import { AuditEvent, type AuditEventDocument } from "../../src/models/audit-event.ts";
import { AuditHead } from "../../src/models/audit-head.ts";
import { beginEmptyLog, sealAudit } from "../../src/services/audit/seal-audit.ts";
import type { SeenEnd } from "../../src/services/audit/sealed-end.ts";
import { recordAudit } from "../../src/services/audit.ts";

/** The log as someone with write access to the database sees it, past our models. */
export const events = () => mongoose.connection.collection<AuditEventDocument>(AuditEvent.collection.name);
export const heads = () =>
  mongoose.connection.collection<{ _id: string; sequence: number; seal: string }>(AuditHead.collection.name);

/** Writes events as services do. */
export async function writeEvents(count: number, at = new Date()): Promise<void> {
  const entry = (n: number) => ({
    action: "invite.created" as const,
    target: { kind: "invite" as const, id: String(n), label: `eve${n}@example.com` },
    before: null,
    after: { groups: ["Users"], n },
    about: [`eve${n}@example.com`],
  });
  await recordAudit({ kind: "system" }, at, ...Array.from({ length: count }, (_, n) => entry(n)));
}

/** Empties the log, and begins it as the app's first start does. */
export async function beginsEmpty(key: Uint8Array): Promise<void> {
  await AuditEvent.deleteMany({});
  await AuditHead.deleteMany({});
  await beginEmptyLog(key);
}

/** Seals all events. @returns the log's end afterwards */
export async function sealAll(key: Uint8Array, seen: SeenEnd | null = null): Promise<SeenEnd> {
  for (let known = seen; ; ) {
    const { count, end } = await sealAudit(key, known);
    if (count === 0) return end;
    known = end;
  }
}

/** Copies a sealed event like someone who inserts one: with a new id, and without number or seal. */
export async function unsealedCopy(of: number) {
  const event = await events().findOne({ sequence: of });
  if (!event) throw new Error(`no event is number ${of}`);
  const { sequence, seal, ...rest } = event;
  return { ...rest, _id: new Types.ObjectId() };
}

/** Copies the log, like a dump. @returns a function that restores it at once */
export async function dumpLog(): Promise<() => Promise<void>> {
  const [kept, [head]] = [await events().find().toArray(), await heads().find().toArray()];
  if (!head) throw new Error("the log has no end");
  return async () => {
    await mongoose.connection.transaction(async (session) => {
      await events().deleteMany({}, { session });
      await events().insertMany(kept, { session });
      await heads().replaceOne({ _id: head._id }, head, { session });
    });
  };
}
