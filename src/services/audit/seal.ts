import { createHmac } from "node:crypto";
import mongoose, { Types } from "mongoose";
import type { AuditEventDocument } from "../../models/audit-event.ts";
import type { BeginDocument, TrimDocument } from "../../models/audit-head.ts";

/** Where a sealed log ends: how many events are sealed, and the seal of the last one. */
export interface SealedEnd {
  sequence: number;
  seal: string;
}

export const emptyLog: SealedEnd = { sequence: 0, seal: "" };

/** Computes the seal of one event: HMAC-SHA256 over its number, the seal before it, and everything it says. */
export function sealOf(key: Uint8Array, sequence: number, before: string, event: AuditEventDocument): string {
  const { _id, at, actor, action, target, before: was, after, about } = event;
  return hmac(key, contentOf({ sequence, before, _id, at, actor, action, target, was, after, about }));
}

/** Tells whether an event follows another one with the number and the seal that it was given. */
export function isAsSealed(key: Uint8Array, before: SealedEnd, event: AuditEventDocument): boolean {
  const sequence = before.sequence + 1;
  return (
    event.sequence === sequence &&
    event.seal === sealOf(key, sequence, before.seal, event) &&
    !hasDollarKey(event)
  );
}

/** Computes the seal of the log's end: without the key, no earlier event can be made the last one. */
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

/** Computes the seal of a trim: without the key, nobody can claim that the log was cut off. */
export function sealOfTrim(key: Uint8Array, { at, sequence, eventSeal }: Omit<TrimDocument, "seal">): string {
  return hmac(key, JSON.stringify({ trimmed: at, sequence, seal: eventSeal }));
}

/** An `audit:begin` that is under way, or was interrupted, keeps this in place of the end's seal. */
export const beginningSeal = (beginId: string) => `beginning:${beginId}`;
export const isBeginning = (seal: unknown) => typeof seal === "string" && seal.startsWith(beginningSeal(""));

/**
 * Tells keys that begin with a dollar sign, at any depth. No event of ours has them, and a seal can't tell them from
 * the dates and ids that are written so: a date that became `{ $date: … }` would go unseen.
 */
export function hasDollarKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasDollarKey);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return false;
  return Object.entries(value).some(([key, each]) => key.startsWith("$") || hasDollarKey(each));
}

/** Says so of an event whose id is not of the kind that ours have; null for all others. */
export function foreignId({ sequence, _id }: { sequence: number; _id: unknown }): string | null {
  return _id instanceof Types.ObjectId
    ? null
    : `Event ${sequence} has an id that no event of ours has (${JSON.stringify(_id)}): it was inserted.`;
}

function contentOf(event: Record<string, unknown>): string {
  try {
    return mongoose.mongo.BSON.EJSON.stringify(event, { relaxed: false });
  } catch {
    // A field `_bsontype`, which no event of ours has. It must not keep the others from being sealed.
    return JSON.stringify({ unusual: event });
  }
}

function hmac(key: Uint8Array, content: string): string {
  return createHmac("sha256", key).update(content).digest("base64");
}
