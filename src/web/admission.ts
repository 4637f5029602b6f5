import type { RequestHandler } from "express";

/** Each takes a fraction of a second; Slack waits 3 s. */
const MOST_AT_ONCE = 200;
const probes = /\/(healthz|readyz|metrics)$/;

/** How the process stands. */
export interface Standing {
  /** What goes on after its request was answered. */
  underWay: ReadonlySet<unknown>;
  /** It is about to stop, and load balancers are to send it nothing more. */
  leaving: boolean;
}

/**
 * Refuses at once, with 503, what one process can't take on any more; probes are always let in. While the process
 * is leaving it answers everyone still, and asks them to connect anew, elsewhere.
 */
export function admission(standing: Readonly<Standing>): RequestHandler {
  let requests = 0;
  return (request, response, next) => {
    if (standing.leaving) response.set("Connection", "close");
    if (probes.test(request.path)) return next();
    if (requests + standing.underWay.size >= MOST_AT_ONCE) {
      response.status(503).set({ "Retry-After": "1", "Cache-Control": "no-store" }).type("txt");
      response.send("Too much is going on at this moment. Nothing was changed. Try again in a minute.");
      return;
    }
    requests += 1;
    response.once("close", () => {
      requests -= 1;
    });
    next();
  };
}
