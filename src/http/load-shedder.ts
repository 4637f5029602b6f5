import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type ApiRefusal, drawRefusal, type MountOf } from "./mounts.ts";
import type { IsOperators } from "./operators.ts";
import { pathOf } from "./path.ts";
import { bodySizeOf, type Refusal, refuse } from "./receive.ts";
import { newStartQueue } from "./start-queue.ts";

/** Bounds memory, whatever the machine can handle. */
const MAX_IN_FLIGHT = 120;
/** How many of them may be API clients', so that Slack's requests still meet their 3 s. */
const MAX_OF_APIS = MAX_IN_FLIGHT / 2;
/** Their bodies are up to 10 MB, and while the database is slow each is held for seconds. */
const MAX_BYTES_OF_APIS = 64 * 1024 * 1024;
/** How long work for a client that hung up counts, which may wait for the database. */
const LONGEST_WORK_MS = 30_000;
const SLACK_PATH = "/slack/events";
const REFUSAL = "Too much is going on right now. Nothing was changed. Try again in a minute.";
const inPlainWords: Refusal = { status: 503, text: REFUSAL };
const apiRefusal: ApiRefusal = { status: 503, code: "overloaded", detail: REFUSAL };

/** How long requests may wait to be started. */
interface Waits {
  slackMs: number;
  othersMs: number;
}

/** Slack gives up after 3 s, which must also cover the answer itself and the wait for a connection. */
const usualWaits: Waits = { slackMs: 1_500, othersMs: 8_000 };

/** Refuses requests once this process has too many in flight, or they wait too long. */
export interface LoadShedder {
  /** Whether the process is about to stop, and load balancers should send it nothing more. */
  draining: boolean;
  /** Complete requests that have no answer yet, and work that continues after the answer. */
  readonly inFlight: number;
  /** Requests refused since the start. */
  readonly refused: number;
  /**
   * To be called for each connection that the server accepts: while others wait to be accepted, requests are started at
   * a pace that lets them in.
   */
  accepted(): void;
  /**
   * Wraps an app so that requests beyond the limit get 503 at once, and others once they have waited too long.
   * Operators always get an answer. While draining, everyone is still answered, and asked to reconnect elsewhere. APIs
   * get at most half of the places and 64 MiB of bodies, and start after all others that wait.
   *
   * @param pageFor draws the refusal for people, cheaply; null if the request isn't a person's
   */
  wrap(
    app: RequestListener,
    isOperators: IsOperators,
    mountOf?: MountOf,
    pageFor?: (request: IncomingMessage) => Promise<Refusal> | null,
  ): RequestListener;
}

/** A complete request. */
interface InFlight {
  from: "slack" | "api" | "other";
  /** The size of its body. */
  bytes: number;
  /** Ends the counting of work for a client that hung up. */
  givenUp?: NodeJS.Timeout;
}

/** @param work what continues after its request is answered */
export function newLoadShedder(work: ReadonlySet<unknown>, waits = usualWaits): LoadShedder {
  /**
   * Who sent each request, and the size of its body. Includes answered ones whose clients are slow to read, and those
   * whose client hung up while work for it goes on.
   */
  const requests = new Map<ServerResponse, InFlight>();
  const leave = (response: ServerResponse) => {
    clearTimeout(requests.get(response)?.givenUp);
    requests.delete(response);
  };
  let refused = 0;
  const queue = newStartQueue(() => loadShedder.inFlight - queue.waiting);
  const apisAreFull = (more: number) => {
    let unanswered = 0;
    let bytes = more;
    for (const [response, each] of requests) {
      if (each.from !== "api" || response.writableEnded) continue;
      unanswered += 1;
      bytes += each.bytes;
    }
    return unanswered >= MAX_OF_APIS || bytes > MAX_BYTES_OF_APIS;
  };
  const loadShedder: LoadShedder = {
    draining: false,
    get inFlight() {
      let unanswered = 0;
      let fromSlack = 0;
      for (const [response, { from }] of requests) {
        if (response.writableEnded && response.destroyed) leave(response);
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
    wrap(app, isOperators, mountOf, pageFor) {
      return (request, response) => {
        if (isOperators(request)) return app(request, response);
        const mount = mountOf?.(request);
        // Keeps the connection: a load balancer reuses it, and each turn of the event loop accepts only one new one.
        const send = ({ headers, ...refusal }: Refusal) =>
          refuse(response, { ...refusal, headers: { "Retry-After": "1", ...headers } });
        const shed = () => {
          refused += 1;
          if (mount) return send(drawRefusal(request, mount, apiRefusal));
          const page = pageFor?.(request);
          if (!page) return send(inPlainWords);
          page.then(send, () => send(inPlainWords));
        };
        const bytes = bodySizeOf(request);
        if (loadShedder.inFlight >= MAX_IN_FLIGHT || (mount && apisAreFull(bytes))) return shed();
        if (loadShedder.draining) response.setHeader("Connection", "close");
        const from = mount ? "api" : isSlack(request) ? "slack" : "other";
        const entry: InFlight = { from, bytes };
        requests.set(response, entry);
        let isBegun = false;
        const withdraw = queue.add({
          mostMs: from === "slack" ? waits.slackMs : waits.othersMs,
          yields: from === "api",
          start() {
            isBegun = true;
            app(request, response);
          },
          giveUp: shed,
        });
        response.once("close", () => {
          withdraw();
          if (!isBegun || response.writableEnded) leave(response);
          else entry.givenUp = setTimeout(leave, LONGEST_WORK_MS, response).unref();
        });
      };
    },
  };
  return loadShedder;
}

const isSlack = (request: IncomingMessage) => request.method === "POST" && pathOf(request) === SLACK_PATH;
