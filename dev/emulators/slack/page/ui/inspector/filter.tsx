import type { Exchange } from "../../../request-log.ts";

/** Which exchanges to show. */
export interface Shown {
  kind: "all" | "to-app" | "from-app" | "problems";
  text: string;
}

const kinds = [
  ["all", "All"],
  ["to-app", "To the app"],
  ["from-app", "From the app"],
  ["problems", "Problems"],
] as const;

/** Draws the choice of exchanges to show. */
export function Filter({ shown, onShow, count, onClear }: FilterProps) {
  return (
    <search class="filter">
      <fieldset>
        <legend class="unseen">Which requests</legend>
        {kinds.map(([kind, label]) => (
          <button
            key={kind}
            type="button"
            aria-pressed={shown.kind === kind}
            onClick={() => onShow({ ...shown, kind })}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <input
        type="search"
        class="field"
        aria-label="Search in names and payloads"
        placeholder="Search in names and payloads"
        value={shown.text}
        onInput={({ currentTarget: { value } }) => onShow({ ...shown, text: value })}
      />
      <span class="soft" role="status">
        {count} {count === 1 ? "request" : "requests"}
      </span>
      <button type="button" class="link" onClick={onClear}>
        Clear
      </button>
    </search>
  );
}

interface FilterProps {
  shown: Shown;
  onShow: (shown: Shown) => void;
  count: number;
  onClear: () => void;
}

/** Returns the exchanges to show. */
export function filtered(exchanges: readonly Exchange[], { kind, text }: Shown): Exchange[] {
  const sought = text.trim().toLowerCase();
  return exchanges.filter((exchange) => {
    if (kind === "problems" && exchange.problems.length === 0) return false;
    if ((kind === "to-app" || kind === "from-app") && exchange.direction !== kind) return false;
    return !sought || JSON.stringify(exchange).toLowerCase().includes(sought);
  });
}
