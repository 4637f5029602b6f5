import { setTimeout as wait } from "node:timers/promises";
import type { EventKind } from "./events.ts";
import type { Mail } from "./mail.ts";

/** The outcomes that emails can get automatically. */
export const fates = ["delivered", "deferred", "bounce", "dropped"] as const satisfies EventKind[];
export type Fate = (typeof fates)[number];

/** Reports to the app. */
interface Reporter {
  reports(mail: Mail, kind: EventKind): Promise<number>;
}

/**
 * Reports the outcome of emails automatically, as SendGrid does: each is processed, and after a while delivered, or
 * not.
 */
export class Delivering {
  /** The outcome of emails from now on. */
  fate: Fate = "delivered";
  readonly #reporter: Reporter;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  /** Reports the outcome of an email, unless somebody has reported something in the meantime. */
  async deliver(mail: Mail, afterMs: number, signal: AbortSignal): Promise<void> {
    const { fate } = this;
    try {
      await this.#reporter.reports(mail, "processed");
      await wait(afterMs, undefined, { signal });
      if (mail.news.length === 1) await this.#reporter.reports(mail, fate);
    } catch {
      // The mailbox shows that the app did not answer; or this SendGrid was closed.
    }
  }
}
