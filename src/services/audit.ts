import { Types, trusted } from "mongoose";
import { nameOf } from "../models/actor-record.ts";
import { AuditEvent, type AuditTarget } from "../models/audit-event.ts";
import { Counter } from "../models/counter.ts";
import { isDuplicate } from "../models/mongo-errors.ts";
import {
  type AccountActor,
  type Actor,
  accountKey,
  type ClientActor,
  principalKey,
  recordOf,
} from "./actor.ts";
import type { ClientRefusalReason, RefusalReason } from "./errors.ts";
import { type AuditAction, type DomainEvent, eventFacts } from "./events.ts";
import { noteDone } from "./idempotency.ts";
import { publish } from "./jobs.ts";
import type { Permission } from "./permissions.ts";
import { databaseTime, inTransaction } from "./transaction.ts";

/** The shortest time between two recorded refusals of one actor. */
const REFUSAL_EVERY_MS = 60_000;

export interface AuditEntry {
  action: AuditAction;
  target: AuditTarget;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** Ids of what else this is about, beside the target: groups, the user, the email. */
  about: string[];
  /** The account that now has an admin's rights; for subscribers only. */
  newAdmin?: string | undefined;
  /** The users who were waiting for what somebody else got; for subscribers only. */
  passedOver?: string[] | undefined;
  /** Which of a request's questions it is about, counted from 0; for subscribers only. */
  whichQuestion?: number | undefined;
}

/** Writes the audit events of a change, and the job that tells subscribers about them, in the change's transaction. */
export async function recordAudit(actor: Actor, at: Date, ...entries: AuditEntry[]): Promise<void> {
  await announce(actor, at, entries);
  // Nobody asked for what fell due alongside the change.
  if (actor.kind !== "system") await noteDone(entries.map(({ target }) => target.id));
}

async function announce(actor: Actor, at: Date, entries: readonly AuditEntry[]): Promise<void> {
  const identified = entries.map((entry) => ({ ...entry, _id: new Types.ObjectId() }));
  await writeAudit(actor, at, identified);
  await publish(at, ...eventsOf(actor, identified));
}

type IdentifiedEntry = AuditEntry & { _id: Types.ObjectId };

async function writeAudit(actor: Actor, at: Date, entries: readonly IdentifiedEntry[]): Promise<void> {
  await AuditEvent.insertMany(
    entries.map(({ _id, action, target, before, after, about }) => ({
      _id,
      action,
      target,
      before,
      after,
      at,
      actor: recordOf(actor),
      about: [...new Set([target.id, ...about])],
    })),
    // Checked by the compiler.
    { lean: true },
  );
}

/** Builds the events of a change: one for everything that the same action happened to. */
function eventsOf(actor: Actor, entries: readonly IdentifiedEntry[]): DomainEvent[] {
  const by = {
    name: nameOf(recordOf(actor)),
    ...(actor.kind === "account" && { account: accountKey(actor) }),
    ...(actor.kind === "client" && { client: actor.clientId }),
  };
  const events = new Map<string, DomainEvent & { auditIds: string[] }>();
  for (const { _id, action, target, about, after, newAdmin, passedOver, whichQuestion } of entries) {
    const facts = eventFacts.parse({
      ...after,
      ...(newAdmin && { newAdmin }),
      ...(passedOver && passedOver.length > 0 && { passedOver }),
      ...(whichQuestion !== undefined && { whichQuestion }),
    });
    const key = JSON.stringify([action, facts]);
    const event = events.get(key) ?? { action, targets: [], about: [], by, after: facts, auditIds: [] };
    event.targets.push(target.id);
    event.auditIds.push(String(_id));
    event.about = [...new Set([...event.about, ...about.filter(isId)])];
    events.set(key, event);
  }
  return [...events.values()];
}

const isId = (text: string) => /^[0-9a-f]{24}$/.test(text);

/** Records a refused attempt, at most once a minute per actor. Of the subscribers, only webhooks report it. */
export async function recordRefusal(
  actor: AccountActor | ClientActor,
  reason: RefusalReason | ClientRefusalReason,
  permission?: Permission,
): Promise<void> {
  const _id = `refused:${principalKey(actor)}`;
  if (await Counter.exists(trusted({ _id, $expr: { $gt: ["$expiresAt", "$$NOW"] } }))) return;
  const target =
    actor.kind === "client"
      ? { kind: "client" as const, id: actor.clientId, label: actor.name }
      : { kind: "account" as const, id: accountKey(actor), label: actor.name };
  const after = { reason, ...(permission && { permission }) };
  const about = actor.kind === "account" && actor.email ? [actor.email] : [];
  try {
    await inTransaction(async () => {
      const now = await databaseTime();
      await Counter.updateOne(
        { _id, expiresAt: { $lte: now } },
        { $set: { count: 1, expiresAt: new Date(now.getTime() + REFUSAL_EVERY_MS) } },
        { upsert: true },
      );
      await announce(actor, now, [{ action: "access.refused", target, before: null, after, about }]);
    });
  } catch (error) {
    // Another refusal of the same actor has just been written.
    if (!isDuplicate(error)) throw error;
  }
}
