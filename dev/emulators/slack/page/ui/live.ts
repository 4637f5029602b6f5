import { useEffect, useState } from "preact/hooks";
import type { Exchange } from "../../request-log.ts";
import type { OutageOnPage, Screen } from "../protocol.ts";

/** The latest state from the server. */
export interface Live {
  screen: Screen | undefined;
  outage: OutageOnPage | undefined;
  exchanges: readonly Exchange[];
  connected: boolean;
}

const nothing: Live = { screen: undefined, outage: undefined, exchanges: [], connected: true };

/** Follows what someone sees. */
export function useLive(who: string): Live {
  const [live, setLive] = useState(nothing);
  useEffect(() => {
    const source = new EventSource(`/ui/live?who=${encodeURIComponent(who)}`);
    const change = (part: (before: Live) => Partial<Live>) =>
      setLive((before) => ({ ...before, connected: true, ...part(before) }));
    source.addEventListener("screen", ({ data }) =>
      change(() => ({ screen: JSON.parse(data) ?? undefined })),
    );
    source.addEventListener("outage", ({ data }) =>
      change(() => ({ outage: JSON.parse(data) ?? undefined })),
    );
    source.addEventListener("exchanges", ({ data }) => {
      const told: Exchange[] = JSON.parse(data);
      change(({ exchanges }) => ({ exchanges: merged(exchanges, told) }));
    });
    source.onerror = () => change(() => ({ connected: false }));
    return () => source.close();
  }, [who]);
  return live;
}

function merged(before: readonly Exchange[], told: readonly Exchange[]): Exchange[] {
  const byNumber = new Map([...before, ...told].map((exchange) => [exchange.number, exchange]));
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}
