/** With fewer running, a request starts as soon as it comes. */
const ALWAYS_RUN = 60;
/** An idle turn of the event loop takes some microseconds. */
const TURNS_PER_START = 4;
/** At one connection a turn, the last of 500 is then accepted after 1.5 s. */
const TURN_MS = 3;
/** However slow the turns are, one starts so often. */
const LONGEST_PAUSE_MS = 100;

/** What waits to be started. */
interface Waiting {
  /** How long it may wait. */
  mostMs: number;
  start(): void;
  /** It waited longer. */
  giveUp(): void;
}

/** Starts one after the other, at the pace at which the event loop carries them. */
export interface StartQueue {
  readonly waiting: number;
  /** @returns a function that takes it out again, unless it was started */
  add(entry: Waiting): () => void;
}

/**
 * Creates a queue that, beyond 60 requests running, measures how long the event loop's turns take and starts the next only while they are short. A
 * turn accepts one new connection (libuv since 1.45): if all that waits started in the same turn, or more than the
 * machine carries, new connections would wait many seconds to be accepted or refused.
 *
 * @param running how many of those started are not done
 */
export function newStartQueue(running: () => number): StartQueue {
  const waiting: (Waiting & { since: number })[] = [];
  let turning = false;
  let turns = 0;
  let startedAt = Number.NEGATIVE_INFINITY;

  const mayStart = (now: number) => {
    const pause = now - startedAt;
    const carried = turns >= TURNS_PER_START && pause <= turns * TURN_MS;
    return carried || pause >= LONGEST_PAUSE_MS || running() < ALWAYS_RUN;
  };
  const turn = () => {
    turns += 1;
    const now = performance.now();
    for (let [next] = waiting; next && now - next.since > next.mostMs; [next] = waiting) {
      waiting.shift();
      next.giveUp();
    }
    const next = mayStart(now) ? waiting.shift() : undefined;
    if (next) {
      turns = 0;
      startedAt = now;
    }
    turning = waiting.length > 0;
    if (turning) setImmediate(turn);
    next?.start();
  };
  return {
    get waiting() {
      return waiting.length;
    },
    add(entry) {
      if (waiting.length === 0 && running() <= ALWAYS_RUN) {
        entry.start();
        return () => {};
      }
      const added = { ...entry, since: performance.now() };
      waiting.push(added);
      if (!turning) setImmediate(turn);
      turning = true;
      return () => {
        const index = waiting.indexOf(added);
        if (index >= 0) waiting.splice(index, 1);
      };
    },
  };
}
