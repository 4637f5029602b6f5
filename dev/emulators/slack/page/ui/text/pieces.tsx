import type { ComponentChildren } from "preact";
import { useReader } from "../reader.ts";
import { formatDate } from "./dates.ts";

/** Draws a link; an address that no browser should follow stays text. */
export function Link({ url, children }: { url: string; children: ComponentChildren }) {
  if (!/^(https?|mailto|slack):/.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

/** Draws a mention by name. */
export function UserMention({ id, label }: { id: string; label?: string | undefined }) {
  const { id: me, names } = useReader();
  return <span class={id === me ? "mention mention-me" : "mention"}>@{names[id] ?? label ?? id}</span>;
}

/** Draws a time in the reader's time zone, or the app's fallback text if it can't be formatted. */
export function Moment({ timestamp, format, url, fallback }: MomentProps) {
  const { timeZone } = useReader();
  if (!Number.isFinite(timestamp)) return <>{fallback}</>;
  const moment = (
    <time
      dateTime={new Date(timestamp * 1000).toISOString()}
      title={formatDate(timestamp, "{date_long} {time}", timeZone)}
    >
      {formatDate(timestamp, format, timeZone)}
    </time>
  );
  return url ? <Link url={url}>{moment}</Link> : moment;
}

interface MomentProps {
  timestamp: number;
  format: string;
  url?: string | undefined;
  fallback: string;
}
