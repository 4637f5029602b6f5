import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { Socket } from "node:net";
import type { Config } from "../config/config.ts";
import { StartupError } from "../config/startup-error.ts";

/** Load balancers keep idle connections for up to a minute. If we closed first, a request could be lost. */
const KEEP_ALIVE_MS = 65_000;
/** Slack and load balancers send a request in one go. */
const TIMEOUTS = { requestTimeout: 5_000, connectionsCheckingInterval: 1_000 };
/** Connections that may wait to be accepted. Linux limits it to net.core.somaxconn. */
const BACKLOG = 4_096;
/** Twice as many as a load balancer should open. */
const MAX_CONNECTIONS = 1_000;
/** Slack waits 3 s for an answer, and a page takes less; who does not read theirs is not waited for. */
const LAST_ANSWERS_MS = 8_000;

export interface HttpServer {
  port: number;
  /** Accepts no more connections, answers the requests that came whole, and hangs up on everyone else. */
  stop(): Promise<void>;
}

/** Starts listening. @throws StartupError when the port is taken or the address is not this machine's */
export async function serve(
  app: RequestListener,
  { PORT, HOST }: Pick<Config, "PORT" | "HOST">,
): Promise<HttpServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, ...TIMEOUTS }, app);
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

  /** The one first whose last answer, or beginning, was longest ago. */
  const sockets = new Set<Socket>();
  const unanswered = new Set<IncomingMessage>();
  let stopping = false;
  const idle = () => {
    const busy = new Set([...unanswered].filter(({ complete }) => complete).map(({ socket }) => socket));
    return [...sockets].filter((socket) => !busy.has(socket));
  };
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    if (sockets.size > MAX_CONNECTIONS) idle()[0]?.destroy();
  });
  server.on("request", (request, response) => {
    unanswered.add(request);
    response.once("close", () => {
      unanswered.delete(request);
      if (stopping) request.socket.destroySoon();
      else if (sockets.delete(request.socket)) sockets.add(request.socket);
    });
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
        for (const socket of idle()) socket.destroy();
      }),
  };
}
