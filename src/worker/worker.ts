import type { Logger } from "pino";
import { type SendGridSettings, type SendMail, sendGrid } from "../sendgrid/client.ts";
import { claimDue, type LeasedJob, release } from "../services/job-queue.ts";
import { committed } from "../services/transaction.ts";
import type { HandlerContext, HandlerSettings } from "./handler.ts";
import { runJob } from "./run-job.ts";
import { sidesOf } from "./sides.ts";

const POLL_MS = 1_000;
/** So long a side that had nothing due is not asked again unless something calls for it. */
const EMPTY_MS = POLL_MS / 2;
const LONGEST_CALL_MS = 10_000;

/** Says how long a call to SendGrid or Slack may take under a lease: half of it, so that what came of it is recorded. */
export function callTimeoutMs(leaseSeconds: number): number {
  return Math.min(LONGEST_CALL_MS, leaseSeconds * 500);
}

export interface WorkerSettings {
  mail: Omit<SendGridSettings, "timeoutMs">;
  handlerSettings: HandlerSettings;
  /** How many jobs run at the same time that wait for SendGrid, for Slack, and for the database alone: for each so many. */
  concurrency: number;
  leaseSeconds: number;
}

/** What runs jobs in this process. */
export interface Worker {
  /** Resolves as soon as nothing is due and nothing is held here. */
  idle(): Promise<void>;
  /** Claims nothing more, finishes what is held, gives back the rest. Never rejects, and may be called again. */
  stop(): Promise<void>;
}

/**
 * Starts to run what is due: at once when this process committed something, and every second whatever others queued.
 * Any number of processes share the work.
 *
 * @param clients neither retry nor wait out a 429: jobs come back by themselves. Their calls end by `callTimeoutMs`
 */
export function startWorker(
  settings: WorkerSettings,
  clients: Pick<HandlerContext, "slack" | "publishHome" | "inWorkspace">,
  log: Logger,
): Worker {
  const { mail, handlerSettings, concurrency, leaseSeconds } = settings;
  const leaseMs = leaseSeconds * 1000;
  const sendMail = loudly(log, sendGrid({ ...mail, timeoutMs: callTimeoutMs(leaseSeconds) }));
  const context: HandlerContext = { settings: handlerSettings, ...clients, sendMail, log };
  const signal = new Signal();
  const sides = sidesOf(concurrency).map((side) => ({
    ...side,
    running: new Set<Promise<void>>(),
    emptyUntil: 0,
  }));
  const waiting: (() => void)[] = [];
  let stopping = false;

  let blind = false;
  const claim = async () => {
    const asked = sides.filter(
      ({ running, most, emptyUntil }) => running.size < most && emptyUntil <= performance.now(),
    );
    if (asked.length === 0) return null;
    try {
      const job = await claimDue(
        leaseMs,
        asked.flatMap(({ kinds }) => kinds),
      );
      blind = false;
      if (!job && !signal.sent) for (const side of asked) side.emptyUntil = performance.now() + EMPTY_MS;
      return job;
    } catch (error) {
      if (!blind) log.error({ error: summaryOf(error) }, "jobs can't be looked for; trying on");
      blind = true;
      return null;
    }
  };

  const start = (job: LeasedJob) => {
    const side = sides.find(({ kinds }) => kinds.includes(job.kind));
    const work = runJob(job, context)
      .catch((error: unknown) => log.error({ job: job.id, error: summaryOf(error) }, "an attempt broke off"))
      .finally(() => {
        side?.running.delete(work);
        if (side) side.emptyUntil = 0;
        signal.send();
      });
    side?.running.add(work);
  };

  const giveBack = (job: LeasedJob) =>
    release(job).catch((error: unknown) =>
      log.error({ job: job.id, error: summaryOf(error) }, "not released: it waits for its lease to run out"),
    );

  const run = async () => {
    while (!stopping) {
      signal.reset();
      const job = await claim();
      if (job && stopping) await giveBack(job);
      else if (job) start(job);
      else {
        if (sides.every(({ running }) => running.size === 0) && !signal.sent)
          for (const idle of waiting.splice(0)) idle();
        await signal.wait(POLL_MS);
      }
    }
    await Promise.all(sides.flatMap(({ running }) => [...running]));
  };

  const onChange = () => {
    for (const side of sides) side.emptyUntil = 0;
    signal.send();
  };
  committed.on("change", onChange);
  const ended = run();
  return {
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        onChange();
      }),
    async stop() {
      stopping = true;
      signal.send();
      await ended;
      committed.off("change", onChange);
      for (const idle of waiting.splice(0)) idle();
    },
  };
}

/** Says each reason for which only the operator can help once, and loudly; again after a mail was taken. */
function loudly(log: Logger, sendMail: SendMail): SendMail {
  let said: string | null = null;
  return async (mail, id) => {
    const result = await sendMail(mail, id);
    if (result.kind === "accepted") said = null;
    if (result.kind !== "misconfigured" || result.reason.code === said) return result;
    said = result.reason.code;
    log.error(
      { reason: said },
      "SendGrid takes no mail of ours: check SENDGRID_API_KEY, MAIL_FROM and the plan (npm run doctor); each is tried for an hour",
    );
    return result;
  };
}

/** Keeps of an error no more than this: what else hangs on it may hold what somebody typed. */
function summaryOf(error: unknown) {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack };
}

/** Wakes one sleeper; a signal that is sent while nobody sleeps is kept. */
class Signal {
  sent = false;
  #wake: (() => void) | undefined;

  send(): void {
    this.sent = true;
    this.#wake?.();
  }

  reset(): void {
    this.sent = false;
  }

  /** Resolves at the next signal, at once if one was sent since the reset, or after a while. */
  async wait(mostMs: number): Promise<void> {
    if (this.sent) return;
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
