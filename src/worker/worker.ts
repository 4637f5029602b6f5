import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import { type SendGridSettings, sendGrid } from "../sendgrid/client.ts";
import { claimDue, type LeasedJob, release } from "../services/job-queue.ts";
import { committed } from "../services/transaction.ts";
import type { HandlerContext, HandlerSettings, PublishHome } from "./handler.ts";
import { runJob } from "./run-job.ts";

const POLL_MS = 1_000;
const MAIL_TIMEOUT_MS = 10_000;

export interface OutboxSettings {
  mail: Omit<SendGridSettings, "timeoutMs">;
  handlerSettings: HandlerSettings;
  /** How many messages are carried out at the same time. */
  concurrency: number;
  leaseSeconds: number;
}

/** What carries out messages in this process. */
export interface Outbox {
  /** Resolves as soon as nothing is due and nothing is held here. */
  idle(): Promise<void>;
  /** Claims nothing more, finishes what is held, gives back the rest. */
  stop(): Promise<void>;
}

/**
 * Starts carrying out what is due: at once when this process committed something, and every second whatever others
 * queued. Any number of processes share the work.
 *
 * @param clients neither retry nor wait out a 429: messages come back by themselves
 */
export function startOutbox(
  settings: OutboxSettings,
  clients: { slack: WebClient; publishHome: PublishHome },
  log: Logger,
): Outbox {
  const { mail, handlerSettings, concurrency, leaseSeconds } = settings;
  const leaseMs = leaseSeconds * 1000;
  const sendMail = sendGrid({ ...mail, timeoutMs: Math.min(MAIL_TIMEOUT_MS, leaseMs) });
  const context: HandlerContext = { settings: handlerSettings, ...clients, sendMail, log };
  const bell = new Signal();
  const job = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  let stopping = false;

  let blind = false;
  const claim = async () => {
    try {
      const message = await claimDue(leaseMs);
      blind = false;
      return message;
    } catch (error) {
      if (!blind) log.error({ error: told(error) }, "messages can't be looked for; trying on");
      blind = true;
      return null;
    }
  };

  const carry = (message: LeasedJob) => {
    const work = runJob(message, context)
      .catch((error: unknown) =>
        log.error({ message: message.id, error: told(error) }, "an attempt broke off"),
      )
      .finally(() => {
        job.delete(work);
        bell.ring();
      });
    job.add(work);
  };

  const run = async () => {
    while (!stopping) {
      bell.mute();
      const message = job.size < concurrency ? await claim() : null;
      if (message && stopping) await release(message);
      else if (message) carry(message);
      else {
        if (job.size === 0 && !bell.rang) for (const idle of waiting.splice(0)) idle();
        await bell.heard(POLL_MS);
      }
    }
    await Promise.all(job);
  };

  const onChange = () => bell.ring();
  committed.on("change", onChange);
  const running = run();
  return {
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        bell.ring();
      }),
    async stop() {
      stopping = true;
      bell.ring();
      await running;
      committed.off("change", onChange);
      for (const idle of waiting.splice(0)) idle();
    },
  };
}

/** Of an error no more than this: what else hangs on it may hold what somebody typed. */
function told(error: unknown) {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack };
}

/** Wakes one sleeper; a ring while nobody sleeps is remembered. */
class Signal {
  rang = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.rang = true;
    this.#wake?.();
  }

  mute(): void {
    this.rang = false;
  }

  /** Resolves at the next ring, at once if it rang since it was muted, or after a while. */
  async heard(mostMs: number): Promise<void> {
    if (this.rang) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, mostMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
