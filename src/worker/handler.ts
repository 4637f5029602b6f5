import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { SendMail } from "../sendgrid/client.ts";
import type { LinkKey } from "../services/invites/link-token.ts";
import type { HeldMessage, Outcome } from "../services/job-queue.ts";
import type { Message } from "../services/jobs.ts";
import type { HomeOwner } from "../slack/state/home-tabs.ts";

/** What an attempt to carry a message out came to. Faults are in words that name no secret. */
export type Attempt =
  | { is: "done" }
  /** Can't be tried just now; not an attempt. */
  | { is: "later"; afterMs: number }
  /** May work another time, not before `waitMs` from now. */
  | { is: "fault"; fault: string; waitMs: number }
  /** Never will; `badAddress` where no other mail to it has a chance either. */
  | { is: "hopeless"; fault: string; badAddress?: boolean };

export type Failure = Extract<Outcome, { is: "failed" }>;

/** An attempt, and what is written in the transaction of its outcome, unless that is giving up. */
export interface Carried {
  attempt: Attempt;
  record?: (outcome: Outcome, now: Date) => Promise<void>;
}

/** A kind of message that asks for the same thing each time. */
export interface Kind<Asks extends Message> {
  carryOut(asks: Asks, held: HeldMessage, means: Means): Promise<Carried>;
  /** What is written in the transaction that gives it up. */
  giveUp?(asks: Asks, failure: Failure, now: Date): Promise<void>;
  /** What is written when somebody else settled it meanwhile, after this process may have acted on it. */
  overtaken?(asks: Asks, now: Date): Promise<void>;
}

/** The message that a kind carries out. */
export type Asks<K extends Message["kind"]> = Extract<Message, { kind: K }>;

/** What carrying out needs. */
export interface Means {
  settings: CarryingSettings;
  slack: WebClient;
  publishHome: PublishHome;
  sendMail: SendMail;
  log: Logger;
}

/** Draws the Home of a Slack account as things stand, and publishes it. Throws what Slack's client throws. */
export type PublishHome = (owner: HomeOwner) => Promise<void>;

export interface CarryingSettings {
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

export const done: Carried = { attempt: { is: "done" } };
