import { paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { shorten } from "../kit/text.ts";

/** Tells admins that a group has another name from now on, since a built-in one has its. 1 block. */
export function renamedCard(group: string): Card {
  const sentence = `Your group ${shorten(group, 70)} has a new name: the one it had is a built-in group’s now. Its members and access are as they were.`;
  return { text: sentence, blocks: [paragraph(text(sentence))] };
}
