import { useState } from "preact/hooks";
import type { Exchange as ExchangeOf } from "../../../request-log.ts";
import { Warning } from "../icons.tsx";
import type { Cause } from "./cause.ts";
import { Payload } from "./payload.tsx";
import { summaryOf } from "./summary.ts";

const protocols = {
  slash_commands: "Slash command",
  interactive: "Interactivity",
  events_api: "Event",
  web_api: "Web API",
  response_url: "Response URL",
};

/** Draws one request: direction, name and time at a glance; payload and answer when opened. */
export function Exchange({ exchange, cause, who }: ExchangeProps) {
  const [open, setOpen] = useState(false);
  const { at, direction, ended, kind, name, number, problems, sent } = exchange;
  const toApp = direction === "to-app";
  const id = `exchange-${number}`;
  return (
    <li class={problems.length > 0 ? "exchange problem" : "exchange"}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <span class={`arrow ${direction}`} aria-hidden="true">
          {toApp ? "→" : "←"}
        </span>
        <span class="unseen">{toApp ? "To the app: " : "From the app: "}</span>
        <span class="name">
          <strong>{name}</strong> <span class="soft">{summaryOf(exchange)}</span>
        </span>
        <span class="took">{ended ? `${ended.ms} ms` : "…"}</span>
        <span class="when soft">
          {[protocols[kind], who, cause && `after ${cause.exchange.name}`].filter(Boolean).join(" · ")}
        </span>
        <time class="soft">{clock(at)}</time>
      </button>
      {problems.map((problem) => (
        <p key={problem} class="complaint">
          <Warning /> {problem}
        </p>
      ))}
      {open && (
        <div id={id} class="details">
          <p class="soft">
            {ended
              ? `${toApp ? "Acknowledged" : "Answered"} after ${ended.ms} ms${ended.status ? `, HTTP ${ended.status}` : ""}.`
              : "Not answered yet."}
            {cause && ` The trigger was ${cause.ms} ms old of its 3,000.`}
          </p>
          <Payload title={toApp ? "What Slack sent" : "What the app sent"} value={sent} />
          {ended && (
            <Payload title={toApp ? "What the app answered" : "What Slack answered"} value={ended.answer} />
          )}
        </div>
      )}
    </li>
  );
}

interface ExchangeProps {
  exchange: ExchangeOf;
  cause: Cause | undefined;
  who: string | undefined;
}

function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
