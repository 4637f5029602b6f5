import type { LeasedJob } from "../services/leases.ts";
import type { SideSettings } from "./sides.ts";
import { Signal } from "./signal.ts";

/** What jobs wait for, and what is under way there: a slow side holds up only its own jobs. */
export class Side {
  readonly running = new Set<Promise<void>>();
  /** Those of them that are not being settled yet. */
  readonly trying = new Set<LeasedJob>();
  readonly signal = new Signal();
  looking = false;
  /** There may be more due than there was room for, or than could be looked for. */
  more = false;

  readonly kinds: SideSettings["kinds"];
  readonly most: SideSettings["most"];
  readonly gathering: SideSettings["gathering"];

  constructor({ kinds, most, gathering }: SideSettings) {
    this.kinds = kinds;
    this.most = most;
    this.gathering = gathering;
  }

  /** Nothing is under way, nothing was due, and nothing has signalled since. */
  get rests(): boolean {
    return !this.looking && !this.more && this.running.size === 0 && !this.signal.sent;
  }
}
