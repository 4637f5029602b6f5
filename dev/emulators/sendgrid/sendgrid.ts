import { randomBytes } from "node:crypto";
import { once, setMaxListeners } from "node:events";
import express from "express";
import { listenLocally } from "../../tools/listen-locally.ts";
import { patientServer } from "../../tools/patient-server.ts";
import { Delivering } from "./delivering.ts";
import {
  type EventKind,
  eventFor,
  type Forgery,
  isEventKind,
  postBatch,
  type WebhookKey,
  webhookKey,
} from "./events.ts";
import type { Fault } from "./fault.ts";
import { type Mail, type MailFacts, mailOf, type WebhookEvent } from "./mail.ts";
import { mailboxRoutes } from "./mailbox/routes.ts";
import { Outgoing } from "./outgoing.ts";
import { type Account, sendingRoutes } from "./sending.ts";

/** The mailbox's words for each event. */
const words: Record<EventKind, string> = {
  processed: "Processed",
  delivered: "Delivered",
  deferred: "Deferred",
  bounce: "Bounced",
  dropped: "Dropped",
  open: "Opened",
  click: "Clicked",
  spamreport: "Reported as spam",
  unsubscribe: "Unsubscribed",
};

/** A simulated SendGrid: an HTTP server that an app takes for SendGrid, with a mailbox at `/`. */
export class SendGrid {
  readonly apiKey: string;
  /** The address it listens at, the app's `SENDGRID_API_URL`. */
  readonly url: string;
  /** The app's `SENDGRID_WEBHOOK_PUBLIC_KEY`. */
  readonly webhookPublicKey: string;
  /** What the key may do. */
  readonly scopes: Set<string>;
  /** Addresses, or domains as "@example.com", that may send. Empty: all may. */
  readonly verifiedSenders: Set<string>;
  /** The emails it accepted, oldest first. */
  readonly mails: readonly Mail[];
  /** Things that the app must never do, though a real SendGrid would allow them: a test fails if there are any. */
  readonly breaches: readonly string[];
  readonly #account: Account;
  readonly #key: WebhookKey;
  readonly #close: () => Promise<void>;
  #webhook: string | undefined;

  constructor(account: Account, url: string, close: () => Promise<void>) {
    this.#account = account;
    this.#key = webhookKey();
    this.#close = close;
    this.url = url;
    this.apiKey = account.apiKey;
    this.webhookPublicKey = this.#key.publicKey;
    this.scopes = account.scopes;
    this.verifiedSenders = account.verifiedSenders;
    this.mails = account.outgoing.mails;
    this.breaches = account.breaches;
  }

  /** Sets the address of the app's event webhook. */
  sendEventsTo(url: string): void {
    this.#webhook = url;
  }

  /** Waits up to a minute until an address has the wanted number of emails. @returns the latest of them */
  mailTo(email: string, { count = 1 }: { count?: number } = {}): Promise<Mail> {
    return this.#account.outgoing.mailTo(email, count);
  }

  /**
   * Calls the listener for each email, and whenever something happens to one, until the returned function is called.
   */
  onChange(listener: (mail: Mail) => void): () => void {
    return this.#account.outgoing.onChange(listener);
  }

  /** Makes the next sends meet a fault, in the order of the calls. */
  next(fault: Fault, times = 1): void {
    for (let time = 0; time < times; time++) this.#account.faults.push(fault);
  }

  /** Cancels the faults of the next sends. */
  recover(): void {
    this.#account.faults.length = 0;
  }

  /** Returns an event about an email, with SendGrid's own wording unless `extra` replaces it. */
  event(mail: Mail, kind: EventKind, extra?: WebhookEvent): WebhookEvent {
    return eventFor(mail, kind, new Date(), extra);
  }

  /**
   * Posts a batch of events to the webhook, signed, or forged on request.
   *
   * @returns the status that the app answered with
   */
  async post(events: WebhookEvent[], forgery: Forgery = {}): Promise<number> {
    if (this.#webhook === undefined) throw new Error("No event webhook yet: call sendEventsTo first.");
    return postBatch(this.#webhook, events, this.#key, forgery);
  }

  /**
   * Reports an email's outcome to the webhook.
   *
   * @returns the status that the app answered with
   */
  async reports(mail: Mail, kind: EventKind, extra?: WebhookEvent): Promise<number> {
    return this.#report(mail, this.event(mail, kind, extra), words[kind]);
  }

  /**
   * Posts the latest event about an email again, as SendGrid may at any time.
   *
   * @returns the status that the app answered with; undefined if there is no event yet
   */
  async repeats(mail: Mail): Promise<number | undefined> {
    const event = mail.news.findLast((news) => news.event)?.event;
    const kind = String(event?.event);
    return event && this.#report(mail, event, `${isEventKind(kind) ? words[kind] : kind}, reported again`);
  }

  async #report(mail: Mail, event: WebhookEvent, what: string): Promise<number> {
    const note = (said: string) => this.#account.outgoing.note(mail, { at: new Date(), said, event });
    try {
      const status = await this.post([event]);
      note(`${what}. The app answered ${status}.`);
      return status;
    } catch (error) {
      note(`${what}. The app did not answer.`);
      throw error;
    }
  }

  /** Hangs up on everyone and stops. */
  close(): Promise<void> {
    return this.#close();
  }
}

/** The scopes that SendGrid gives a key with the Mail Send permission only. */
const mailSendAlone = [
  "mail.send",
  ...["create", "delete", "read", "update"].map((right) => `mail.batch.${right}`),
  ...["create", "delete", "read", "update"].map((right) => `user.scheduled_sends.${right}`),
  "sender_verification_eligible",
  "2fa_required",
];

/**
 * Starts a SendGrid on 127.0.0.1.
 *
 * @param port a free one by default
 * @param mails emails that it accepted in an earlier run
 * @param deliveryMs after how long it reports an email's outcome on its own; by default, it reports only when told to
 */
export async function startSendGrid({
  port = 0,
  apiKey = `SG.${randomBytes(16).toString("base64url")}`,
  mails = [],
  deliveryMs,
}: {
  port?: number;
  apiKey?: string;
  mails?: MailFacts[];
  deliveryMs?: number;
} = {}): Promise<SendGrid> {
  const account: Account = {
    apiKey,
    scopes: new Set(mailSendAlone),
    verifiedSenders: new Set(),
    outgoing: new Outgoing(mails.map(mailOf)),
    faults: [],
    breaches: [],
  };
  const app = express().disable("x-powered-by").use(sendingRoutes(account));
  const server = patientServer(app);
  const listensOn = await listenLocally(server, port);

  const reporters = new AbortController();
  // Each email under way adds a listener: a batch would look like a leak.
  setMaxListeners(0, reporters.signal);
  const sendgrid = new SendGrid(account, `http://127.0.0.1:${listensOn}`, async () => {
    reporters.abort();
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const delivering = new Delivering(sendgrid);
  if (deliveryMs !== undefined)
    account.outgoing.onMail((mail) => void delivering.deliver(mail, deliveryMs, reporters.signal));
  app.use(mailboxRoutes({ sendgrid, outgoing: account.outgoing, delivering }));
  return sendgrid;
}
