import { afterLosing, type HeldMessage, type Outcome, settle } from "../services/job-queue.ts";
import type { Message } from "../services/jobs.ts";
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
import type { Attempt, Carried, Failure, Kind, Means } from "./handler.ts";
import { home } from "./home.ts";
import { homes } from "./homes.ts";
import { inviteEmail } from "./invite-email.ts";
import { linkAccount } from "./link-account.ts";
import { reminderEmail } from "./reminder-email.ts";
import { summary } from "./summary.ts";
import { testEmail } from "./test-email.ts";
import { troubleNotice } from "./trouble-notice.ts";

interface Task {
  carryOut(held: HeldMessage, means: Means): Promise<Carried>;
  giveUp(failure: Failure, now: Date): Promise<void>;
  overtaken(now: Date): Promise<void>;
}

/** Every kind of message on one screen. */
function taskOf(asks: Message): Task {
  switch (asks.kind) {
    case "invite-email":
      return task(inviteEmail, asks);
    case "reminder-email":
      return task(reminderEmail, asks);
    case "expiry":
      return task(expiry, asks);
    case "card":
      return task(card, asks);
    case "summary":
      return task(summary, asks);
    case "trouble-notice":
      return task(troubleNotice, asks);
    case "expired-notice":
      return task(expiredNotice, asks);
    case "accepted-notice":
      return task(acceptedNotice, asks);
    case "declined-notice":
      return task(declinedNotice, asks);
    case "asked-notice":
      return task(askedNotice, asks);
    case "link-account":
      return task(linkAccount, asks);
    case "admin-linked-notice":
      return task(adminLinkedNotice, asks);
    case "deactivated-notice":
      return task(deactivatedNotice, asks);
    case "answered-card":
      return task(answeredCardKind, asks);
    case "homes":
      return task(homes, asks);
    case "home":
      return task(home, asks);
    case "test-email":
      return task(testEmail, asks);
  }
}

function task<A extends Message>(kind: Kind<A>, asks: A): Task {
  return {
    carryOut: (held, means) => kind.carryOut(asks, held, means),
    giveUp: async (failure, now) => kind.giveUp?.(asks, failure, now),
    overtaken: async (now) => kind.overtaken?.(asks, now),
  };
}

const unknown: Task = {
  carryOut: async () => ({
    attempt: { is: "fault", fault: "This version of the app does not know this kind of message.", waitMs: 0 },
  }),
  giveUp: async () => {},
  overtaken: async () => {},
};

/** Carries out a message that this process holds, and settles it. */
export async function carryOut(held: HeldMessage, means: Means): Promise<void> {
  const task = held.asks ? taskOf(held.asks) : unknown;
  const { attempt, record }: Carried =
    held.attempt > MOST_ATTEMPTS ? { attempt: tooOften } : await task.carryOut(held, means);
  const outcome = outcomeOf(attempt, held.attempt);
  const mine = await settle(held, outcome, async (now) => {
    if (outcome.is === "failed") await task.giveUp(outcome, now);
    else await record?.(outcome, now);
  });
  if (!mine) await afterLosing(task.overtaken);
  const about = { message: held.id, kind: held.kind, attempt: held.attempt };
  if (!mine) means.log.info(about, "somebody else settled this message first");
  else if (outcome.is === "retry" || outcome.is === "failed")
    means.log.warn({ ...about, ...outcome }, "not sent");
}

/** Whoever held it ended without saying what came of it, each time. */
const tooOften: Attempt = { is: "hopeless", fault: "every attempt broke off" };

function outcomeOf(attempt: Attempt, number: number): Outcome {
  if (attempt.is === "hopeless")
    return { is: "failed", fault: attempt.fault, badAddress: attempt.badAddress ?? false };
  if (attempt.is !== "fault") return attempt;
  const { fault, waitMs } = attempt;
  if (number >= MOST_ATTEMPTS) return { is: "failed", fault, badAddress: false };
  return { is: "retry", fault, afterMs: waitAfter(number, waitMs) };
}
