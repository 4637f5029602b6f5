import { Types } from "mongoose";
import * as z from "zod";
import { enqueuer } from "../../services/jobs.ts";

const id = z.instanceof(Types.ObjectId);

/** The Slack id of an admin who is told instead of the inviter; missing until it is known which admins to tell. */
const to = z.string().optional();

const aboutInvite = {
  inviteId: id,
  /** The generation the notice was written for: it says nothing once the invite has moved on. */
  generation: z.int(),
  to,
};

/** A user; `to` is missing until it is known which admins to tell. */
const aboutUser = { userId: id, to };

/** A group, and who did something to it; `to` is missing until it is known which admins to tell. */
const aboutGroup = { groupId: id, by: z.string(), except: z.string().optional(), to };

/** The role in which an account reads the card of a request. */
const requestRole = z.enum(["asker", "decider", "afterwards"]);

/** How an account gained an admin's rights. */
const adminGain = z.enum(["linked", "joined", "put_in_admin", "reactivated"]);
export type AdminGain = z.output<typeof adminGain>;

/** The jobs that write to Slack, each with the facts it needs. */
export const slackJob = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("card"), batchId: id }),
  z.object({ kind: z.literal("summary"), batchId: id, to }),
  z.object({ kind: z.literal("accepted-notice"), ...aboutInvite }),
  z.object({ kind: z.literal("declined-notice"), ...aboutInvite }),
  z.object({ kind: z.literal("trouble-notice"), ...aboutInvite }),
  z.object({ kind: z.literal("expired-notice"), ...aboutInvite }),
  z.object({ kind: z.literal("asked-notice"), ...aboutInvite }),
  /** A Slack account gained an admin's rights; `by` is who did it, unless it was the account itself. */
  z.object({
    kind: z.literal("admin-linked-notice"),
    ...aboutUser,
    account: z.string(),
    /** Missing if an older version wrote it: linked. */
    gain: adminGain.default("linked"),
    by: z.string().optional(),
  }),
  z.object({ kind: z.literal("deactivated-notice"), ...aboutUser }),
  /** They wait for a Slack account that was linked to someone else. */
  z.object({ kind: z.literal("passed-over-notice"), ...aboutUser, holderId: id }),
  /** One of their memberships has ended, and they are told. */
  z.object({ kind: z.literal("ended-notice"), userId: id, groupId: id }),
  /** Finds out who must be asked about a request, and has them asked. */
  z.object({ kind: z.literal("request-notices"), requestId: id }),
  /** The card of a request, to one account. */
  z.object({ kind: z.literal("request-notice"), requestId: id, to: z.string(), role: requestRole }),
  /** Redraws one of those cards as the request is now. */
  z.object({
    kind: z.literal("request-card"),
    requestId: id,
    to: z.string(),
    role: requestRole,
    channel: z.string(),
    ts: z.string(),
  }),
  /** Tells an account about a request, besides its card. */
  z.object({
    kind: z.literal("request-news"),
    requestId: id,
    to: z.string(),
    news: z.enum(["settled", "asked", "replied", "waiting", "nobody", "granted", "taken_away"]),
    /** The question that was asked or replied to, counted from 0; the last one if an older version wrote it. */
    question: z.int().optional(),
  }),
  /** Tells a workflow step the outcome of its request, or that it can't be made. */
  z.object({ kind: z.literal("step-outcome"), requestId: id }),
  z.object({ kind: z.literal("step-refused"), executionId: z.string(), sentence: z.string() }),
  /** The access rules of a group were loosened. */
  z.object({ kind: z.literal("rules-notice"), ...aboutGroup }),
  /** A group was renamed because a built-in group now has its name. */
  z.object({ kind: z.literal("renamed-notice"), ...aboutGroup }),
  /** A group was taken back from its identity provider. */
  z.object({ kind: z.literal("taken-back-notice"), ...aboutGroup }),
  /** Finds out who the reviewers of a review are, and has them told. */
  z.object({ kind: z.literal("review-notices"), reviewId: id }),
  /** The card of a review, to one account. */
  z.object({ kind: z.literal("review-notice"), reviewId: id, to: z.string() }),
  /** Redraws one of those cards as the review is now. */
  z.object({
    kind: z.literal("review-card"),
    reviewId: id,
    to: z.string(),
    channel: z.string(),
    ts: z.string(),
  }),
  /** Tells an account about a review, besides its card; `to` is missing for the person who started it. */
  z.object({
    kind: z.literal("review-news"),
    reviewId: id,
    to,
    news: z.enum(["reminded", "closed", "stuck"]),
  }),
  /** A review took them out of a group, and they are told. */
  z.object({ kind: z.literal("review-removed-notice"), itemId: id }),
  /** An admin wants their details erased, and another one must agree. */
  z.object({ kind: z.literal("erasure-notice"), ...aboutUser }),
  /** One of the cards that asked whether to suspend them, or to erase their details: someone has answered. */
  z.object({ kind: z.literal("answered-card"), ...aboutUser, channel: z.string(), ts: z.string() }),
  /** An API client that can change things was created. */
  z.object({ kind: z.literal("client-created-notice"), clientId: id, to }),
  /** Checks whether a user can still answer for the API clients they own. */
  z.object({ kind: z.literal("client-owner"), userId: id }),
  /** The owner of an API client can no longer answer for it. */
  z.object({ kind: z.literal("client-owner-notice"), clientId: id, to }),
  /** One of the cards that asked about it: someone has answered. */
  z.object({
    kind: z.literal("client-answered-card"),
    clientId: id,
    to: z.string(),
    channel: z.string(),
    ts: z.string(),
  }),
  /** A webhook was switched off automatically. */
  z.object({ kind: z.literal("webhook-off-notice"), endpointId: id, to }),
  /** What an identity provider changed since then; `to` and `until` are missing until the hour is over. */
  z.object({
    kind: z.literal("provisioning-summary"),
    clientId: id,
    since: z.date(),
    until: z.date().optional(),
    to,
  }),
  /** Shows how far a run is, until it ends or pauses. */
  z.object({ kind: z.literal("run-progress"), runId: id }),
  /**
   * Tells admins about a run: that a large one has started, or that one has stopped because its admin may not go on.
   */
  z.object({ kind: z.literal("run-notice"), runId: id, news: z.enum(["started", "stopped"]), to }),
  /** Redraws one of those messages as the run is now. */
  z.object({
    kind: z.literal("run-card"),
    runId: id,
    to: z.string(),
    news: z.enum(["started", "stopped"]),
    channel: z.string(),
    ts: z.string(),
  }),
  /** Sends the outcome of each line of a run. */
  z.object({ kind: z.literal("run-result"), runId: id }),
  /** Tells an account that one of their exports can't be sent, with the reason as a code. */
  z.object({
    kind: z.literal("export-failed"),
    to: z.string(),
    label: z.string(),
    reason: z.string(),
    /** Not an export, but the outcome of a run. */
    outcome: z.boolean().optional(),
  }),
  /** Publishes the Homes of many again. */
  z.object({ kind: z.literal("homes"), whose: z.enum(["admins", "all"]) }),
  /** Publishes one Home: that of a Slack account, `team:user`. */
  z.object({
    kind: z.literal("home"),
    account: z.string(),
    /** By then the line about a press is over, so an earlier drawing doesn't replace this one. */
    flashOver: z.boolean().optional(),
  }),
]);

export type SlackJob = z.output<typeof slackJob>;

/** Writes jobs in the current transaction; each runs once it is due. */
export const enqueueSlack = enqueuer<SlackJob>((job) => {
  switch (job.kind) {
    case "card":
      return `card:${job.batchId}`;
    case "homes":
      return `homes:${job.whose}`;
    case "home":
      return job.flashOver ? undefined : `home:${job.account}`;
    case "summary":
      return `summary:${job.batchId}:${job.to ?? "inviter"}`;
    case "provisioning-summary":
      return summaryKey(String(job.clientId), job.to);
    case "run-progress":
      return `run-progress:${job.runId}`;
    case "run-card":
      return `run-card:${job.runId}:${job.channel}:${job.ts}`;
    case "request-card":
      return `request-card:${job.requestId}:${job.to}:${job.role}`;
    case "review-card":
      return reviewCardKey(job.reviewId, job.to);
    case "review-notice":
      return `review-notice:${job.reviewId}:${job.to}`;
    case "step-outcome":
      return `step-outcome:${job.requestId}`;
    default:
      return undefined;
  }
});

/** Names the job that redraws one card of a review. */
export const reviewCardKey = (reviewId: Types.ObjectId, to: string): string =>
  `review-card:${reviewId}:${to}`;

/** Names the one summary of a provider's hour, or its copy for one admin. */
export const summaryKey = (clientId: string, to = "admins"): string => `provisioning:${clientId}:${to}`;
