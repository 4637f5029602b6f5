import { setTimeout as wait } from "node:timers/promises";
import type { EventKind } from "./events.ts";
import type { Mail } from "./mail.ts";

/** What may become of mails by itself. */
export const fates = ["delivered", "deferred", "bounce", "dropped"] as const satisfies EventKind[];
export type Fate = (typeof fates)[number];

/** Who reports to the app. */
interface Reporter {
  reports(mail: Mail, kind: EventKind): Promise<number>;
}

/** Brings mails to their end by itself, as SendGrid does: each was processed, and after a while it was delivered, or not. */
export class Delivering {
  /** What becomes of mails from now on. */
  fate: Fate = "delivered";
  readonly #reporter: Reporter;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  /** Reports what becomes of a mail, unless somebody has reported something meanwhile. */
  async deliver(mail: Mail, afterMs: number, signal: AbortSignal): Promise<void> {
    const { fate } = this;
    try {
      await this.#reporter.reports(mail, "processed");
      await wait(afterMs, undefined, { signal });
      if (mail.news.length === 1) await this.#reporter.reports(mail, fate);
    } catch {
      // The mailbox says that the app did not answer; or this SendGrid has closed.
    }
  }
}
