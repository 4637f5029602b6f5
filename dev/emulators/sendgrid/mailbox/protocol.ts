import type { Fate } from "../delivering.ts";

/** An email as the mailbox's page shows it. */
export interface MailOnPage {
  /** Its index among all emails; the first one sent is 0. */
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

/** The events sent to the page, by name. */
export interface MailboxEvents {
  mail: MailOnPage;
  fate: Fate;
}
