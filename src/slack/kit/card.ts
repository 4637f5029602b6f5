import type { KnownBlock } from "@slack/types";
import { paragraph, text } from "./blocks.ts";
import { escapeText } from "./text.ts";

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

/** Makes a message that is one sentence. */
export function sentenceCard(sentence: string): Card {
  return { text: sentence, blocks: [paragraph(text(sentence))] };
}

/**
 * Makes a message as Slack is given it: Slack reads the top-level text as markup, be it only to notify. A `:tada:` in it is
 * left alone: it does nothing but look like one there, and a character that breaks it up would be read out.
 */
export function asSent({ text, blocks }: Card) {
  return { text: escapeText(text), blocks, mrkdwn: false, unfurl_links: false, unfurl_media: false };
}
