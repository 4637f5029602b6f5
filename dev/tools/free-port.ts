import { once } from "node:events";
import { createServer } from "node:net";
import { listenLocally } from "./listen-locally.ts";

/** A port that is held, so that nobody else takes it. */
interface HeldPort {
  port: number;
  release(): Promise<void>;
}

/** Holds a port of 127.0.0.1. @throws if somebody already listens on it */
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

/** Systems use no ports from here for outgoing connections, so none is taken before it is used. */
const FIRST = 20_000;
/** Each process draws from its own ports, so that nobody else gets one that an app releases while it restarts. */
const [BLOCKS, BLOCK_SIZE] = [100, 100];
const block = FIRST + (process.pid % BLOCKS) * BLOCK_SIZE;
let drawn = 0;

/** Finds a free port of 127.0.0.1. Returns the same one again only after a hundred others. */
export async function freePort(): Promise<number> {
  const wanted = block + (drawn++ % BLOCK_SIZE);
  const held = await holdPort(wanted).catch(() => null);
  if (!held) return freePort();
  await held.release();
  return wanted;
}
