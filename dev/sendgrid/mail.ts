import type { WebhookEvent } from "./events.ts";
import type { SendRequest } from "./request.ts";

/** Whom a mail comes from or goes to. */
interface Address {
  email: string;
  name?: string | undefined;
}

/** Something that happened to a mail after it was accepted. */
export interface MailNews {
  at: Date;
  /** A sentence for the mailbox. */
  said: string;
  /** The event that was reported to the app, if it was one. */
  event?: WebhookEvent;
}

/** A mail that SendGrid accepted. */
export interface Mail {
  /** What the sender was told in `X-Message-Id`. */
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
  /** The first invite link in the text; a mail without one throws. */
  readonly link: string;
}

/** The mails that a request asks for: one for each personalization. */
export function mailsFrom(request: SendRequest, id: string, acceptedAt: Date): Mail[] {
  const { content, from, reply_to: replyTo, categories = [], tracking_settings: trackingSettings } = request;
  const part = (type: string) => content.find((one) => one.type === type)?.value ?? "";
  return request.personalizations.map((one) => {
    const subject = one.subject ?? request.subject ?? "";
    const text = part("text/plain");
    return {
      id,
      acceptedAt,
      from: one.from ?? from,
      replyTo,
      to: one.to,
      cc: one.cc ?? [],
      bcc: one.bcc ?? [],
      subject,
      text,
      html: part("text/html"),
      headers: { ...request.headers, ...one.headers },
      customArgs: { ...request.custom_args, ...one.custom_args },
      categories,
      trackingSettings,
      news: [],
      get link() {
        const link = inviteLink(text);
        if (link === undefined) throw new Error(`The mail "${subject}" has no invite link in its text.`);
        return link;
      },
    };
  });
}

/** The first invite link in a text. */
export function inviteLink(text: string): string | undefined {
  return /https?:\/\/[^\s<>"]+\/invite\/[^\s<>"]+/.exec(text)?.[0];
}

/** Whether a mail goes to an address, be it as a copy. */
export function isFor(mail: Mail, email: string): boolean {
  const wanted = email.toLowerCase();
  return [...mail.to, ...mail.cc, ...mail.bcc].some((address) => address.email.toLowerCase() === wanted);
}
