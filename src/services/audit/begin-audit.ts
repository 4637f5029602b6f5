import { Types, trusted } from "mongoose";
import { AuditEvent, type AuditEventDocument } from "../../models/audit-event.ts";
import { AuditHead } from "../../models/audit-head.ts";
import { recordAudit } from "../audit.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { type NamedProblems, Problems } from "./problems.ts";
import { beginningSeal, emptyLog, isAsSealed, type SealedEnd, sealOfBegin, sealOfEnd } from "./seal.ts";
import { sealAfter, unsealedEvents } from "./seal-audit.ts";
import { startOfLog } from "./sealed-end.ts";
import { removeTrimmed } from "./trim-audit.ts";
import { type AuditVerdict, checkLog } from "./verify-audit.ts";

const AT_ONCE = 500;

/** Another `audit:begin` started after this one. */
class AnotherBegin extends Error {
  override readonly name = "AnotherBegin";
  override readonly message = "Another npm run audit:begin took over. Let it end.";
}

/** A begin's findings, and where the log ends after it. */
export interface Begin {
  found: AuditVerdict;
  end: SealedEnd;
}

/**
 * Begins the log anew: records the reason and the findings in an event `audit.begun`, then seals every existing event,
 * ordered by number and then by id. Until it is done nobody else seals; if it is
 * interrupted, it can be run again.
 *
 * @param progress receives how many events are sealed
 * @throws AnotherBegin
 */
export async function beginAudit(
  key: Uint8Array,
  reason: string,
  progress: (sealed: number) => void = () => undefined,
): Promise<Begin> {
  const broken = new Set<number>();
  const found = await checkLog(key, null, (sequence) => broken.add(sequence));
  const start = await startOfLog(key);
  // Trimmed events aren't sealed again.
  await removeTrimmed(key);
  const id = String(new Types.ObjectId());
  await inTransaction(async () => {
    const empty = { sequence: emptyLog.sequence, seal: beginningSeal(id) };
    const anew = { $set: empty, $unset: { begun: 1, trimmed: 1 } } as const;
    await AuditHead.updateOne({ _id: "head" }, anew, { upsert: true });
    await recordBegin(id, reason, found);
  });
  await AuditEvent.updateMany(trusted({ sequence: { $exists: true }, $expr: { $not: isNumberOfOurs } }), {
    $unset: { sequence: 1, seal: 1 },
  });
  const numbered = await sealNumbered(key, id, progress, {
    found,
    broken,
    start,
    record: (meanwhile) => recordBegin(id, reason, meanwhile),
  });
  const end = await sealUnsealed(key, id, numbered.end, progress);
  await finish(key, id, end);
  const { problems, more } = found;
  return {
    found: {
      ...found,
      problems: [...problems, ...numbered.meanwhile.problems],
      more: more + numbered.meanwhile.more,
    },
    end,
  };
}

async function recordBegin(id: string, reason: string, found: AuditVerdict): Promise<void> {
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
}

/** What sealing writes: a whole number from 1. Others who write to the database may have put anything there. */
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

/** What was known of the log before it is sealed anew, and records what was not. */
interface Checked {
  found: AuditVerdict;
  broken: ReadonlySet<number>;
  /** What its first event continued from. */
  start: SealedEnd;
  record(meanwhile: AuditVerdict): Promise<void>;
}

/**
 * Seals the numbered events anew, in order. No event gets a higher number, so none collides with another's. The
 * old seals reveal changes made since the check, which are recorded with the seals that hide them from then on.
 */
async function sealNumbered(
  key: Uint8Array,
  id: string,
  progress: (sealed: number) => void,
  { found, broken, start, record }: Checked,
): Promise<{ end: SealedEnd; meanwhile: NamedProblems }> {
  let end = emptyLog;
  let passed = start;
  const changed = new Problems();
  for (;;) {
    const step = await inTransaction(async () => {
      const events = await AuditEvent.find(trusted({ sequence: { $gt: passed.sequence } }))
        .sort({ sequence: 1 })
        .limit(AT_ONCE)
        .lean();
      await claim(id, end.sequence + events.length);
      const isLast = events.length === 0;
      const meanwhile = isLast ? removedSince(found, passed) : changedSince(broken, key, passed, events);
      const named = new Problems();
      named.add(...meanwhile);
      if (meanwhile.length > 0) await record({ ...found, ...named.named() });
      return {
        isLast,
        meanwhile,
        end: await sealAfter(key, end, events),
        passed: endAt(events.at(-1)) ?? passed,
      };
    });
    changed.add(...step.meanwhile);
    if (step.isLast) return { end, meanwhile: changed.named() };
    ({ end, passed } = step);
    progress(end.sequence);
  }
}

/** Names the next events that were as sealed (or absent) at the check and no longer are. */
function changedSince(
  broken: ReadonlySet<number>,
  key: Uint8Array,
  before: SealedEnd,
  events: readonly AuditEventDocument[],
): string[] {
  return events.flatMap((event, index) => {
    const { sequence = 0 } = event;
    if (isAsSealed(key, endAt(events[index - 1]) ?? before, event) || broken.has(sequence)) return [];
    return `Event ${sequence} was changed, or one before it removed, while npm run audit:begin ran.`;
  });
}

function removedSince(found: AuditVerdict, { sequence }: SealedEnd): string[] {
  if (sequence >= found.sealed) return [];
  return [
    `Events up to ${found.sealed} were removed while npm run audit:begin ran: the last is ${sequence}.`,
  ];
}

function endAt(event: AuditEventDocument | undefined): SealedEnd | undefined {
  return event && { sequence: Number(event.sequence), seal: String(event.seal) };
}

/** Seals unnumbered events until none is left, so that this begin's own event is among them. */
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

/** Makes a begin that another one overtook fail, and stores its progress. */
async function claim(id: string, sequence: number): Promise<void> {
  const ours = { _id: "head", seal: beginningSeal(id) } as const;
  const { matchedCount } = await AuditHead.updateOne(ours, { $set: { sequence } });
  if (matchedCount === 0) throw new AnotherBegin();
}

async function finish(key: Uint8Array, id: string, end: SealedEnd): Promise<void> {
  await inTransaction(async () => {
    const event = await AuditEvent.findOne({ "target.id": id }).sort({ sequence: -1 }).lean();
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
