import { trusted } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { Invite } from "../../models/invite.ts";
import { Job } from "../../models/job.ts";
import { countHeldMails } from "./held-mails.ts";

/** What is waiting, as metrics report it. Counts stop at 10,000, so that a scrape always costs the same. */
export interface Backlog {
  pendingInvites: number;
  /** Jobs that are due and not yet done. */
  dueMessages: number;
  /** Messages given up in the last 30 days. */
  failedMessages: number;
  unsealedEvents: number;
  /** Emails held because the mail service rejects our key, our sender or our plan. */
  heldMails: number;
}

const MAX_COUNTED = 10_000;

/** Counts what is waiting. */
export async function backlog(): Promise<Backlog> {
  const limit = { limit: MAX_COUNTED };
  const [pendingInvites, dueMessages, failedMessages, unsealedEvents, heldMails] = await Promise.all([
    Invite.countDocuments({ status: "pending" }, limit),
    Job.countDocuments(trusted({ status: "waiting" as const, $expr: { $lte: ["$dueAt", "$$NOW"] } }), limit),
    Job.countDocuments({ status: "failed" }, limit),
    AuditEvent.countDocuments(trusted({ seal: { $exists: false } }), limit),
    countHeldMails(MAX_COUNTED),
  ]);
  return { pendingInvites, dueMessages, failedMessages, unsealedEvents, heldMails };
}
