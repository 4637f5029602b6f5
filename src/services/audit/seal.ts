import { createHmac } from "node:crypto";
import mongoose, { Types } from "mongoose";
import type { AuditEventDocument } from "../../models/audit-event.ts";
import type { BeginDocument, TrimDocument } from "../../models/audit-head.ts";

/** Where a sealed log ends: the number of sealed events, and the last one's seal. */
export interface SealedEnd {
  sequence: number;
  seal: string;
}

export const emptyLog: SealedEnd = { sequence: 0, seal: "" };

/** Computes an event's seal: HMAC-SHA256 over its number, the seal before it, and its whole content. */
export function sealOf(key: Uint8Array, sequence: number, before: string, event: AuditEventDocument): string {
  const { _id, at, actor, action, target, before: was, after, about } = event;
  return hmac(key, contentOf({ sequence, before, _id, at, actor, action, target, was, after, about }));
}

/** Tells whether an event, with its stored number and seal, follows another one. */
export function isAsSealed(key: Uint8Array, before: SealedEnd, event: AuditEventDocument): boolean {
  const sequence = before.sequence + 1;
  return (
    event.sequence === sequence &&
    event.seal === sealOf(key, sequence, before.seal, event) &&
    !hasDollarKey(event)
  );
}

/** Computes the seal of the log's end: without the key, no earlier event can pass for the last one. */
export function sealOfEnd(key: Uint8Array, { sequence, seal }: SealedEnd): string {
  return hmac(key, JSON.stringify({ end: sequence, seal }));
}

/** Computes the seal of a begin: without the key, nobody can claim that the log was begun anew. */
export function sealOfBegin(
  key: Uint8Array,
  { at, sequence, eventSeal }: Omit<BeginDocument, "seal">,
): string {
  return hmac(key, JSON.stringify({ begun: at, sequence, seal: eventSeal }));
}

/** Computes the seal of a trim: without the key, nobody can claim that the log was trimmed. */
export function sealOfTrim(key: Uint8Array, { at, sequence, eventSeal }: Omit<TrimDocument, "seal">): string {
  return hmac(key, JSON.stringify({ trimmed: at, sequence, seal: eventSeal }));
}

/** Stored in place of the end's seal while an `audit:begin` is under way or was interrupted. */
export const beginningSeal = (beginId: string) => `beginning:${beginId}`;
export const isBeginning = (seal: unknown) => typeof seal === "string" && seal.startsWith(beginningSeal(""));

/**
 * Tells whether any key, at any depth, begins with a dollar sign. None of our events has one, and a seal can't tell
 * them from dates and ids, which are written that way: a date that became `{ $date: … }` would go unnoticed.
 */
export function hasDollarKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasDollarKey);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return false;
  return Object.entries(value).some(([key, each]) => key.startsWith("$") || hasDollarKey(each));
}

/** Returns a sentence for an event whose id isn't of our kind; null for all others. */
export function foreignId({ sequence, _id }: { sequence: number; _id: unknown }): string | null {
  return _id instanceof Types.ObjectId
    ? null
    : `Event ${sequence} has an id that no event of ours has (${JSON.stringify(_id)}): it was inserted.`;
}

function contentOf(event: Record<string, unknown>): string {
  try {
    return mongoose.mongo.BSON.EJSON.stringify(event, { relaxed: false });
  } catch {
    // A field `_bsontype`, which none of our events has. It must not keep the others from being sealed.
    return JSON.stringify({ unusual: event });
  }
}

function hmac(key: Uint8Array, content: string): string {
  return createHmac("sha256", key).update(content).digest("base64");
}
