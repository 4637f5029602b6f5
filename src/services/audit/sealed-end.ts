import { trusted } from "mongoose";
import { AuditEvent, type AuditEventDocument } from "../../models/audit-event.ts";
import {
  AuditHead,
  type AuditHeadDocument,
  type BeginDocument,
  type TrimDocument,
} from "../../models/audit-head.ts";
import { Invite } from "../../models/invite.ts";
import { User } from "../../models/user.ts";
import { emptyLog, isBeginning, type SealedEnd, sealOfBegin, sealOfEnd, sealOfTrim } from "./seal.ts";
import type { SealingStop } from "./sealing-status.ts";

/** An end as a process saw it, and when, in database time. */
export interface SeenEnd extends SealedEnd {
  readAt: Date;
}

/** The end of a log that ends as it was sealed. */
export interface ReadEnd extends SeenEnd {
  /** When the last sealed event happened; null in an empty log. */
  lastAt: Date | null;
  /** The last `audit:begin`; null when there was none, or the key's holder did not write it. */
  begun: BeginDocument | null;
  /** Where the log was last trimmed; null when it never was, or the key's holder did not do it. */
  trimmed: TrimDocument | null;
}

/**
 * Reads where the sealed log ends. Part of a transaction, because it compares several documents.
 *
 * @returns the end, or why it is not as it was sealed
 */
export async function readEnd(key: Uint8Array): Promise<ReadEnd | SealingStop> {
  const [head] = await AuditHead.aggregate<AuditHeadDocument & { readAt: Date }>([
    { $match: { _id: "head" } },
    { $set: { readAt: "$$NOW" } },
  ]);
  const last = await lastSealed();
  if (!head) return last ? "altered" : "not_begun";
  if (isBeginning(head.seal)) return "beginning";
  const end = last ? { sequence: Number(last.sequence), seal: String(last.seal) } : emptyLog;
  if (head.sequence !== end.sequence || head.seal !== sealOfEnd(key, end)) return "altered";
  return {
    ...end,
    lastAt: last?.at ?? null,
    begun: provenBegin(key, head.begun),
    trimmed: provenTrim(key, head.trimmed),
    readAt: head.readAt,
  };
}

/** Finds the event with the highest number. */
async function lastSealed(): Promise<AuditEventDocument | null> {
  return AuditEvent.findOne(trusted({ sequence: { $exists: true } }))
    .sort({ sequence: -1 })
    .lean();
}

function provenBegin(key: Uint8Array, begun: BeginDocument | undefined): BeginDocument | null {
  return begun?.at instanceof Date && begun.seal === sealOfBegin(key, begun) ? begun : null;
}

/** Tells whether the key's holder did a trim. */
function provenTrim(key: Uint8Array, trimmed: TrimDocument | undefined): TrimDocument | null {
  return trimmed?.at instanceof Date && trimmed.seal === sealOfTrim(key, trimmed) ? trimmed : null;
}

/** Returns what the first event of a log continues from. */
export function startOf(trimmed: TrimDocument | null): SealedEnd {
  return trimmed ? { sequence: trimmed.sequence, seal: trimmed.eventSeal } : emptyLog;
}

/**
 * Tells whether a log still contains an end seen earlier: it continues from it, or was begun anew after it.
 * Restoring an earlier begin along with an earlier log is no excuse.
 */
export async function goesOnFrom(end: ReadEnd, seen: SeenEnd): Promise<boolean> {
  if (end.begun && end.begun.at > seen.readAt) return true;
  if (end.sequence < seen.sequence) return false;
  if (seen.sequence === 0) return true;
  if (end.sequence === seen.sequence) return end.seal === seen.seal;
  const start = startOf(end.trimmed);
  // What was trimmed since was as sealed at the time.
  if (seen.sequence <= start.sequence) return seen.sequence < start.sequence || seen.seal === start.seal;
  const then = await AuditEvent.findOne({ sequence: seen.sequence }, { seal: 1 }).lean();
  return then?.seal === seen.seal;
}

/** Tells whether anything has happened here: a log without an end was then begun before, or should have been. */
export async function isInUse(): Promise<boolean> {
  return (
    (await AuditHead.exists({ _id: "head" })) !== null ||
    (await AuditEvent.exists({})) !== null ||
    (await User.exists({})) !== null ||
    (await Invite.exists({})) !== null
  );
}

/** Reads what the first event of the log continues from, however the log ends. */
export async function startOfLog(key: Uint8Array): Promise<SealedEnd> {
  const head = await AuditHead.findById("head").lean();
  return startOf(provenTrim(key, head?.trimmed));
}
