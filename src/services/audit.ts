import { AuditEvent, type AuditTarget } from "../models/audit-event.ts";
import { Counter } from "../models/counter.ts";
import { isDuplicate } from "../models/mongo-errors.ts";
import { redrawHomesAbout } from "../slack/state/home-tabs.ts";
import { type Actor, accountKey, type Principal, recordOf } from "./actor.ts";
import type { RefusalReason } from "./errors.ts";

export type AuditAction =
  | "invite.created"
  | "invite.resent"
  | "invite.accepted"
  | "invite.declined"
  | "invite.cancelled"
  | "invite.edited"
  | "invite.link_shown"
  | "invite.expired"
  | "invite.asked"
  | "user.joined_admin"
  | "user.details_changed"
  | "user.linked"
  | "user.paused"
  | "user.groups_changed"
  | "user.suspended"
  | "user.reactivated"
  | "group.created"
  | "group.edited"
  | "group.deleted"
  | "mail.tested"
  | "access.refused";

export interface AuditEntry {
  action: AuditAction;
  target: AuditTarget;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** Ids of whatever else this is about, beside the target: groups, the user, the email. */
  about: string[];
}

/** Writes the events of one change, in its transaction, and has the Homes published again that show it. */
export async function recordAudit(actor: Actor, at: Date, ...entries: AuditEntry[]): Promise<void> {
  await writeEvents(actor, at, ...entries);
  await redrawHomesAbout(at, entries);
}

/** The same for a change that queues the Homes it shows on with the rest of its messages. */
export async function writeEvents(actor: Actor, at: Date, ...entries: AuditEntry[]): Promise<void> {
  await AuditEvent.insertMany(
    entries.map((entry) => ({
      ...entry,
      at,
      actor: recordOf(actor),
      about: [...new Set([entry.target.id, ...entry.about])],
    })),
    // Checked by the compiler.
    { lean: true },
  );
}

/** Remembers that someone tried what they may not: at most one event a minute for an actor. */
export async function recordRefusal(
  actor: Principal,
  reason: RefusalReason,
  now = new Date(),
): Promise<void> {
  const account = accountKey(actor);
  try {
    await Counter.updateOne(
      { _id: `refused:${account}`, expiresAt: { $lte: now } },
      { $set: { count: 1, expiresAt: new Date(now.getTime() + 60_000) } },
      { upsert: true },
    );
  } catch (error) {
    // It is there, and its minute has not passed.
    if (isDuplicate(error)) return;
    throw error;
  }
  await recordAudit(actor, now, {
    action: "access.refused",
    target: { kind: "account", id: account, label: actor.name },
    before: null,
    after: { reason },
    about: actor.email ? [actor.email] : [],
  });
}
