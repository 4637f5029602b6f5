import type { Response } from "express";
import type { Changes } from "../changes.ts";
import type { Exchange, RequestLog } from "../request-log.ts";

/** The events of a page's stream: by name, a function that returns the current content. */
export type News = Record<string, () => unknown>;

/** Streams news to a page, now and whenever it differs from before, and each exchange. */
export function streamNews(
  response: Response,
  { changes, requestLog }: { changes: Changes; requestLog: RequestLog },
  news: News,
): void {
  response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
  const write = (name: string, text: string) => response.write(`event: ${name}\ndata: ${text}\n\n`);
  const told = new Map<string, string>();
  const changed = new Set<Exchange["number"]>(requestLog.exchanges.map(({ number }) => number));
  let due: NodeJS.Immediate | undefined;

  const tell = () => {
    due = undefined;
    for (const [name, look] of Object.entries(news)) {
      const text = JSON.stringify(look() ?? null);
      if (told.get(name) !== text) write(name, text);
      told.set(name, text);
    }
    const exchanges = requestLog.exchanges.filter(({ number }) => changed.has(number));
    if (exchanges.length > 0) write("exchanges", JSON.stringify(exchanges));
    changed.clear();
  };
  tell();
  // Changes come in bursts: one look at the end is enough.
  const stop = changes.listen((change) => {
    if (change.kind === "exchange") changed.add(change.number);
    due ??= setImmediate(tell);
  });
  response.on("close", () => {
    stop();
    clearImmediate(due);
  });
}
