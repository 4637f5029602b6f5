import type { InviteDocument } from "../../models/invite.ts";
import { DAY_MS } from "../durations.ts";
import type { Due, RuleJob } from "../jobs.ts";

const REMINDER_MS = 2 * DAY_MS;

/** Says what each invite's generation brings about in its time: the mail, the reminder, the expiry. */
export function generationJobs(
  mailDueAt: Date,
  invites: readonly Pick<InviteDocument, "_id" | "generation" | "expiresAt">[],
): Due<RuleJob>[] {
  return invites.flatMap(({ _id: inviteId, generation, expiresAt }) => {
    const remindAt = new Date(expiresAt.getTime() - REMINDER_MS);
    return [
      { kind: "invite-email" as const, inviteId, generation, dueAt: mailDueAt },
      ...(remindAt > mailDueAt
        ? [{ kind: "reminder-email" as const, inviteId, generation, dueAt: remindAt }]
        : []),
      { kind: "expiry" as const, inviteId, generation, dueAt: expiresAt },
    ];
  });
}
