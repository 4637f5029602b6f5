/** With fewer running, a request starts at once, unless connections wait to be accepted. */
const RUN_AT_ONCE = 60;
/** An idle turn of the event loop takes some microseconds. */
const TURNS_PER_START = 4;
/** At one connection per turn, the last of 500 is then accepted after 1.5 s. */
const TURN_MS = 3;
/** However slow the turns are, one starts at least this often. */
const LONGEST_PAUSE_MS = 100;

/** A request that waits to be started. */
interface Waiting {
  /** How long it may wait. */
  mostMs: number;
  /** Whether it starts after those that don't yield. */
  yields: boolean;
  start(): void;
  /** Called once it has waited too long. */
  giveUp(): void;
}

/** Starts requests one after the other, at a pace that the event loop can handle. */
export interface StartQueue {
  readonly waiting: number;
  /** @returns a function that takes it out again, unless it was started */
  add(entry: Waiting): () => void;
  /** To be called for each connection that the server accepts. */
  accepted(): void;
}

/**
 * Creates a queue that, once 60 requests are running or connections wait to be accepted, starts more only while the
 * event loop's turns are short. A turn accepts one connection (libuv since 1.45), so waiting connections show only in
 * that every turn accepts one. If more were started than the machine can handle, they would wait many seconds.
 *
 * @param running returns how many of those started are not done
 */
export function newStartQueue(running: () => number): StartQueue {
  const waiting: (Waiting & { timer: NodeJS.Timeout })[] = [];
  let turning = false;
  let turns = 0;
  let startedAt = Number.NEGATIVE_INFINITY;
  let acceptedNow = false;
  /** How many turns in a row, up to the last one, accepted a connection. */
  let accepting = 0;

  const takeNext = () => {
    const first = waiting.findIndex(({ yields }) => !yields);
    const [next] = waiting.splice(Math.max(0, first), 1);
    return next;
  };
  const connectionsWait = () => accepting >= 2;
  const mayStart = (now: number) => {
    const pause = now - startedAt;
    const carried = turns >= TURNS_PER_START && pause <= turns * TURN_MS;
    return carried || pause >= LONGEST_PAUSE_MS || (!connectionsWait() && running() < RUN_AT_ONCE);
  };
  const turn = () => {
    turns += 1;
    accepting = acceptedNow ? accepting + 1 : 0;
    acceptedNow = false;
    const now = performance.now();
    const next = mayStart(now) ? takeNext() : undefined;
    if (next) {
      turns = 0;
      startedAt = now;
      clearTimeout(next.timer);
    }
    turning = waiting.length > 0 || accepting > 0;
    if (turning) setImmediate(turn);
    next?.start();
  };
  const turnOn = () => {
    if (!turning) setImmediate(turn);
    turning = true;
  };
  return {
    get waiting() {
      return waiting.length;
    },
    accepted() {
      acceptedNow = true;
      turnOn();
    },
    add(entry) {
      if (waiting.length === 0 && !connectionsWait() && running() <= RUN_AT_ONCE) {
        entry.start();
        return () => {};
      }
      const withdraw = () => {
        clearTimeout(added.timer);
        const index = waiting.indexOf(added);
        if (index >= 0) waiting.splice(index, 1);
      };
      const giveUp = () => {
        withdraw();
        entry.giveUp();
      };
      const added = { ...entry, timer: setTimeout(giveUp, entry.mostMs) };
      waiting.push(added);
      turnOn();
      return withdraw;
    },
  };
}
