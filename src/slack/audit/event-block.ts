import type { KnownBlock } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { nameOf } from "../../models/actor-record.ts";
import type { LogEntry } from "../../services/audit/read-audit-log.ts";
import { bold, date, paragraph, text } from "../kit/blocks.ts";
import { isolated } from "../kit/phrase.ts";
import { actionPhrase } from "./action-phrase.ts";
import { changes } from "./changes.ts";

/** Draws one event: who did what to whom, when, and what changed. 1 block. */
export function eventBlock(event: LogEntry, groupNames: Map<string, string>): KnownBlock {
  const { actor, action, target, at } = event;
  const { lead, tail, omitsTarget } = actionPhrase(action, actor.kind);
  const address = actor.email && actor.email !== actor.name ? ` (${shorten(actor.email, 120)})` : "";
  return paragraph(
    bold(isolated(nameOf(actor), 100)),
    text(`${address} ${lead}`),
    ...(omitsTarget ? [] : [text(" "), bold(isolated(target.label, 120))]),
    text(`${tail ? ` ${tail}` : ""} · `),
    date(at),
    ...changes(event, groupNames),
  );
}
