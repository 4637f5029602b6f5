import { createServer, type RequestListener } from "node:http";
import type { Socket } from "node:net";
import type { Config } from "../config/config.ts";
import { StartupError } from "../config/startup-error.ts";

/** Load balancers keep idle connections for up to a minute; whoever hangs up first loses a request. */
const KEEP_ALIVE_MS = 65_000;
/** Slack and load balancers send a request in one go. Whoever takes longer holds a place that others need. */
const SENDING = { requestTimeout: 20_000, connectionsCheckingInterval: 5_000 };
/** Connections that the system holds for us; Linux cuts it to net.core.somaxconn. */
const MOST_WAITING = 4_096;

export interface HttpServer {
  port: number;
  /** Takes no more connections, and answers what came. */
  stop(): Promise<void>;
}

/** Starts to listen. @throws StartFault when the port is taken */
export async function serve(app: RequestListener, { PORT, HOST }: Config): Promise<HttpServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, ...SENDING }, app);
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
    server.listen(PORT, HOST, MOST_WAITING, resolve);
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
        // Node counts as idle only what was used before.
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      }),
  };
}
