import type { RequestListener, ServerResponse } from "node:http";
import type { IsOperators } from "./operators.ts";
import { pathOf } from "./path.ts";
import { newStartQueue } from "./start-queue.ts";

/** Bounds memory, whatever the machine carries. */
const MAX_IN_FLIGHT = 120;
const SLACK_PATH = "/slack/events";
const REFUSAL = "Too much is going on right now. Nothing was changed. Try again in a minute.";

/** How long requests may wait to be started. */
interface Waits {
  slackMs: number;
  othersMs: number;
}

/** Slack gives up after 3 s, of which the answer itself and the wait for a connection take their part. */
const usualWaits: Waits = { slackMs: 1_500, othersMs: 8_000 };

/** Refuses requests once this process has too many in flight, or they wait too long. */
export interface LoadShedder {
  /** The process is about to stop, and load balancers should send it nothing more. */
  draining: boolean;
  /** Requests that came whole and have no answer yet, and work that continues after it. */
  readonly inFlight: number;
  /** Requests refused since the start. */
  readonly refused: number;
  /**
   * Hears of each connection that the server accepts: while others wait for that, requests are started at a pace that
   * lets them come in.
   */
  accepted(): void;
  /**
   * Wraps an app so that requests beyond the limit get 503 at once, and those that waited too long get it then. What
   * operators ask is always answered. While draining, everyone is still answered, and asked to reconnect elsewhere.
   */
  wrap(app: RequestListener, isOperators: IsOperators): RequestListener;
}

/** @param work what continues after its request was answered */
export function newLoadShedder(work: ReadonlySet<unknown>, waits = usualWaits): LoadShedder {
  /** Whether each is Slack's. Some have their answer, which their clients are slow to read. */
  const requests = new Map<ServerResponse, boolean>();
  let refused = 0;
  const queue = newStartQueue(() => loadShedder.inFlight - queue.waiting);
  const shed = (response: ServerResponse) => {
    refused += 1;
    refuse(response);
  };
  const loadShedder: LoadShedder = {
    draining: false,
    get inFlight() {
      let unanswered = 0;
      let fromSlack = 0;
      for (const [response, isSlack] of requests) {
        if (response.writableEnded) continue;
        unanswered += 1;
        fromSlack += Number(isSlack);
      }
      // A request from Slack counts as a request and as work until it is answered: count it once.
      return unanswered + Math.max(0, work.size - fromSlack);
    },
    get refused() {
      return refused;
    },
    accepted: () => queue.accepted(),
    wrap(app, isOperators) {
      return (request, response) => {
        if (isOperators(request)) return app(request, response);
        if (loadShedder.inFlight >= MAX_IN_FLIGHT) return shed(response);
        if (loadShedder.draining) response.setHeader("Connection", "close");
        const isSlack = request.method === "POST" && pathOf(request) === SLACK_PATH;
        requests.set(response, isSlack);
        const withdraw = queue.add({
          mostMs: isSlack ? waits.slackMs : waits.othersMs,
          start: () => app(request, response),
          giveUp: () => shed(response),
        });
        response.once("close", () => {
          requests.delete(response);
          withdraw();
        });
      };
    },
  };
  return loadShedder;
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
