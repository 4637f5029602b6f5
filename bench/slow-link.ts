import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { freePort } from "../dev/tools/free-port.ts";

/** A delayed connection to a port. */
export interface SlowLink {
  port: number;
  close(): void;
}

/** Forwards to a port of this machine with this delay in each direction. */
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
      // The end, or a reset, is passed on only after everything sent before it.
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
