import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type ApiRefusal, drawRefusal, type MountOf } from "./mounts.ts";
import type { IsOperators } from "./operators.ts";
import { pathOf } from "./path.ts";
import type { Refusal } from "./receive.ts";
import { newStartQueue } from "./start-queue.ts";

/** Bounds memory, whatever the machine carries. */
const MAX_IN_FLIGHT = 120;
/** So many of them may be API clients', so that none of those costs Slack its 3 s. */
const MAX_OF_APIS = MAX_IN_FLIGHT / 2;
const SLACK_PATH = "/slack/events";
const REFUSAL = "Too much is going on right now. Nothing was changed. Try again in a minute.";
const apiRefusal: ApiRefusal = { status: 503, code: "overloaded", detail: REFUSAL };

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
   * APIs take half of the places at most, and start after everyone else who waits.
   */
  wrap(app: RequestListener, isOperators: IsOperators, mountOf?: MountOf): RequestListener;
}

/** @param work what continues after its request was answered */
export function newLoadShedder(work: ReadonlySet<unknown>, waits = usualWaits): LoadShedder {
  /** Whose each is. Some have their answer, which their clients are slow to read. */
  const requests = new Map<ServerResponse, "slack" | "api" | "other">();
  let refused = 0;
  const queue = newStartQueue(() => loadShedder.inFlight - queue.waiting);
  const ofApis = () => {
    let unanswered = 0;
    for (const [response, from] of requests) unanswered += Number(from === "api" && !response.writableEnded);
    return unanswered;
  };
  const loadShedder: LoadShedder = {
    draining: false,
    get inFlight() {
      let unanswered = 0;
      let fromSlack = 0;
      for (const [response, from] of requests) {
        if (response.writableEnded) continue;
        unanswered += 1;
        fromSlack += Number(from === "slack");
      }
      // A request from Slack counts as a request and as work until it is answered: count it once.
      return unanswered + Math.max(0, work.size - fromSlack);
    },
    get refused() {
      return refused;
    },
    accepted: () => queue.accepted(),
    wrap(app, isOperators, mountOf) {
      return (request, response) => {
        if (isOperators(request)) return app(request, response);
        const mount = mountOf?.(request);
        const shed = () => {
          refused += 1;
          refuse(response, mount ? drawRefusal(request, mount, apiRefusal) : { status: 503, text: REFUSAL });
        };
        if (loadShedder.inFlight >= MAX_IN_FLIGHT || (mount && ofApis() >= MAX_OF_APIS)) return shed();
        if (loadShedder.draining) response.setHeader("Connection", "close");
        const from = mount ? "api" : isSlack(request) ? "slack" : "other";
        requests.set(response, from);
        const withdraw = queue.add({
          mostMs: from === "slack" ? waits.slackMs : waits.othersMs,
          yields: from === "api",
          start: () => app(request, response),
          giveUp: shed,
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

const isSlack = (request: IncomingMessage) => request.method === "POST" && pathOf(request) === SLACK_PATH;

/** Answers and closes the connection: a client that retries has to queue for a new one, and takes no turns meanwhile. */
function refuse(response: ServerResponse, { status, text, headers }: Refusal): void {
  response.writeHead(status, {
    Connection: "close",
    "Retry-After": "1",
    "Cache-Control": "no-store",
    "Content-Type": "text/plain; charset=utf-8",
    ...headers,
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}
