import { afterLosing, type LeasedJob, type Outcome, settle } from "../services/job-queue.ts";
import type { JobSpec } from "../services/jobs.ts";
import { acceptedNotice } from "./accepted-notice.ts";
import { adminLinkedNotice } from "./admin-linked-notice.ts";
import { answeredCardKind } from "./answered-card.ts";
import { askedNotice } from "./asked-notice.ts";
import { MOST_ATTEMPTS, waitAfter } from "./backoff.ts";
import { card } from "./card.ts";
import { deactivatedNotice } from "./deactivated-notice.ts";
import { declinedNotice } from "./declined-notice.ts";
import { expiredNotice } from "./expired-notice.ts";
import { expiry } from "./expiry.ts";
import type { Attempt, Failure, Handler, HandlerContext, HandlerResult } from "./handler.ts";
import { home } from "./home.ts";
import { homes } from "./homes.ts";
import { inviteEmail } from "./invite-email.ts";
import { linkAccount } from "./link-account.ts";
import { reminderEmail } from "./reminder-email.ts";
import { summary } from "./summary.ts";
import { testEmail } from "./test-email.ts";
import { troubleNotice } from "./trouble-notice.ts";

interface Task {
  runJob(job: LeasedJob, context: HandlerContext): Promise<HandlerResult>;
  onFailed(failure: Failure, now: Date): Promise<void>;
  onLeaseLost(now: Date): Promise<void>;
}

/** Every kind of message on one screen. */
function taskOf(spec: JobSpec): Task {
  switch (spec.kind) {
    case "invite-email":
      return task(inviteEmail, spec);
    case "reminder-email":
      return task(reminderEmail, spec);
    case "expiry":
      return task(expiry, spec);
    case "card":
      return task(card, spec);
    case "summary":
      return task(summary, spec);
    case "trouble-notice":
      return task(troubleNotice, spec);
    case "expired-notice":
      return task(expiredNotice, spec);
    case "accepted-notice":
      return task(acceptedNotice, spec);
    case "declined-notice":
      return task(declinedNotice, spec);
    case "asked-notice":
      return task(askedNotice, spec);
    case "link-account":
      return task(linkAccount, spec);
    case "admin-linked-notice":
      return task(adminLinkedNotice, spec);
    case "deactivated-notice":
      return task(deactivatedNotice, spec);
    case "answered-card":
      return task(answeredCardKind, spec);
    case "homes":
      return task(homes, spec);
    case "home":
      return task(home, spec);
    case "test-email":
      return task(testEmail, spec);
  }
}

function task<A extends JobSpec>(kind: Handler<A>, spec: A): Task {
  return {
    runJob: (job, context) => kind.handle(spec, job, context),
    onFailed: async (failure, now) => kind.onFailed?.(spec, failure, now),
    onLeaseLost: async (now) => kind.onLeaseLost?.(spec, now),
  };
}

const unknown: Task = {
  runJob: async () => ({
    attempt: {
      kind: "retry",
      fault: "This version of the app does not know this kind of message.",
      waitMs: 0,
    },
  }),
  onFailed: async () => {},
  onLeaseLost: async () => {},
};

/** Carries out a message that this process holds, and settles it. */
export async function runJob(job: LeasedJob, context: HandlerContext): Promise<void> {
  const task = job.spec ? taskOf(job.spec) : unknown;
  const { attempt, record }: HandlerResult =
    job.attempt > MOST_ATTEMPTS ? { attempt: attemptsExhausted } : await task.runJob(job, context);
  const outcome = outcomeOf(attempt, job.attempt);
  const mine = await settle(job, outcome, async (now) => {
    if (outcome.kind === "failed") await task.onFailed(outcome, now);
    else await record?.(outcome, now);
  });
  if (!mine) await afterLosing(task.onLeaseLost);
  const about = { message: job.id, kind: job.kind, attempt: job.attempt };
  if (!mine) context.log.info(about, "somebody else settled this message first");
  else if (outcome.kind === "retry" || outcome.kind === "failed")
    context.log.warn({ ...about, ...outcome }, "not sent");
}

/** Whoever held it ended without saying what came of it, each time. */
const attemptsExhausted: Attempt = { kind: "cancel", fault: "every attempt broke off" };

function outcomeOf(attempt: Attempt, number: number): Outcome {
  if (attempt.kind === "cancel")
    return { kind: "failed", fault: attempt.fault, invalidRecipient: attempt.invalidRecipient ?? false };
  if (attempt.kind !== "retry") return attempt;
  const { fault, waitMs } = attempt;
  if (number >= MOST_ATTEMPTS) return { kind: "failed", fault, invalidRecipient: false };
  return { kind: "retry", fault, afterMs: waitAfter(number, waitMs) };
}
