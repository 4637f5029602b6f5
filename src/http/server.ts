import { createServer, type RequestListener } from "node:http";
import type { Socket } from "node:net";
import type { Config } from "../config/config.ts";
import { StartupError } from "../config/startup-error.ts";

/** Load balancers keep idle connections for up to a minute. If we closed first, a request could be lost. */
const KEEP_ALIVE_MS = 65_000;
/** Slack and load balancers send a request in one go; slow senders hold a place that others need. */
const TIMEOUTS = { requestTimeout: 20_000, connectionsCheckingInterval: 5_000 };
/** Connections that may wait to be accepted. Linux limits it to net.core.somaxconn. */
const BACKLOG = 4_096;

export interface HttpServer {
  port: number;
  /** Accepts no more connections, and answers the requests that came. */
  stop(): Promise<void>;
}

/** Starts listening. @throws StartupError when the port is taken or the address is not this machine's */
export async function serve(app: RequestListener, { PORT, HOST }: Config): Promise<HttpServer> {
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
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const address = server.address();
  return {
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Node does not count connections as idle that were never used.
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      }),
  };
}
