import type { OutageOnPage } from "../../protocol.ts";
import { Lines, Pulse, Warning } from "../icons.tsx";
import type { Drawer } from "./drawer.ts";

const words = {
  slow: "Slack is slow",
  limited: "Slack limits the app",
  down: "Slack is down",
  proxy: "A proxy answers in Slack's place",
};

/** Draws the title, any current outage, and the buttons for the inspector and, on a phone, the drawer. */
export function TopBar({
  workspace,
  links,
  connected,
  inspecting,
  outage,
  drawer,
  news,
  onInspect,
}: TopBarProps) {
  return (
    <header class="top-bar">
      <button
        ref={drawer.button}
        type="button"
        class="bar-button drawer-button"
        aria-expanded={drawer.open}
        onClick={drawer.toggle}
      >
        <Lines />
        <span class="unseen">People and conversations{news && ", with news"}</span>
        {news && <span class="badge" />}
      </button>
      <div class="what">
        <h1>{workspace}</h1> on a simulated Slack
        <span class="soft"> · everything stays on this machine</span>
      </div>
      <p class="state" role="status">
        {!connected && "Not connected. Is the demo still running?"}
        {connected && outage && (
          <>
            <Warning /> {words[outage.kind]}
          </>
        )}
      </p>
      {links.map(({ label, url }) => (
        <a key={label} class="bar-button" href={url} target="_blank" rel="noreferrer">
          {label} <span aria-hidden="true">↗</span>
        </a>
      ))}
      <button type="button" class="bar-button" aria-pressed={inspecting} onClick={onInspect}>
        <Pulse /> Look Behind
      </button>
    </header>
  );
}

interface TopBarProps {
  workspace: string;
  links: { label: string; url: string }[];
  connected: boolean;
  inspecting: boolean;
  outage: OutageOnPage | undefined;
  drawer: Drawer;
  /** Whether there are unread messages. */
  news: boolean;
  onInspect: () => void;
}
