import type { RequestListener, ServerResponse } from "node:http";

/** Each takes a fraction of a second; Slack waits 3 s. */
const MAX_IN_FLIGHT = 120;
/** Up to this many in flight, a request starts as soon as it comes. */
const QUEUE_ABOVE = 60;
/** An idle turn of the event loop takes some microseconds. */
const TURNS_PER_REQUEST = 4;
const REFUSAL = "Too much is going on at this moment. Nothing was changed. Try again in a minute.";
/** What operators ask, above all under overload. Always answered. */
const operatorPaths = /\/(healthz|readyz|metrics)$/;
const slackPath = /\/slack\/events$/;

/** Refuses requests once this process has too many in flight. */
export interface LoadShedder {
  /** The process is about to stop, and load balancers should send it nothing more. */
  draining: boolean;
  /** Requests, and work that continues after their answer. */
  readonly inFlight: number;
  /** Requests refused since the start. */
  readonly refused: number;
  /**
   * Wraps an app so that requests beyond the limit get 503 at once. While draining, everyone is still answered, and
   * asked to reconnect elsewhere.
   */
  wrap(app: RequestListener): RequestListener;
}

/** @param work what continues after its request was answered */
export function newLoadShedder(work: ReadonlySet<unknown>): LoadShedder {
  let requests = 0;
  let fromSlack = 0;
  let refused = 0;
  const start = staggered();
  const loadShedder: LoadShedder = {
    draining: false,
    get inFlight() {
      // A request from Slack counts as a request and as work until it is answered: count it once.
      return requests + Math.max(0, work.size - fromSlack);
    },
    get refused() {
      return refused;
    },
    wrap(app) {
      return (request, response) => {
        if (operatorPaths.test(request.url ?? "")) return app(request, response);
        if (loadShedder.inFlight >= MAX_IN_FLIGHT) {
          refused += 1;
          return refuse(response);
        }
        if (loadShedder.draining) response.setHeader("Connection", "close");
        const slack = slackPath.test(request.url ?? "") ? 1 : 0;
        requests += 1;
        fromSlack += slack;
        response.once("close", () => {
          requests -= 1;
          fromSlack -= slack;
        });
        if (loadShedder.inFlight <= QUEUE_ABOVE) app(request, response);
        else start(() => app(request, response));
      };
    },
  };
  return loadShedder;
}

/**
 * Starts one request every few turns of the event loop. A turn accepts one new connection (libuv since 1.45): if all
 * waiting requests started in the same turn, new connections would wait many seconds to be accepted or refused.
 */
function staggered(): (request: () => void) => void {
  const waiting: (() => void)[] = [];
  let turns = 0;
  const turn = () => {
    turns += 1;
    const next = turns % TURNS_PER_REQUEST === 0 ? waiting.shift() : undefined;
    if (waiting.length > 0) setImmediate(turn);
    next?.();
  };
  return (request) => {
    waiting.push(request);
    if (waiting.length === 1) setImmediate(turn);
  };
}

/** Answers 503 and closes the connection: a client that retries has to queue for a new one, and takes no turns meanwhile. */
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
