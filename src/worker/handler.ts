import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { SendMail } from "../sendgrid/client.ts";
import type { DomainEvent } from "../services/events.ts";
import type { LinkKey } from "../services/invites/link-token.ts";
import type { InvitePolicy } from "../services/invites/policy.ts";
import type { Due } from "../services/jobs.ts";
import type { LeasedJob } from "../services/leases.ts";
import type { Outcome } from "../services/settle-jobs.ts";
import type { Accounts } from "../slack/kit/accounts.ts";
import type { Installation } from "../slack/kit/installation.ts";
import type { Reader } from "../slack/kit/reader.ts";
import type { HomeOwner } from "../slack/state/home-tabs.ts";
import type { SlackJob } from "../slack/state/jobs.ts";
import type { JobKind, SpecOf } from "./jobs.ts";

/** How an attempt at a job ended. Errors are codes, followed by a colon and a fact. */
export type Attempt =
  | { kind: "done" }
  /** Can't be tried just now; doesn't count as an attempt. */
  | { kind: "snooze"; afterMs: number }
  /** The other side's rate limit, or a job for a newer version; doesn't count as an attempt for a day. */
  | { kind: "limited"; error: string; waitMs: number }
  /** May work another time, but not before `waitMs` from now. */
  | { kind: "retry"; error: string; waitMs: number }
  /** Will never work; `invalidRecipient` if no other email to the address has a chance either. */
  | { kind: "cancel"; error: string; invalidRecipient?: boolean };

export type Failure = Extract<Outcome, { kind: "failed" }>;

/** An attempt, and what is written in the transaction with its outcome, unless the job failed for good. */
export interface HandlerResult {
  attempt: Attempt;
  record?: (outcome: Outcome, now: Date) => Promise<void>;
  /** Settles a finished job together with its neighbours; returns whether this process still held it. */
  settleDone?: () => Promise<boolean>;
}

/** Does the jobs of one kind. */
export interface Handler<K extends JobKind> {
  handle(spec: SpecOf<K>, job: LeasedJob, context: HandlerContext): Promise<HandlerResult>;
  /** Writes what follows when the job has failed for good, in the transaction that records it. */
  onFailed?(spec: SpecOf<K>, failure: Failure, now: Date): Promise<void>;
  /** Writes what follows when another process settled the job after this one may have acted on it. */
  onLeaseLost?(spec: SpecOf<K>, now: Date): Promise<void>;
}

/** Returns the jobs that follow from an event. Only reads, as it may be called again. */
export type Subscriber = (
  event: DomainEvent,
  at: Date,
  settings: HandlerSettings,
) => Promise<Due<SlackJob>[]>;

/** What handlers work with. */
export interface HandlerContext {
  settings: HandlerSettings;
  slack: WebClient;
  publishHome: PublishHome;
  inWorkspace: Accounts["inWorkspace"];
  /** Returns the language and time zone of a Slack account. Throws what Slack’s client throws. */
  readerOf(userId: string): Promise<Reader>;
  sendMail: SendMail;
  log: Logger;
  /** Tells whether someone is waiting for this process right now. */
  isAsked(): boolean;
  /** Aborted when this process is about to stop: anything that takes long is left to another process. */
  stopping: AbortSignal;
}

/** Draws and publishes the current Home of a Slack account. Throws what Slack's client throws. */
type PublishHome = (owner: HomeOwner) => Promise<void>;

export interface HandlerSettings {
  organisation: string;
  installation: Installation;
  /** Where invitees reach us, without a trailing slash. */
  publicUrl: string;
  linkKeys: readonly LinkKey[];
  /** What the operator decided about invites, for those that imports create. */
  invites: InvitePolicy;
  /** Slack ids of IAM_OWNERS. */
  owners: readonly string[];
  /** Whether SendGrid reports deliveries: SENDGRID_WEBHOOK_PUBLIC_KEY is set. */
  deliveryReported: boolean;
  reminders: boolean;
  expiryNotices: boolean;
}

export const done: HandlerResult = { attempt: { kind: "done" } };
