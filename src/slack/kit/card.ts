import type { KnownBlock } from "@slack/types";
import { paragraph, text } from "./blocks.ts";
import { escaped } from "./text.ts";

/** A message that the app sends. `text` says it all: notifications and screen readers read only that. */
export interface Card {
  text: string;
  blocks: KnownBlock[];
}

/** Where a message stands in Slack. */
export interface MessageRef {
  channel: string;
  ts: string;
}

/** A message that is one sentence. */
export function sentenceCard(words: string): Card {
  return { text: words, blocks: [paragraph(text(words))] };
}

/**
 * A message as Slack is given it: Slack reads the top-level text as markup, be it only to notify. A `:tada:` in it is
 * left alone: it does nothing but look like one there, and a character that breaks it up would be read out.
 */
export function asSent({ text, blocks }: Card) {
  return { text: escaped(text), blocks, mrkdwn: false, unfurl_links: false, unfurl_media: false };
}
