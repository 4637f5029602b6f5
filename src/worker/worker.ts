import type { Logger } from "pino";
import { type SendGridSettings, type SendMail, sendGrid } from "../sendgrid/client.ts";
import { claimDue } from "../services/job-queue.ts";
import { heldUnclaimed, type LeasedJob } from "../services/leases.ts";
import { release } from "../services/settle-jobs.ts";
import { committed, type FreshJob, type QueuedKinds } from "../services/transaction.ts";
import type { HandlerContext, HandlerSettings } from "./handler.ts";
import { runJob } from "./run-job.ts";
import { Side } from "./side.ts";
import { sidesOf } from "./sides.ts";

const POLL_MS = 1_000;
const LONGEST_CALL_MS = 10_000;
/** How many jobs may be under way when an event is run without being claimed. */
const MOST_FRESH = 200;

/** Returns how long a call to SendGrid or Slack may take under a lease: half of it, so that its outcome is recorded. */
export function callTimeoutMs(leaseSeconds: number): number {
  return Math.min(LONGEST_CALL_MS, leaseSeconds * 500);
}

export interface WorkerSettings {
  mail: Omit<SendGridSettings, "timeoutMs">;
  handlerSettings: HandlerSettings;
  /**
   * How many jobs that wait for SendGrid may run at the same time; as many that wait for Slack, and as many that wait
   * only for the database. The same number again may be about to be settled.
   */
  concurrency: number;
  leaseSeconds: number;
}

/** What runs jobs in this process. */
export interface Worker {
  /** Resolves as soon as nothing is due and nothing is held here. */
  idle(): Promise<void>;
  /** Claims nothing more, finishes what is held and gives back the rest. Never rejects, and may be called again. */
  stop(): Promise<void>;
}

/**
 * Starts running what is due: at once if this process queued it, and every second for everything else. Any number of
 * processes share the work.
 *
 * @param clients neither retry nor wait out a 429, as jobs come back anyway. Their calls end within `callTimeoutMs`
 */
export function startWorker(
  settings: WorkerSettings,
  clients: Pick<HandlerContext, "slack" | "publishHome" | "inWorkspace" | "readerOf" | "isAsked">,
  log: Logger,
): Worker {
  const { mail, handlerSettings, concurrency, leaseSeconds } = settings;
  const leaseMs = leaseSeconds * 1000;
  const sendMail = loudly(log, sendGrid({ ...mail, timeoutMs: callTimeoutMs(leaseSeconds) }));
  const stopped = new AbortController();
  const context: HandlerContext = {
    ...{ settings: handlerSettings, ...clients, sendMail, log },
    stopping: stopped.signal,
  };
  const sides = sidesOf(concurrency).map((side) => new Side(side));
  const waiting: (() => void)[] = [];
  let stopping = false;

  let blind = false;
  const claim = async ({ kinds, most, running, trying }: Side): ReturnType<typeof claimDue> => {
    const room = Math.min(most - trying.size, 2 * most - running.size);
    if (room <= 0) return { jobs: [], more: true };
    try {
      const claimed = await claimDue(leaseMs, kinds, room);
      blind = false;
      return claimed;
    } catch (error) {
      if (!blind) log.error({ err: error }, "can't look for jobs; will keep trying");
      blind = true;
      return { jobs: [], more: true };
    }
  };

  const start = (side: Side, job: LeasedJob) => {
    const { running, trying, signal } = side;
    const roomAgain = () => {
      if (side.more || waiting.length > 0) signal.send();
    };
    const tried = () => {
      if (trying.delete(job)) roomAgain();
    };
    trying.add(job);
    const work = runJob(job, context, tried)
      .catch((error: unknown) => log.error({ job: job.id, err: error }, "an attempt failed unexpectedly"))
      .finally(() => {
        tried();
        running.delete(work);
        roomAgain();
      });
    running.add(work);
  };

  const giveBack = (job: LeasedJob) =>
    release(job).catch((error: unknown) =>
      log.error({ job: job.id, err: error }, "could not release a job: it waits for its lease to run out"),
    );

  /** Waits for more jobs to end, since their replacements are claimed together; not for long, as some may hang. */
  const gather = async ({ gathering, trying, signal }: Side) => {
    const until = performance.now() + gathering.mostMs;
    while (trying.size > gathering.until && performance.now() < until && !stopping) {
      signal.reset();
      await signal.wait(until - performance.now());
    }
  };

  const run = async (side: Side) => {
    const { running, signal } = side;
    while (!stopping) {
      side.looking = true;
      side.more = true;
      await gather(side);
      signal.reset();
      const { jobs, more } = await claim(side);
      side.more = more;
      if (stopping) await Promise.all(jobs.map(giveBack));
      else for (const job of jobs) start(side, job);
      if (jobs.length > 0 && (more || waiting.length > 0)) continue;
      side.looking = false;
      if (sides.every((each) => each.rests)) for (const idle of waiting.splice(0)) idle();
      await signal.wait(POLL_MS);
    }
    await Promise.all(running);
  };

  const lookEverywhere = () => {
    for (const { signal } of sides) signal.send();
  };
  const onChange = (queued: QueuedKinds) => {
    for (const { kinds, signal } of sides) {
      const waitMs = Math.min(...kinds.map((kind) => queued.get(kind) ?? Number.POSITIVE_INFINITY));
      if (waitMs <= POLL_MS) signal.sendIn(waitMs);
    }
  };
  const onEvents = (events: readonly FreshJob[]) => {
    const side = sides.find(({ kinds }) => kinds.includes("event"));
    // Under more load than this, they are claimed like all others.
    for (const fresh of events)
      if (side && side.running.size < MOST_FRESH) start(side, heldUnclaimed(fresh, leaseMs));
  };
  committed.on("change", onChange);
  committed.on("events", onEvents);
  const ended = Promise.all(sides.map(run));
  return {
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        lookEverywhere();
      }),
    async stop() {
      stopping = true;
      stopped.abort();
      committed.off("events", onEvents);
      lookEverywhere();
      await ended;
      committed.off("change", onChange);
      for (const idle of waiting.splice(0)) idle();
    },
  };
}

/** Logs each reason that only the operator can fix as an error, once, and again after an email has been accepted. */
function loudly(log: Logger, sendMail: SendMail): SendMail {
  let said: string | null = null;
  return async (mail, id) => {
    const result = await sendMail(mail, id);
    if (result.kind === "accepted") said = null;
    if (result.kind !== "misconfigured" || result.reason.code === said) return result;
    said = result.reason.code;
    log.error(
      { reason: said },
      "SendGrid refuses our emails: check SENDGRID_API_KEY, MAIL_FROM and the plan (npm run doctor); each email is retried for an hour",
    );
    return result;
  };
}
