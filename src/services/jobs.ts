import { Types } from "mongoose";
import * as z from "zod";
import { Job } from "../models/job.ts";
import { type DomainEvent, domainEvent, GATHER_MS, gatheringKey, isGathered } from "./events.ts";
import { writeJobs } from "./transaction.ts";

const id = z.instanceof(Types.ObjectId);

const aboutInvite = {
  inviteId: id,
  /** What the job was written for: it does nothing once the invite has moved on. */
  generation: z.int(),
};

const aboutMembership = {
  userId: id,
  groupId: id,
  /** What the job was written for: it does nothing once the membership ends at another time. */
  until: z.date(),
};

/** The jobs that rules ask for, with the facts each needs. */
export const ruleJob = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("invite-email"), ...aboutInvite }),
  /** The email of one of many invites sent by a run. It makes way for emails that people are waiting for. */
  z.object({ kind: z.literal("imported-email"), ...aboutInvite }),
  z.object({ kind: z.literal("reminder-email"), ...aboutInvite }),
  z.object({ kind: z.literal("expiry"), ...aboutInvite }),
  /** Looks for the account of someone who registered. */
  z.object({ kind: z.literal("link-account"), userId: id }),
  /** Cancels a suspended user's invites. */
  z.object({ kind: z.literal("cancel-invites"), userId: id }),
  /** Erases what is told about somebody alongside other things, after their details. */
  z.object({
    kind: z.literal("erase-details"),
    userId: id,
    emails: z.array(z.string()),
    account: z.object({ teamId: z.string(), userId: z.string() }).nullable(),
  }),
  /** Takes out of a deleted group the members who didn't leave it when it was deleted. */
  z.object({ kind: z.literal("leave-group"), groupId: id }),
  /** Takes away a membership that has ended. */
  z.object({ kind: z.literal("membership-end"), ...aboutMembership }),
  /** Warns the member before their membership ends. */
  z.object({ kind: z.literal("membership-warning"), ...aboutMembership }),
  /** Does what is due for a request that nobody has answered. */
  z.object({ kind: z.literal("request-due"), requestId: id, step: z.enum(["remind", "escalate", "lapse"]) }),
  /** Withdraws a request whose invite or group no longer gives anything. */
  z.object({ kind: z.literal("request-end"), requestId: id }),
  /** Does the next lines of an import, unless others than these are done by now. */
  z.object({ kind: z.literal("import-batch"), runId: id, done: z.int() }),
  /** Does the same for a change to all rows of a list. */
  z.object({ kind: z.literal("change-batch"), runId: id, done: z.int() }),
  /** Writes an export, and sends it to the person who asked for it. */
  z.object({ kind: z.literal("export"), exportId: id }),
  /** Removes the lines of a run some time after its end. */
  z.object({ kind: z.literal("run-end"), runId: id }),
  /** Removes the lines of a run that nobody started. */
  z.object({ kind: z.literal("run-lapse"), runId: id }),
  /** Sends the email with which an approver confirms their approval. */
  z.object({ kind: z.literal("confirmation-email"), confirmationId: id, generation: z.int() }),
  /** Writes down the members whom a review looks at. */
  z.object({ kind: z.literal("review-gather"), reviewId: id }),
  /** Sends a reminder of an open review. */
  z.object({ kind: z.literal("review-reminder"), reviewId: id }),
  /** Ends a review, and removes the members nobody decided about if the review says so. */
  z.object({ kind: z.literal("review-close"), reviewId: id }),
  /** Starts a recurring review again. */
  z.object({ kind: z.literal("review-repeat"), reviewId: id, nth: z.int() }),
  /** Sends the test email that an account asked for. */
  z.object({ kind: z.literal("test-email"), account: z.string(), generation: z.int() }),
  /** Tells subscribers what happened. */
  z.object({ kind: z.literal("event"), ...domainEvent.shape }),
]);

export type RuleJob = z.output<typeof ruleJob>;

/** A job, and when it is due. */
export type Due<S> = S & { dueAt: Date };

/** Writes jobs in the transaction of the change that causes them; each runs once it is due. */
export const enqueue = enqueuer<RuleJob>((job) => (job.kind === "event" ? gatheringKey(job) : undefined));

/**
 * Moves a waiting job about an invite from one of these times to another. A running or finished job stays as it is.
 *
 * @param from exactly when it is due: the index finds it by that
 */
export async function moveJob(
  { kind, inviteId, generation }: Extract<RuleJob, { inviteId: Types.ObjectId }>,
  from: readonly Date[],
  to: Date,
): Promise<void> {
  const about = { "facts.inviteId": inviteId, "facts.generation": generation };
  await Job.updateOne({ status: "waiting", kind, dueAt: { $in: from }, ...about }, { $set: { dueAt: to } });
}

/** Writes one job per event, which tells subscribers of it, in the transaction of the change. */
export async function publish(at: Date, ...events: DomainEvent[]): Promise<void> {
  const gathered = new Date(at.getTime() + GATHER_MS);
  await enqueue(
    at,
    ...events.map((event) => ({
      kind: "event" as const,
      ...event,
      dueAt: isGathered(event) ? gathered : at,
    })),
  );
}

/**
 * Creates an `enqueue` for some kinds of jobs.
 *
 * @param keyOf what jobs that ask for the same thing share: the first to run settles them all
 */
export function enqueuer<S extends { kind: string }>(keyOf: (job: S) => string | undefined) {
  return async (createdAt: Date, ...jobs: Due<S>[]): Promise<void> => {
    await writeJobs(
      jobs.map((job) => {
        const { kind, dueAt, ...facts } = job;
        const foldKey = keyOf(job);
        return {
          kind,
          facts,
          status: "waiting",
          dueAt,
          attempts: 0,
          createdAt,
          ...(foldKey && { foldKey }),
        };
      }),
    );
  };
}
