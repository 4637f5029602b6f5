import { useState } from "preact/hooks";
import type { OutageOnPage } from "../../protocol.ts";
import { setOutage } from "../ask.ts";

const kinds = [
  ["slow", "Slow", "Each call of the app takes 2 s longer."],
  ["limited", "Rate Limited", "Each call is answered with 429, Retry-After: 5."],
  ["down", "Down", "Each call is answered with 503."],
  ["proxy", "Behind a Proxy", "Each call is answered with 200 and a page that isn't Slack's."],
] as const;
const spans = [
  ["1", "for the next call"],
  ["5", "for the next 5 calls"],
  ["", "until switched off"],
] as const;

/** Makes Slack slow, rate limited or down, or puts a proxy in its place, only for the app. */
export function OutageControls({ outage }: { outage: OutageOnPage | undefined }) {
  const [span, setSpan] = useState("");
  const now = kinds.find(([kind]) => kind === outage?.kind);
  return (
    <fieldset class="outage">
      <legend>Trouble on demand</legend>
      <div class="switches">
        {kinds.map(([kind, label, about]) => (
          <button
            key={kind}
            type="button"
            title={about}
            aria-pressed={outage?.kind === kind}
            onClick={() =>
              setOutage(outage?.kind === kind ? null : { kind, times: span === "" ? null : Number(span) })
            }
          >
            {label}
          </button>
        ))}
        <select
          aria-label="For how long"
          value={span}
          onChange={({ currentTarget: { value } }) => setSpan(value)}
        >
          {spans.map(([times, label]) => (
            <option key={times} value={times}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <p class="soft" role="status">
        {now && outage ? `${now[2]} ${leftOf(outage)}` : "Slack answers as it should."}
      </p>
    </fieldset>
  );
}

function leftOf({ times }: OutageOnPage): string {
  if (times === null) return "Until you switch it off.";
  return times === 1 ? "For one more call." : `For ${times} more calls.`;
}
