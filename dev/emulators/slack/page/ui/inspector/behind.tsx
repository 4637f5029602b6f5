import { useMemo, useState } from "preact/hooks";
import type { Exchange as ExchangeOf } from "../../../request-log.ts";
import type { OutageOnPage } from "../../protocol.ts";
import { causeOf } from "./cause.ts";
import { Exchange } from "./exchange.tsx";
import { Filter, filtered, type Shown } from "./filter.tsx";
import { Troubles } from "./troubles.tsx";

/** A look behind: every request between Slack and the app, and trouble on demand. */
export function Behind({ exchanges, outage, names }: BehindProps) {
  const [shown, setShown] = useState<Shown>({ kind: "all", text: "" });
  const [after, setAfter] = useState(0);
  const kept = exchanges.filter(({ number }) => number > after);
  const found = useMemo(() => filtered(kept, shown).reverse(), [kept, shown]);
  return (
    <aside class="behind" aria-labelledby="behind-title">
      <header>
        <h2 id="behind-title">Look behind</h2>
        <p class="soft">Each request between Slack and the app, the latest first.</p>
      </header>
      <Troubles outage={outage} />
      <Filter
        shown={shown}
        onShow={setShown}
        count={found.length}
        onClear={() => setAfter(exchanges.at(-1)?.number ?? 0)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard */}
      <section class="scroll" aria-label="Requests" tabIndex={0}>
        {found.length === 0 && (
          <p class="soft nothing">
            {kept.length === 0 ? "Nothing yet. Type a command, press a button." : "Nothing of that kind."}
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

interface BehindProps {
  exchanges: readonly ExchangeOf[];
  outage: OutageOnPage | undefined;
  names: Record<string, string>;
}
