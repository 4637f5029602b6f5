import { Types, trusted } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { AuditHead } from "../../models/audit-head.ts";
import { recordAudit } from "../audit.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { beginningSeal, emptyLog, type SealedEnd, sealOfBegin, sealOfEnd } from "./seal.ts";
import { sealAfter, unsealedEvents } from "./seal-audit.ts";
import { type AuditVerdict, verifyAudit } from "./verify-audit.ts";

const AT_ONCE = 500;

/** Another `audit:begin` began after this one. */
class AnotherBegin extends Error {
  override readonly name = "AnotherBegin";
  override readonly message = "Another npm run audit:begin took over. Let it end.";
}

/** What a begin found, and where the log ends after it. */
export interface Begin {
  found: AuditVerdict;
  end: SealedEnd;
}

/**
 * Begins the log anew: records why and what was found in an event `audit.begun`, and then seals every event that is
 * there, in the order of their numbers and then of their ids. Until it is done nobody else seals; if it is
 * interrupted, it can be run again.
 *
 * @param progress is told how many events are sealed
 * @throws AnotherBegin
 */
export async function beginAudit(
  key: Uint8Array,
  reason: string,
  progress: (sealed: number) => void = () => undefined,
): Promise<Begin> {
  const found = await verifyAudit(key);
  const id = String(new Types.ObjectId());
  await inTransaction(async () => {
    const start = { sequence: emptyLog.sequence, seal: beginningSeal(id) };
    await AuditHead.updateOne({ _id: "head" }, { $set: start, $unset: { begun: 1 } }, { upsert: true });
    await recordAudit({ kind: "system" }, await databaseTime(), {
      action: "audit.begun",
      target: { kind: "log", id, label: "the audit log" },
      before: null,
      after: {
        reason,
        sealed: found.sealed,
        lastSeal: found.seal,
        unsealed: found.unsealed,
        problems: found.problems,
        moreProblems: found.more,
      },
      about: [],
    });
  });
  await AuditEvent.updateMany(trusted({ sequence: { $exists: true }, $expr: { $not: isNumberOfOurs } }), {
    $unset: { sequence: 1, seal: 1 },
  });
  const end = await sealUnsealed(key, id, await sealNumbered(key, id, progress), progress);
  await finish(key, id, end);
  return { found, end };
}

/** What sealing writes: a whole number from 1. Whoever writes to the database may have put anything there. */
const isNumberOfOurs = {
  $cond: [
    { $in: [{ $type: "$sequence" }, ["int", "long", "double"]] },
    {
      $and: [
        { $gte: ["$sequence", 1] },
        { $lte: ["$sequence", Number.MAX_SAFE_INTEGER] },
        { $eq: ["$sequence", { $floor: "$sequence" }] },
      ],
    },
    false,
  ],
};

/** Seals the numbered events anew, in their order. None gets a higher number than it has, so none meets another's. */
async function sealNumbered(
  key: Uint8Array,
  id: string,
  progress: (sealed: number) => void,
): Promise<SealedEnd> {
  let end = emptyLog;
  let passed = 0;
  for (;;) {
    const step = await inTransaction(async () => {
      const events = await AuditEvent.find(trusted({ sequence: { $gt: passed } }))
        .sort({ sequence: 1 })
        .limit(AT_ONCE)
        .lean();
      await claim(id, end.sequence + events.length);
      return { next: await sealAfter(key, end, events), passed: events.at(-1)?.sequence };
    });
    if (step.passed === undefined) return end;
    end = step.next;
    passed = step.passed;
    progress(end.sequence);
  }
}

/** Seals those without a number, until there are no more, so that the event of this begin is among them. */
async function sealUnsealed(
  key: Uint8Array,
  id: string,
  from: SealedEnd,
  progress: (sealed: number) => void,
): Promise<SealedEnd> {
  let end = from;
  for (;;) {
    const next = await inTransaction(async () => {
      const events = await unsealedEvents();
      await claim(id, end.sequence + events.length);
      return sealAfter(key, end, events);
    });
    if (next.sequence === end.sequence) return end;
    end = next;
    progress(end.sequence);
  }
}

/** Makes a begin that another one overtook fail, and keeps how far it is. */
async function claim(id: string, sequence: number): Promise<void> {
  const ours = { _id: "head", seal: beginningSeal(id) } as const;
  const { matchedCount } = await AuditHead.updateOne(ours, { $set: { sequence } });
  if (matchedCount === 0) throw new AnotherBegin();
}

async function finish(key: Uint8Array, id: string, end: SealedEnd): Promise<void> {
  await inTransaction(async () => {
    const event = await AuditEvent.findOne({ "target.id": id }).lean();
    if (!event?.sequence || !event.seal) throw new AnotherBegin();
    const begun = { at: await databaseTime(), sequence: event.sequence, eventSeal: event.seal };
    const { matchedCount } = await AuditHead.updateOne(
      { _id: "head", seal: beginningSeal(id) },
      {
        $set: {
          sequence: end.sequence,
          seal: sealOfEnd(key, end),
          begun: { ...begun, seal: sealOfBegin(key, begun) },
        },
      },
    );
    if (matchedCount === 0) throw new AnotherBegin();
  });
}
