import type { Fate } from "../delivering.ts";

/** A mail as the mailbox's page shows it. */
export interface MailOnPage {
  /** Its place among all, the first sent being 0. */
  number: number;
  /** ISO 8601. */
  acceptedAt: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  /** The invite link in it. */
  link?: string | undefined;
  headers: [name: string, value: string][];
  news: { at: string; said: string }[];
}

/** What the page is told, by the name of the event. */
export interface MailboxEvents {
  mail: MailOnPage;
  fate: Fate;
}
