import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Config } from "../config/config.ts";
import { StartupError } from "../config/startup-error.ts";

/** Load balancers keep idle connections for up to a minute. If we closed first, a request could be lost. */
const KEEP_ALIVE_MS = 65_000;
/** Slack and load balancers send a request in one go. */
const TIMEOUTS = { requestTimeout: 5_000, connectionsCheckingInterval: 1_000 };
/** How long a client may leave its answer unread, or a connection be silent. */
const SILENCE_MS = 20_000;
/** How long an answer may take, such as that of an identity provider's Bulk; load balancers wait as long. */
const LONGEST_ANSWER_MS = 60_000;
/** How many connections may wait to be accepted. Linux caps it at net.core.somaxconn. */
const BACKLOG = 4_096;
/** Twice as many as a load balancer should open. */
const MAX_CONNECTIONS = 1_000;
/** Slack waits 3 s for an answer, and a page takes less; clients that don't read theirs are not waited for. */
const LAST_ANSWERS_MS = 8_000;

/** The scheme and host that a target may begin with. They change nothing here (RFC 9112, 3.2.2). */
const ORIGIN = /^https?:\/\/[^/?#]*\/?/i;

export interface HttpServer {
  port: number;
  /** Accepts no more connections, answers the requests that arrived completely, and hangs up on everyone else. */
  stop(): Promise<void>;
}

/** A request, complete or not, whose answer is not fully sent. */
interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** When it came, by `performance.now`. */
  began: number;
  /** Another request came before the answer, which no load balancer does. Its sender has to send it again. */
  isLast: boolean;
}

/**
 * Starts listening.
 *
 * @param accepted is called for each connection that is accepted
 * @throws StartupError when the port is taken or the address is not this machine's
 */
export async function serve(
  app: RequestListener,
  { PORT, HOST }: Pick<Config, "PORT" | "HOST">,
  accepted: () => void,
): Promise<HttpServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, ...TIMEOUTS }).setTimeout(SILENCE_MS);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new StartupError(
          error.code === "EADDRINUSE"
            ? `Port ${PORT} is in use. Stop what uses it, or set PORT to another one.`
            : `Can't listen on port ${PORT} (${error.code}). Set PORT and HOST to an address this machine has.`,
        ),
      ),
    );
    server.listen(PORT, HOST, BACKLOG, resolve);
  });

  /** Ordered by the last answer, or else by when they were opened, longest ago first. */
  const sockets = new Set<Socket>();
  const exchanges = new Map<Socket, Exchange>();
  let stopping = false;
  const without = (isBusy: (exchange: Exchange) => boolean) =>
    [...sockets].filter((socket) => {
      const exchange = exchanges.get(socket);
      return !exchange || !isBusy(exchange);
    });
  server.on("connection", (socket) => {
    accepted();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    if (sockets.size <= MAX_CONNECTIONS) return;
    const [oldest] = without(({ request, response }) => request.complete && !response.writableEnded);
    oldest?.destroy();
  });
  server.on("request", (request, response) => {
    const { socket } = request;
    const before = exchanges.get(socket);
    if (before) {
      before.isLast = true;
      return;
    }
    const exchange = { request, response, began: performance.now(), isLast: false };
    exchanges.set(socket, exchange);
    response.once("close", () => {
      exchanges.delete(socket);
      if (stopping || exchange.isLast) socket.destroySoon();
      else if (sockets.delete(socket)) sockets.add(socket);
    });
    request.url = request.url?.replace(ORIGIN, "/");
    app(request, response);
  });
  server.on("timeout", (socket: Socket) => {
    const exchange = exchanges.get(socket);
    const isWorkedOn = exchange?.request.complete && !exchange.response.headersSent;
    if (!isWorkedOn || performance.now() - exchange.began > LONGEST_ANSWER_MS) socket.destroy();
    else socket.setTimeout(SILENCE_MS);
  });
  // Node would answer these itself, however many follow one another.
  server.on("checkExpectation", (_request, response) => {
    response.writeHead(417, { Connection: "close" }).end();
  });
  const address = server.address();
  return {
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        const cutOff = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
        server.close(() => {
          clearTimeout(cutOff);
          resolve();
        });
        for (const socket of without(({ request }) => request.complete)) socket.destroy();
      }),
  };
}
