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

/** Each event as the mailbox tells it. */
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

/** A SendGrid of one's own: an HTTP server that an app takes for SendGrid, with a mailbox at `/`. */
export class SendGrid {
  readonly apiKey: string;
  /** Where it listens; the app's `SENDGRID_API_URL`. */
  readonly url: string;
  /** The app's `SENDGRID_WEBHOOK_PUBLIC_KEY`. */
  readonly webhookPublicKey: string;
  /** What the key may do. */
  readonly scopes: Set<string>;
  /** Addresses, or domains as "@example.com", that may send. Empty: all may. */
  readonly verifiedSenders: Set<string>;
  /** The mails it accepted, oldest first. */
  readonly mails: readonly Mail[];
  /** What the app must never do, though a real SendGrid would let it: a test fails when there are any. */
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

  /** Names the app's event webhook. */
  sendEventsTo(url: string): void {
    this.#webhook = url;
  }

  /** Waits up to five seconds for the latest mail to an address, or until there are as many as wanted. */
  mailTo(email: string, { count = 1 }: { count?: number } = {}): Promise<Mail> {
    return this.#account.outgoing.mailTo(email, count);
  }

  /** Calls the listener at each mail, and whenever something happens to one, until the returned function is called. */
  onChange(listener: (mail: Mail) => void): () => void {
    return this.#account.outgoing.onChange(listener);
  }

  /** Says what the next sends meet; those named first come first. */
  next(fault: Fault, times = 1): void {
    for (let time = 0; time < times; time++) this.#account.faults.push(fault);
  }

  /** Takes back what the next sends were to meet. */
  recover(): void {
    this.#account.faults.length = 0;
  }

  /** Returns an event about a mail, with SendGrid's own wording where `extra` gives no other. */
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
   * Reports to the webhook what became of a mail.
   *
   * @returns the status that the app answered with
   */
  async reports(mail: Mail, kind: EventKind, extra?: WebhookEvent): Promise<number> {
    return this.#report(mail, this.event(mail, kind, extra), words[kind]);
  }

  /**
   * Posts the latest event about a mail once more, as SendGrid may at any time.
   *
   * @returns the status that the app answered with; undefined when there is none yet
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

/** What SendGrid gives a key that was made with the Mail Send permission alone. */
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
 * @param port a free one unless given
 * @param mails that it accepted in an earlier run
 * @param deliveryMs after which it reports by itself what became of a mail; unless given, it reports when told to
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
  // Each mail on its way listens: a batch would look like a leak.
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
