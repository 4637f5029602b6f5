import { once } from "node:events";
import { createServer } from "node:net";
import { listenLocally } from "./listen-locally.ts";

/** A port that is kept from others. */
interface HeldPort {
  port: number;
  release(): Promise<void>;
}

/** Keeps a port of 127.0.0.1 from others. @throws when somebody listens on it already */
export async function holdPort(wanted: number): Promise<HeldPort> {
  const server = createServer((caller) => caller.destroy());
  const port = await listenLocally(server, wanted);
  return {
    port,
    async release() {
      server.close();
      await once(server, "close");
    },
  };
}

/** Where systems take no ports from for outgoing connections, so that none is gone before it is used. */
const FIRST = 20_000;
/** Each process draws from ports of its own, so that one that an app leaves for its restart goes to nobody else. */
const [BLOCKS, BLOCK_SIZE] = [100, 100];
const block = FIRST + (process.pid % BLOCKS) * BLOCK_SIZE;
let drawn = 0;

/** Finds a port of 127.0.0.1 that nobody listens on; the same one comes again after a hundred others at the earliest. */
export async function freePort(): Promise<number> {
  const wanted = block + (drawn++ % BLOCK_SIZE);
  const held = await holdPort(wanted).catch(() => null);
  if (!held) return freePort();
  await held.release();
  return wanted;
}
