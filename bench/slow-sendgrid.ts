import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { freePort } from "../dev/tools/free-port.ts";

/** A SendGrid that accepts every email after a delay. */
export interface SlowSendGrid {
  url: string;
  /** How many emails per second it received, once it has them all. */
  all: Promise<number>;
  /** Resolves when it is asked to send to an address. */
  asked(email: string): Promise<void>;
  /** Counts the emails that it received more than once. */
  twice(): number;
  close(): Promise<void>;
}

const mail = z.object({
  personalizations: z.array(z.object({ to: z.array(z.object({ email: z.string() })) })).min(1),
});

/** Starts one that waits for this many emails, each to a different address. */
export async function slowSendGrid(mails: number, latencyMs: number): Promise<SlowSendGrid> {
  const sent = new Map<string, number>();
  const waiting = new Map<string, () => void>();
  let first = 0;
  let done: (perSecond: number) => void = () => {};
  const all = new Promise<number>((resolve) => {
    done = resolve;
  });
  const server = createServer(async (request, response) => {
    first ||= performance.now();
    const { personalizations } = mail.parse(await json(request));
    const email = personalizations[0]?.to[0]?.email ?? "";
    waiting.get(email)?.();
    await sleep(latencyMs);
    response.writeHead(202, { "x-message-id": email }).end();
    sent.set(email, (sent.get(email) ?? 0) + 1);
    if (sent.size === mails) done((mails * 1000) / (performance.now() - first));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    all,
    asked: (email) => new Promise<void>((resolve) => waiting.set(email, resolve)),
    twice: () => [...sent.values()].filter((times) => times > 1).length,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
