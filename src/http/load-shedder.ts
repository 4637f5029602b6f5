import type { RequestListener, ServerResponse } from "node:http";

/** Each takes a fraction of a second; Slack waits 3 s. */
const MOST_AT_ONCE = 120;
/** With fewer in hand, a request begins as soon as it comes. */
const QUEUE_ABOVE = 60;
/** A turn with nothing to do takes some microseconds. */
const TURNS_FOR_EACH = 4;
const REFUSAL = "Too much is going on at this moment. Nothing was changed. Try again in a minute.";
/** Asked by whoever runs iam-bot, above all when there is too much to do. */
const operators = /\/(healthz|readyz|metrics)$/;
const slackAsks = /\/slack\/events$/;

/** What requests come in by. */
export interface LoadShedder {
  /** The process is about to stop, and load balancers are to send it nothing more. */
  draining: boolean;
  /** Requests and pieces of work under way. */
  readonly inHand: number;
  /** Requests refused since the start. */
  readonly refused: number;
  /**
   * Refuses at once, with 503, what this process can't take on any more. While it is leaving it answers everyone
   * still, and asks them to connect anew, elsewhere.
   */
  wrap(app: RequestListener): RequestListener;
}

/** @param inFlight what goes on after its request was answered */
export function newLoadShedder(inFlight: ReadonlySet<unknown>): LoadShedder {
  let requests = 0;
  let fromSlack = 0;
  let refused = 0;
  const begin = oneInSomeTurns();
  const loadShedder: LoadShedder = {
    draining: false,
    get inHand() {
      // What Slack asks is both, a request and work, until it is answered.
      return requests + Math.max(0, inFlight.size - fromSlack);
    },
    get refused() {
      return refused;
    },
    wrap(app) {
      return (request, response) => {
        if (operators.test(request.url ?? "")) return app(request, response);
        if (loadShedder.inHand >= MOST_AT_ONCE) {
          refused += 1;
          return refuse(response);
        }
        if (loadShedder.draining) response.setHeader("Connection", "close");
        const slack = slackAsks.test(request.url ?? "") ? 1 : 0;
        requests += 1;
        fromSlack += slack;
        response.once("close", () => {
          requests -= 1;
          fromSlack -= slack;
        });
        if (loadShedder.inHand <= QUEUE_ABOVE) app(request, response);
        else begin(() => app(request, response));
      };
    },
  };
  return loadShedder;
}

/**
 * In a crowd, begins one piece of work in so many turns of the event loop. A turn takes one new connection (libuv since 1.45):
 * were all that came begun in the same turn, new connections would wait for many seconds to be taken or refused.
 */
function oneInSomeTurns(): (work: () => void) => void {
  const waiting: (() => void)[] = [];
  let turns = 0;
  const turn = () => {
    turns += 1;
    const work = turns % TURNS_FOR_EACH === 0 ? waiting.shift() : undefined;
    if (waiting.length > 0) setImmediate(turn);
    work?.();
  };
  return (work) => {
    waiting.push(work);
    if (waiting.length === 1) setImmediate(turn);
  };
}

/** Hangs up, too: whoever insists has to queue for a connection, and keeps no turn busy meanwhile. */
function refuse(response: ServerResponse): void {
  response.writeHead(503, {
    Connection: "close",
    "Retry-After": "1",
    "Cache-Control": "no-store",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(REFUSAL),
  });
  response.end(REFUSAL);
}
