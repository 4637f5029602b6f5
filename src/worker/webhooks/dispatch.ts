import { Types } from "mongoose";
import type { Logger } from "pino";
import { committed } from "../../services/transaction.ts";
import {
  claimMessage,
  endpointsDue,
  endpointVersions,
  forgetOldMessages,
} from "../../services/webhooks/queue.ts";
import { type Delivering, deliver, type Verdict } from "./deliver.ts";

const POLL_MS = 1_000;
/** How many deliveries one process may have under way: more than 100 hanging endpoints would take up. */
const MAX_UNDER_WAY = 300;
/** To one endpoint: starts with two, and each message it takes lets one more in. */
const FIRST_WINDOW = 2;
const LAST_WINDOW = 20;
/** After this many failures in a row, with nothing taken in between, the endpoint is tried only now and then. */
const FAILURES = 5;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 5 * 60_000;
/** How many messages are settled before an endpoint's old ones are cleaned up. */
const FORGET_EVERY = 500;

/** What delivers webhooks in this process. */
export interface Webhooks {
  /** Resolves as soon as nothing is under way and nothing is due that may be tried now. */
  idle(): Promise<void>;
  /** Claims nothing more, and finishes what is under way, within 15 s. Never rejects, and may be called again. */
  stop(): Promise<void>;
}

/** What this process knows about one endpoint. */
interface Lane {
  running: number;
  /** How many may be under way. */
  window: number;
  /** In a row. */
  failures: number;
  /** The endpoint is left alone until then, by this process's clock. */
  restsUntil: number;
  /** The version of the endpoint that failed last. */
  version: number;
  /** Counts whatever may have made something due, so that nothing is missed while a claim comes back empty. */
  wakes: number;
  due: boolean;
  settled: number;
}

/**
 * Starts delivering what is due, separately for each endpoint: one that hangs, or has thousands waiting, holds up no
 * other. Any number of processes share the work.
 */
export function startWebhooks(delivering: Delivering, log: Logger): Webhooks {
  const lanes = new Map<string, Lane>();
  const waiting: (() => void)[] = [];
  let under = 0;
  let stopping = false;
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let blind = false;

  const laneOf = (endpointId: string): Lane => {
    const known = lanes.get(endpointId);
    if (known) return known;
    const lane = {
      running: 0,
      window: FIRST_WINDOW,
      failures: 0,
      restsUntil: 0,
      version: 0,
      wakes: 0,
      due: false,
      settled: 0,
    };
    lanes.set(endpointId, lane);
    return lane;
  };

  const rests = ({ restsUntil }: Lane) => performance.now() < restsUntil;

  const fill = (endpointId: string, lane: Lane) => {
    while (!stopping && lane.due && !rests(lane) && lane.running < lane.window && under < MAX_UNDER_WAY) {
      lane.running += 1;
      under += 1;
      void run(endpointId, lane).finally(() => {
        lane.running -= 1;
        under -= 1;
        if (under === MAX_UNDER_WAY - 1) for (const [id, each] of lanes) fill(id, each);
        sayIfIdle();
      });
    }
  };

  const run = async (endpointId: string, lane: Lane): Promise<void> => {
    try {
      while (!stopping && !rests(lane) && lane.running <= lane.window) {
        const { wakes } = lane;
        const job = await claimMessage(endpointId, delivering.leaseMs);
        if (!job && wakes !== lane.wakes) continue;
        if (!job) {
          lane.due = false;
          return;
        }
        adapt(lane, await deliver(job, delivering));
        lane.settled += 1;
        if (lane.settled % FORGET_EVERY === 0) await forgetOldMessages(new Types.ObjectId(endpointId));
        fill(endpointId, lane);
      }
    } catch (error) {
      // It comes back when its lease runs out.
      lane.due = false;
      log.error({ webhook: endpointId, err: error }, "an attempt failed unexpectedly");
    }
  };

  /** Looks for endpoints with something due; a call while it is looking makes it look once more. */
  const look = (): Promise<void> => {
    lookAgain = true;
    looking ??= lookWhileAsked().finally(() => {
      looking = null;
      sayIfIdle();
    });
    return looking;
  };
  const lookWhileAsked = async () => {
    while (lookAgain && !stopping) {
      lookAgain = false;
      try {
        const due = await endpointsDue();
        await wakeChanged(due.filter((id) => rests(laneOf(id))));
        for (const endpointId of due) {
          const lane = laneOf(endpointId);
          lane.due = true;
          lane.wakes += 1;
          fill(endpointId, lane);
        }
        blind = false;
      } catch (error) {
        if (!blind) log.error({ kind: "webhook", err: error }, "can't look for webhooks; will keep trying");
        blind = true;
      }
    }
  };

  /** Ends the rest of endpoints that someone edited or resumed. */
  const wakeChanged = async (resting: string[]) => {
    const versions = resting.length > 0 ? await endpointVersions(resting) : new Map<string, number>();
    for (const [endpointId, version] of versions) {
      const lane = laneOf(endpointId);
      if (lane.version !== version) Object.assign(lane, { restsUntil: 0, failures: 0 });
    }
  };

  const sayIfIdle = () => {
    if (looking || lookAgain || under > 0) return;
    for (const idle of waiting.splice(0)) idle();
  };

  const onWebhooks = () => void look();
  committed.on("webhooks", onWebhooks);
  const poll = setInterval(onWebhooks, POLL_MS);
  onWebhooks();

  return {
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        onWebhooks();
      }),
    async stop() {
      stopping = true;
      clearInterval(poll);
      committed.off("webhooks", onWebhooks);
      await looking;
      while (under > 0) await new Promise<void>((resolve) => waiting.push(resolve));
      delivering.client.close();
      for (const idle of waiting.splice(0)) idle();
    },
  };
}

/** Lets more messages in at once while they are taken, and fewer while they aren't. */
function adapt(lane: Lane, verdict: Verdict): void {
  switch (verdict.kind) {
    case "took":
      lane.failures = 0;
      lane.window = Math.min(LAST_WINDOW, lane.window + 1);
      return;
    case "failed": {
      lane.failures += 1;
      lane.version = verdict.version;
      lane.window = Math.max(1, Math.floor(lane.window / 2));
      const restMs =
        lane.failures < FAILURES
          ? verdict.restMs
          : Math.max(
              verdict.restMs,
              Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (lane.failures - FAILURES)),
            );
      lane.restsUntil = Math.max(lane.restsUntil, performance.now() + restMs);
      return;
    }
    case "withheld":
      return;
    case "off":
      lane.due = false;
      lane.failures = 0;
      return;
  }
}
