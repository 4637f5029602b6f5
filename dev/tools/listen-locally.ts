import { once } from "node:events";
import type { Server } from "node:net";

/** Makes a server listen on 127.0.0.1. @returns the port: the given one, or else a free one */
export async function listenLocally(server: Server, port = 0): Promise<number> {
  await once(server.listen(port, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
