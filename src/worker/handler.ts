import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { SendMail } from "../sendgrid/client.ts";
import type { LinkKey } from "../services/invites/link-token.ts";
import type { LeasedJob, Outcome } from "../services/job-queue.ts";
import type { JobSpec } from "../services/jobs.ts";
import type { HomeOwner } from "../slack/state/home-tabs.ts";

/** What an attempt to carry a message out came to. Faults are in words that name no secret. */
export type Attempt =
  | { kind: "done" }
  /** Can't be tried just now; not an attempt. */
  | { kind: "snooze"; afterMs: number }
  /** May work another time, not before `waitMs` from now. */
  | { kind: "retry"; fault: string; waitMs: number }
  /** Never will; `badAddress` where no other mail to it has a chance either. */
  | { kind: "cancel"; fault: string; invalidRecipient?: boolean };

export type Failure = Extract<Outcome, { kind: "failed" }>;

/** An attempt, and what is written in the transaction of its outcome, unless that is giving up. */
export interface HandlerResult {
  attempt: Attempt;
  record?: (outcome: Outcome, now: Date) => Promise<void>;
}

/** A kind of message that asks for the same thing each time. */
export interface Handler<SpecOf extends JobSpec> {
  handle(spec: SpecOf, job: LeasedJob, context: HandlerContext): Promise<HandlerResult>;
  /** What is written in the transaction that gives it up. */
  onFailed?(spec: SpecOf, failure: Failure, now: Date): Promise<void>;
  /** What is written when somebody else settled it meanwhile, after this process may have acted on it. */
  onLeaseLost?(spec: SpecOf, now: Date): Promise<void>;
}

/** The message that a kind carries out. */
export type SpecOf<K extends JobSpec["kind"]> = Extract<JobSpec, { kind: K }>;

/** What carrying out needs. */
export interface HandlerContext {
  settings: HandlerSettings;
  slack: WebClient;
  publishHome: PublishHome;
  sendMail: SendMail;
  log: Logger;
}

/** Draws the Home of a Slack account as things stand, and publishes it. Throws what Slack's client throws. */
export type PublishHome = (owner: HomeOwner) => Promise<void>;

export interface HandlerSettings {
  organisation: string;
  /** Where invitees reach us, without a slash at the end. */
  publicUrl: string;
  linkKeys: readonly LinkKey[];
  /** Slack ids of IAM_OWNERS. */
  owners: readonly string[];
  /** Whether SendGrid reports what becomes of mails: SENDGRID_WEBHOOK_PUBLIC_KEY is set. */
  deliveryReported: boolean;
  reminders: boolean;
  expiryNotices: boolean;
}

export const done: HandlerResult = { attempt: { kind: "done" } };
