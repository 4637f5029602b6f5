import { trusted } from "mongoose";
import { AuditEvent, type AuditTarget } from "../models/audit-event.ts";
import { Counter } from "../models/counter.ts";
import { isDuplicate } from "../models/mongo-errors.ts";
import { type Actor, accountKey, type Principal, recordOf } from "./actor.ts";
import type { RefusalReason } from "./errors.ts";
import { type AuditAction, type DomainEvent, eventFacts } from "./events.ts";
import { publish } from "./jobs.ts";
import { databaseTime, inTransaction } from "./transaction.ts";

/** So often a refusal of one actor is written at most. */
const REFUSAL_EVERY_MS = 60_000;

export interface AuditEntry {
  action: AuditAction;
  target: AuditTarget;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** Ids of whatever else this is about, beside the target: groups, the user, the email. */
  about: string[];
  /** The account that has an admin's rights from now on, for subscribers alone. */
  newAdmin?: string | undefined;
  /** The users who waited for what somebody else got, for subscribers alone. */
  passedOver?: string[] | undefined;
}

/** Writes the audit events of a change, and the job that tells subscribers of them, in its transaction. */
export async function recordAudit(actor: Actor, at: Date, ...entries: AuditEntry[]): Promise<void> {
  await writeAudit(actor, at, entries);
  await publish(at, ...eventsOf(actor, entries));
}

async function writeAudit(actor: Actor, at: Date, entries: readonly AuditEntry[]): Promise<void> {
  await AuditEvent.insertMany(
    entries.map(({ action, target, before, after, about }) => ({
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

/** Says what happened, once for all that it happened to. */
function eventsOf(actor: Actor, entries: readonly AuditEntry[]): DomainEvent[] {
  const by = { name: recordOf(actor).name, ...(actor.kind === "account" && { account: accountKey(actor) }) };
  const events = new Map<string, DomainEvent>();
  for (const { action, target, about, after, newAdmin, passedOver } of entries) {
    const facts = eventFacts.parse({
      ...after,
      ...(newAdmin && { newAdmin }),
      ...(passedOver && passedOver.length > 0 && { passedOver }),
    });
    const key = JSON.stringify([action, facts]);
    const event = events.get(key) ?? { action, targets: [], about: [], by, after: facts };
    event.targets.push(target.id);
    event.about = [...new Set([...event.about, ...about.filter(isId)])];
    events.set(key, event);
  }
  return [...events.values()];
}

const isId = (text: string) => /^[0-9a-f]{24}$/.test(text);

/** Writes that someone tried what they may not, at most once a minute for each; subscribers are not told. */
export async function recordRefusal(actor: Principal, reason: RefusalReason): Promise<void> {
  const account = accountKey(actor);
  const _id = `refused:${account}`;
  if (await Counter.exists(trusted({ _id, $expr: { $gt: ["$expiresAt", "$$NOW"] } }))) return;
  const target = { kind: "account" as const, id: account, label: actor.name };
  const about = actor.email ? [actor.email] : [];
  try {
    await inTransaction(async () => {
      const now = await databaseTime();
      await Counter.updateOne(
        { _id, expiresAt: { $lte: now } },
        { $set: { count: 1, expiresAt: new Date(now.getTime() + REFUSAL_EVERY_MS) } },
        { upsert: true },
      );
      await writeAudit(actor, now, [
        { action: "access.refused", target, before: null, after: { reason }, about },
      ]);
    });
  } catch (error) {
    // Another of theirs was written just now.
    if (!isDuplicate(error)) throw error;
  }
}
