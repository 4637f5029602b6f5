import type { InviteDocument } from "../../models/invite.ts";
import { DAY_MS } from "../durations.ts";
import { type Due, moveJob, type RuleJob } from "../jobs.ts";

const REMINDER_MS = 2 * DAY_MS;

/**
 * Builds the jobs of each invite's generation: the mail, the reminder, the expiry.
 *
 * @param mail which kind of mail: those of an import make way for others
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
 * Moves an invite's reminder and expiry, in the transaction that changes when it expires. A reminder whose new time is
 * past is left until the expiry, when it has nothing left to say.
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
