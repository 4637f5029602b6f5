import type { QueryFilter } from "mongoose";
import * as z from "zod";
import { actorKinds } from "../../models/actor-record.ts";
import { type AuditEventDocument, targetKinds } from "../../models/audit-event.ts";

const word = z.string().optional().catch(undefined);
const stranger = { kind: "system" as const, name: "unknown" };
const actor = z.object({
  kind: z.enum(actorKinds).catch(stranger.kind),
  name: z.string().catch(stranger.name),
  email: word,
  teamId: word,
  userId: word,
  clientId: word,
  clientName: word,
});
const nothing = { kind: "log" as const, id: "", label: "unknown" };
const target = z.object({
  kind: z.enum(targetKinds).catch(nothing.kind),
  id: z.string().catch(nothing.id),
  label: z.string().catch(nothing.label),
});
const facts = z.record(z.string(), z.unknown()).nullable().catch(null);

const entry = z.object({
  actor: actor.catch(stranger),
  action: z.string().catch("unknown"),
  target: target.catch(nothing),
  before: facts,
  after: facts,
});

/** Filters for events a page of the log can show and continue after: our own have no other kind of date or id. */
export const readable: QueryFilter<AuditEventDocument> = {
  at: { $gte: new Date(-8.64e15), $lte: new Date(8.64e15) },
  _id: { $type: "objectId" },
};

/** Reads an event that may come from outside: fields that are missing or of another type read *unknown*. */
export function readableEntry<E extends object>(event: E): E & z.output<typeof entry> {
  return { ...event, ...entry.parse(event) };
}
