import type { mongo } from "mongoose";
import { accessChanged } from "../transaction.ts";
import { AccessFollower } from "./access-follower.ts";
import { type AccessIndex, type Bounds, usualBounds } from "./access-index.ts";
import { DatabaseClock } from "./database-clock.ts";
import { Heartbeat } from "./heartbeat.ts";

/** How old the data may be: others' changes count within a second, and the decision itself takes the rest of that. */
const FRESH_MS = 900;
/** How long questions wait for memory to be fresh again before they go to the database. */
const PATIENCE_MS = 500;

/** What this process knows about users and groups without asking the database. */
export interface FollowedAccess {
  /**
   * Returns the data, and a time not before the database's, if it includes everything this process changed and
   * everything others changed up to a second ago. Null while it doesn't, or isn't loaded: ask the database then.
   */
  current(): { index: AccessIndex; now: number } | null;
  /**
   * Waits briefly until the data is fresh again; concurrent callers share the wait.
   *
   * @returns whether there is something new to look at
   */
  refreshed(): Promise<boolean>;
  /** Returns a point in the order of changes from which a read has what a decision needs. Null while none is known. */
  readFrom(): mongo.Timestamp | null;
  /**
   * Records that someone used a group on a day.
   *
   * @returns whether it is the first time that day; null where that isn't known
   */
  noteUse(userId: string, groupId: string, day: number): boolean | null;
  /** Everything that fits is loaded. */
  readonly loaded: boolean;
  stop(): Promise<void>;
}

/**
 * Loads users and groups in the background, and follows their changes.
 *
 * @param onFault receives errors, after which it tries again
 */
export function followAccess(
  onFault: (error: unknown) => void,
  bounds: Bounds = usualBounds,
): FollowedAccess {
  const clock = new DatabaseClock();
  const heartbeat = new Heartbeat(clock, onFault);
  const follower = new AccessFollower(heartbeat, onFault, bounds);
  const onChange = () => heartbeat.changed();
  accessChanged.on("change", onChange);
  const running = follower.run();
  const isFresh = () => performance.now() - heartbeat.seenUntil < FRESH_MS;
  return {
    current() {
      heartbeat.asked();
      const now = clock.latest(performance.now());
      const { index } = follower;
      return index && !index.overfull && now !== null && isFresh() ? { index, now } : null;
    },
    async refreshed() {
      if (!follower.index || follower.index.overfull || isFresh()) return false;
      await heartbeat.next(PATIENCE_MS);
      return isFresh();
    },
    readFrom: () => (isFresh() ? heartbeat.seenAt : null),
    noteUse: (userId, groupId, day) => follower.index?.noteUse(userId, groupId, day) ?? null,
    get loaded() {
      return follower.loaded;
    },
    async stop() {
      accessChanged.off("change", onChange);
      await follower.stop();
      await heartbeat.stop();
      await running;
    },
  };
}
