import type { KnownBlock } from "@slack/types";
import { paragraph, text } from "./blocks.ts";
import { escapeText } from "./text.ts";

/** A message that the app sends. `text` contains everything: notifications and screen readers read only that. */
export interface Card {
  text: string;
  blocks: KnownBlock[];
}

/** The location of a message in Slack. */
export interface MessageRef {
  channel: string;
  ts: string;
}

/** Creates a message of one sentence. */
export function sentenceCard(sentence: string): Card {
  return { text: sentence, blocks: [paragraph(text(sentence))] };
}

/**
 * Returns a message in the form given to Slack, which reads the top-level text as markup, even if only for the
 * notification. A `:tada:` in it is left alone: it would only look like an emoji there, and a character that breaks it
 * up would be read out.
 */
export function asSent({ text, blocks }: Card) {
  return { text: escapeText(text), blocks, mrkdwn: false, unfurl_links: false, unfurl_media: false };
}
