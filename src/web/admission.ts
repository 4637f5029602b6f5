import type { RequestHandler } from "express";

/** Each takes a fraction of a second; Slack waits 3 s. */
const MOST_AT_ONCE = 120;

/** What requests come in by. */
export interface Door {
  /** The process is about to stop, and load balancers are to send it nothing more. */
  leaving: boolean;
  /**
   * Refuses at once, with 503, what this process can't take on any more. While it is leaving it answers everyone
   * still, and asks them to connect anew, elsewhere.
   */
  readonly admit: RequestHandler;
}

/** @param underWay what goes on after its request was answered */
export function newDoor(underWay: ReadonlySet<unknown>): Door {
  let requests = 0;
  const door: Door = {
    leaving: false,
    admit(_request, response, next) {
      if (door.leaving) response.set("Connection", "close");
      if (requests + underWay.size >= MOST_AT_ONCE) {
        response.status(503).set({ "Retry-After": "1", "Cache-Control": "no-store" }).type("txt");
        response.send("Too much is going on at this moment. Nothing was changed. Try again in a minute.");
        return;
      }
      requests += 1;
      response.once("close", () => {
        requests -= 1;
      });
      next();
    },
  };
  return door;
}
