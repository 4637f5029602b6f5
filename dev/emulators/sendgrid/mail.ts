import type { SendRequest } from "./request.ts";

/** The sender or a recipient of an email. */
interface Address {
  email: string;
  name?: string | undefined;
}

/** One element of a webhook's batch. A property that is `undefined` is not sent. */
export type WebhookEvent = Record<string, unknown>;

/** Something that happened to an email after it was accepted. */
export interface MailNews {
  at: Date;
  /** A sentence for the mailbox. */
  said: string;
  /** The event that was reported to the app, if it was one. */
  event?: WebhookEvent;
}

/** The facts of an email. */
export interface MailFacts {
  /** The `X-Message-Id` that the sender got. */
  id: string;
  acceptedAt: Date;
  from: Address;
  replyTo: Address | undefined;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  customArgs: Record<string, string>;
  categories: string[];
  trackingSettings: SendRequest["tracking_settings"];
  /** Oldest first. */
  news: MailNews[];
}

/** An email that SendGrid accepted. */
export interface Mail extends MailFacts {
  /** The app's first link in the text. @throws if there is none */
  readonly link: string;
}

/** Returns the email with these facts. Copies contain only the facts. */
export function mailOf(facts: MailFacts): Mail {
  const mail = {
    ...facts,
    get link() {
      const link = appLink(facts.text);
      if (link === undefined)
        throw new Error(`The mail "${facts.subject}" has no link of the app in its text.`);
      return link;
    },
  };
  return Object.defineProperty(mail, "link", { enumerable: false });
}

/** Returns the emails of a request: one for each personalization. */
export function mailsFrom(request: SendRequest, id: string, acceptedAt: Date): Mail[] {
  const { content, from, reply_to: replyTo, categories = [], tracking_settings: trackingSettings } = request;
  const part = (type: string) => content.find((one) => one.type === type)?.value ?? "";
  return request.personalizations.map((one) => {
    return mailOf({
      id,
      acceptedAt,
      from: one.from ?? from,
      replyTo,
      to: one.to,
      cc: one.cc ?? [],
      bcc: one.bcc ?? [],
      subject: one.subject ?? request.subject ?? "",
      text: part("text/plain"),
      html: part("text/html"),
      headers: { ...request.headers, ...one.headers },
      customArgs: { ...request.custom_args, ...one.custom_args },
      categories,
      trackingSettings,
      news: [],
    });
  });
}

/** Returns the first link in a text that the app answers: an invite's, or one to confirm an approval. */
export function appLink(text: string): string | undefined {
  return /https?:\/\/[^\s<>"]+\/(?:invite|confirm)\/[^\s<>"]+/.exec(text)?.[0];
}

/** Tells whether an email goes to an address, including as a copy. */
export function isFor(mail: Mail, email: string): boolean {
  const wanted = email.toLowerCase();
  return [...mail.to, ...mail.cc, ...mail.bcc].some((address) => address.email.toLowerCase() === wanted);
}
