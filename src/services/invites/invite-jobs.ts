import type { InviteDocument } from "../../models/invite.ts";
import { DAY_MS } from "../durations.ts";
import { type Due, moveJob, type RuleJob } from "../jobs.ts";

const REMINDER_MS = 2 * DAY_MS;

/**
 * Says what each invite's generation brings about in its time: the mail, the reminder, the expiry.
 *
 * @param mail which kind of mail: those of an import leave room for the others
 */
export function generationJobs(
  mailDueAt: Date,
  invites: readonly Pick<InviteDocument, "_id" | "generation" | "expiresAt">[],
  mail: "invite-email" | "imported-email" = "invite-email",
): Due<RuleJob>[] {
  return invites.flatMap(({ _id: inviteId, generation, expiresAt }) => {
    const remindAt = new Date(expiresAt.getTime() - REMINDER_MS);
    return [
      { kind: mail, inviteId, generation, dueAt: mailDueAt },
      ...(remindAt > mailDueAt
        ? [{ kind: "reminder-email" as const, inviteId, generation, dueAt: remindAt }]
        : []),
      { kind: "expiry" as const, inviteId, generation, dueAt: expiresAt },
    ];
  });
}

/**
 * Moves an invite's reminder and its expiry, in the transaction that changes when it expires. A reminder whose time is past by
 * then is left to the expiry, when it says nothing any more.
 */
export async function moveExpiryJobs(
  { _id: inviteId, generation, expiresAt: before }: Pick<InviteDocument, "_id" | "generation" | "expiresAt">,
  after: Date,
  now: Date,
): Promise<void> {
  const reminderOf = (expiresAt: Date) => new Date(expiresAt.getTime() - REMINDER_MS);
  const remindAt = reminderOf(after) > now ? reminderOf(after) : after;
  await moveJob({ kind: "reminder-email", inviteId, generation }, [reminderOf(before), before], remindAt);
  await moveJob({ kind: "expiry", inviteId, generation }, [before], after);
}
