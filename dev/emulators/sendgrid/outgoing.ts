import { EventEmitter, once } from "node:events";
import { isFor, type Mail, type MailNews } from "./mail.ts";

/** Long enough for any slow machine: only a wait in vain takes this long. */
const patience = 60_000;

/** The accepted emails, oldest first, and those who wait for one. */
export class Outgoing {
  readonly mails: Mail[];
  readonly #news = new EventEmitter<{ mail: [Mail]; change: [Mail] }>().setMaxListeners(0);

  constructor(mails: Mail[]) {
    this.mails = mails;
  }

  /** Stores an email and tells those who wait. */
  add(mail: Mail): void {
    this.mails.push(mail);
    this.#news.emit("mail", mail);
    this.#news.emit("change", mail);
  }

  /** Notes what happened to an email. */
  note(mail: Mail, news: MailNews): void {
    mail.news.push(news);
    this.#news.emit("change", mail);
  }

  /**
   * Calls back for each email from now on, and whenever something happens to one.
   *
   * @returns a function that ends it
   */
  onChange(listener: (mail: Mail) => void): () => void {
    this.#news.on("change", listener);
    return () => this.#news.off("change", listener);
  }

  /**
   * Calls back for each email from now on.
   *
   * @returns a function that ends it
   */
  onMail(listener: (mail: Mail) => void): () => void {
    this.#news.on("mail", listener);
    return () => this.#news.off("mail", listener);
  }

  /**
   * Waits until an address has got the wanted number of emails.
   *
   * @returns the latest of them
   * @throws after a minute, with what was sent instead
   */
  async mailTo(email: string, count: number): Promise<Mail> {
    const signal = AbortSignal.timeout(patience);
    for (;;) {
      const found = this.mails.filter((mail) => isFor(mail, email));
      const latest = found.at(-1);
      if (latest !== undefined && found.length >= count) return latest;
      await once(this.#news, "mail", { signal }).catch(() => {
        const sent = this.mails.map((mail) => `${mail.to.map((to) => to.email).join(", ")}: ${mail.subject}`);
        throw new Error(
          `Waited ${patience / 1000} s for mail ${count} to ${email}; it got ${found.length}. Sent: ${sent.join(" | ") || "nothing"}.`,
        );
      });
    }
  }
}
