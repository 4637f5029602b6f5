import { storedReason } from "../models/delivery-reason.ts";
import { DAY_MS } from "../services/durations.ts";
import type { LeasedJob } from "../services/leases.ts";
import { afterLosing, type Outcome, settle, settleAlone } from "../services/settle-jobs.ts";
import { answeredCard } from "./answered-card.ts";
import { MAX_ATTEMPTS, waitAfter } from "./backoff.ts";
import { cancelInvites } from "./cancel-invites.ts";
import { card } from "./card.ts";
import { clientAnsweredCard } from "./client-answered-card.ts";
import { clientNotice } from "./client-notice.ts";
import { clientOwner } from "./client-owner.ts";
import { confirmationEmail } from "./confirmation-email.ts";
import { eraseDetails } from "./erase-details.ts";
import { event } from "./event.ts";
import { expiry } from "./expiry.ts";
import { exportFailedNotice, exportFile } from "./export.ts";
import { renamedNotice, rulesNotice, takenBackNotice } from "./group-notice.ts";
import type { Attempt, Failure, Handler, HandlerContext, HandlerResult } from "./handler.ts";
import { home } from "./home.ts";
import { homes } from "./homes.ts";
import { importedEmail, inviteEmail } from "./invite-email.ts";
import { inviteNotice } from "./invite-notice.ts";
import { type JobKind, jobSpec, type SpecOf } from "./jobs.ts";
import { leaveGroup } from "./leave-group.ts";
import { linkAccount } from "./link-account.ts";
import { membershipEnd } from "./membership-end.ts";
import { endedNotice, membershipWarning } from "./membership-notice.ts";
import { provisioningSummary } from "./provisioning-summary.ts";
import { reminderEmail } from "./reminder-email.ts";
import { requestCard, requestNews, requestNotice, requestNotices } from "./request-cards.ts";
import { requestDue, requestEnd } from "./request-due.ts";
import { reviewClose, reviewGather, reviewReminder, reviewRepeat } from "./review.ts";
import { reviewCard, reviewNews, reviewNotice, reviewNotices, reviewRemovedNotice } from "./review-cards.ts";
import { changeBatchJob, importBatchJob } from "./run-batch.ts";
import { runCard } from "./run-card.ts";
import { runEnd } from "./run-end.ts";
import { runLapse } from "./run-lapse.ts";
import { runNotice } from "./run-notice.ts";
import { runProgress } from "./run-progress.ts";
import { runResult } from "./run-result.ts";
import { stepOutcome, stepRefused } from "./step-outcome.ts";
import { summary } from "./summary.ts";
import { testEmail } from "./test-email.ts";
import { userNotice } from "./user-notice.ts";
import { webhookNotice } from "./webhook-notice.ts";

/** Every kind of job, on one screen. */
const handlers: { [K in JobKind]: Handler<K> } = {
  event,
  "invite-email": inviteEmail,
  "imported-email": importedEmail,
  "reminder-email": reminderEmail,
  expiry,
  "link-account": linkAccount,
  "membership-end": membershipEnd,
  "request-due": requestDue,
  "request-end": requestEnd,
  "membership-warning": membershipWarning,
  "cancel-invites": cancelInvites,
  "leave-group": leaveGroup,
  "import-batch": importBatchJob,
  "change-batch": changeBatchJob,
  export: exportFile,
  "export-failed": exportFailedNotice,
  "run-end": runEnd,
  "run-lapse": runLapse,
  "erase-details": eraseDetails,
  "run-progress": runProgress,
  "run-notice": runNotice,
  "run-card": runCard,
  "run-result": runResult,
  "test-email": testEmail,
  "confirmation-email": confirmationEmail,
  card,
  summary,
  "accepted-notice": inviteNotice,
  "declined-notice": inviteNotice,
  "trouble-notice": inviteNotice,
  "expired-notice": inviteNotice,
  "asked-notice": inviteNotice,
  "admin-linked-notice": userNotice,
  "deactivated-notice": userNotice,
  "passed-over-notice": userNotice,
  "erasure-notice": userNotice,
  "ended-notice": endedNotice,
  "request-notices": requestNotices,
  "request-notice": requestNotice,
  "request-card": requestCard,
  "request-news": requestNews,
  "step-outcome": stepOutcome,
  "step-refused": stepRefused,
  "rules-notice": rulesNotice,
  "taken-back-notice": takenBackNotice,
  "renamed-notice": renamedNotice,
  "review-notices": reviewNotices,
  "review-notice": reviewNotice,
  "review-card": reviewCard,
  "review-news": reviewNews,
  "review-removed-notice": reviewRemovedNotice,
  "review-gather": reviewGather,
  "review-reminder": reviewReminder,
  "review-close": reviewClose,
  "review-repeat": reviewRepeat,
  "answered-card": answeredCard,
  "client-created-notice": clientNotice,
  "client-owner": clientOwner,
  "provisioning-summary": provisioningSummary,
  "client-owner-notice": clientNotice,
  "client-answered-card": clientAnsweredCard,
  "webhook-off-notice": webhookNotice,
  homes,
  home,
};

/**
 * Runs a job that this process holds, and settles it.
 *
 * @param tried is called when only settling is left
 */
export async function runJob(job: LeasedJob, context: HandlerContext, tried: () => void): Promise<void> {
  const spec = jobSpec.safeParse({ ...job.facts, kind: job.kind }).data;
  const handler = spec && boundTo(spec.kind, spec);
  const { attempt, record, settleDone }: HandlerResult =
    job.attempt > MAX_ATTEMPTS
      ? { attempt: attemptsExhausted }
      : ((await handler?.handle(job, context)) ?? { attempt: unreadable });
  tried();
  const outcome = outcomeOf(attempt, job);
  const settleAsOutcome = async (): Promise<boolean> => {
    if (outcome.kind === "failed")
      return settle(job, outcome, async (now) => handler?.onFailed(outcome, now));
    if (outcome.kind === "done" && settleDone) return settleDone();
    return record ? settle(job, outcome, (now) => record(outcome, now)) : settleAlone(job, outcome);
  };
  const mine = await settleAsOutcome();
  if (!mine) await afterLosing(async (now) => handler?.onLeaseLost(now));
  const about = { job: job.id, kind: job.kind, attempt: job.attempt };
  if (!mine) context.log.info(about, "another process settled this job first");
  else if ("error" in outcome) {
    const { kind: is, ...why } = outcome;
    context.log.warn({ ...about, is, ...why }, "not done");
  }
}

/** Binds the handler of a kind to the facts of one job. */
function boundTo<K extends JobKind>(kind: K, spec: SpecOf<K>) {
  const handler: Handler<K> = handlers[kind];
  return {
    handle: (job: LeasedJob, context: HandlerContext) => handler.handle(spec, job, context),
    onFailed: async (failure: Failure, now: Date) => handler.onFailed?.(spec, failure, now),
    onLeaseLost: async (now: Date) => handler.onLeaseLost?.(spec, now),
  };
}

/** How long a newer version has to take a job that this one can't read. */
const NEWER_TAKES_MS = 10_000;

/** A newer version wrote facts that this one can't read: it may take the next attempt. For a day, none is counted. */
const unreadable: Attempt = { kind: "limited", error: "unreadable_facts", waitMs: NEWER_TAKES_MS };

/** Each time, the process that held it ended without saying how it went. */
const attemptsExhausted: Attempt = { kind: "cancel", error: storedReason({ code: "attempts_exhausted" }) };

function outcomeOf(attempt: Attempt, { attempt: number, limitedMs }: LeasedJob): Outcome {
  if (attempt.kind === "cancel")
    return { kind: "failed", error: attempt.error, invalidRecipient: attempt.invalidRecipient ?? false };
  if (attempt.kind === "done" || attempt.kind === "snooze") return attempt;
  const { error, waitMs } = attempt;
  if (attempt.kind === "limited" && limitedMs < DAY_MS)
    return { kind: "limited", error, afterMs: waitAfter(1, waitMs) };
  if (number >= MAX_ATTEMPTS) return { kind: "failed", error, invalidRecipient: false };
  return { kind: "retry", error, afterMs: waitAfter(number, waitMs) };
}
