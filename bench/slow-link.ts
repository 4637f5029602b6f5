import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { freePort } from "../dev/tools/free-port.ts";

/** A longer way to a port. */
export interface SlowLink {
  port: number;
  close(): void;
}

/** Makes a way to a port of this machine on which everything takes so long, there and back. */
export async function slowLink(port: number, delayMs: number): Promise<SlowLink> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: "127.0.0.1", noDelay: true });
    passOn(near, far);
    passOn(far, near);
  });
  const passOn = (from: Socket, to: Socket) => {
    open.add(from);
    from
      .on("data", (piece) => setTimeout(() => to.write(piece), delayMs))
      // Whoever is told of the end, or of a reset, has the end of what was sent before.
      .on("error", () => undefined)
      .on("close", () => {
        open.delete(from);
        setTimeout(() => to.destroy(), delayMs);
      });
  };
  const near = await freePort();
  await once(server.listen(near, "127.0.0.1"), "listening");
  return {
    port: near,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
