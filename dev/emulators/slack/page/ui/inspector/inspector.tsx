import { useMemo, useState } from "preact/hooks";
import type { Exchange as ExchangeOf } from "../../../request-log.ts";
import type { OutageOnPage } from "../../protocol.ts";
import { causeOf } from "./cause.ts";
import { Exchange } from "./exchange.tsx";
import { Filter, filtered, type Shown } from "./filter.tsx";
import { OutageControls } from "./outage-controls.tsx";

/** Draws every request between Slack and the app, and makes calls fail on demand. */
export function Inspector({ exchanges, outage, names }: InspectorProps) {
  const [shown, setShown] = useState<Shown>({ kind: "all", text: "" });
  const [after, setAfter] = useState(0);
  const listed = exchanges.filter(({ number }) => number > after);
  const found = useMemo(() => filtered(listed, shown).reverse(), [listed, shown]);
  return (
    <aside class="inspector" aria-labelledby="inspector-title">
      <header>
        <h2 id="inspector-title">Look behind</h2>
        <p class="soft">Each request between Slack and the app, latest first.</p>
      </header>
      <OutageControls outage={outage} />
      <Filter
        shown={shown}
        onShow={setShown}
        count={found.length}
        onClear={() => setAfter(exchanges.at(-1)?.number ?? 0)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable areas must be reachable by keyboard */}
      <section class="scroll" aria-label="Requests" tabIndex={0}>
        {found.length === 0 && (
          <p class="soft nothing">
            {listed.length === 0 ? "Nothing yet. Type a command or press a button." : "No matching requests."}
          </p>
        )}
        <ol>
          {found.map((exchange) => (
            <Exchange
              key={exchange.number}
              exchange={exchange}
              cause={causeOf(exchange, exchanges)}
              who={exchange.userId && (names[exchange.userId] ?? exchange.userId)}
            />
          ))}
        </ol>
      </section>
    </aside>
  );
}

interface InspectorProps {
  exchanges: readonly ExchangeOf[];
  outage: OutageOnPage | undefined;
  names: Record<string, string>;
}
