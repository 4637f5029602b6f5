import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** A port that is kept from others. */
interface HeldPort {
  port: number;
  release(): Promise<void>;
}

/** Keeps a port of 127.0.0.1 from others. @throws when somebody listens on it already */
export async function holdPort(wanted: number): Promise<HeldPort> {
  const server = createServer((caller) => caller.destroy()).listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The system gave no free port.");
  return {
    port: address.port,
    async release() {
      server.close();
      await once(server, "close");
    },
  };
}

/** Where systems take no ports from for outgoing connections, so that none is gone before it is used. */
const [FIRST, LAST] = [20_000, 30_000];

/** Finds a port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const wanted = randomInt(FIRST, LAST);
  const held = await holdPort(wanted).catch(() => null);
  if (!held) return freePort();
  await held.release();
  return wanted;
}
