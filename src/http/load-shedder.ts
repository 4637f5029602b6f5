import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { operatorPaths, pathOf } from "./path.ts";
import { newStartQueue } from "./start-queue.ts";

/** Bounds memory, whatever the machine carries. */
const MAX_IN_FLIGHT = 120;
/** Slack gives up after 3 s, of which the answer itself and the wait for a connection take their part. */
const SLACK_WAITS_MS = 1_500;
/** How long a browser's request may wait to be started. */
const OTHERS_WAIT_MS = 8_000;
const SLACK_PATH = "/slack/events";
const REFUSAL = "Too much is going on at this moment. Nothing was changed. Try again in a minute.";

/** Refuses requests once this process has too many in flight, or they wait too long. */
export interface LoadShedder {
  /** The process is about to stop, and load balancers should send it nothing more. */
  draining: boolean;
  /** Requests that came whole, and work that continues after their answer. */
  readonly inFlight: number;
  /** Requests refused since the start. */
  readonly refused: number;
  /**
   * Wraps an app so that requests beyond the limit get 503 at once, and those that waited too long get it then. What
   * operators ask is always answered: by GET, at its exact paths, alone or under `basePath`. While draining, everyone
   * is still answered, and asked to reconnect elsewhere.
   *
   * @param basePath such as /iam, or /
   */
  wrap(app: RequestListener, basePath: string): RequestListener;
}

/** @param work what continues after its request was answered */
export function newLoadShedder(work: ReadonlySet<unknown>): LoadShedder {
  let requests = 0;
  let fromSlack = 0;
  let refused = 0;
  const queue = newStartQueue(() => loadShedder.inFlight - queue.waiting);
  const shed = (response: ServerResponse) => {
    refused += 1;
    refuse(response);
  };
  const loadShedder: LoadShedder = {
    draining: false,
    get inFlight() {
      // A request from Slack counts as a request and as work until it is answered: count it once.
      return requests + Math.max(0, work.size - fromSlack);
    },
    get refused() {
      return refused;
    },
    wrap(app, basePath) {
      const isOperators = operatorsUnder(basePath);
      return (request, response) => {
        if (isOperators(request)) return app(request, response);
        if (loadShedder.inFlight >= MAX_IN_FLIGHT) return shed(response);
        if (loadShedder.draining) response.setHeader("Connection", "close");
        const isSlack = pathOf(request) === SLACK_PATH;
        requests += 1;
        fromSlack += Number(isSlack);
        const withdraw = queue.add({
          mostMs: isSlack ? SLACK_WAITS_MS : OTHERS_WAIT_MS,
          start: () => app(request, response),
          giveUp: () => shed(response),
        });
        response.once("close", () => {
          requests -= 1;
          fromSlack -= Number(isSlack);
          withdraw();
        });
      };
    },
  };
  return loadShedder;
}

function operatorsUnder(basePath: string) {
  const base = basePath.replace(/\/$/, "");
  const paths = new Set(Object.values(operatorPaths).flatMap((path) => [path, base + path]));
  return (request: IncomingMessage) => request.method === "GET" && paths.has(pathOf(request));
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
