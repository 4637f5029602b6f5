import { shorten } from "../../locales/shorten.ts";
import { paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";

/** Tells admins that a group has another name from now on, since a built-in one has its. 1 block. */
export function renamedCard(group: string): Card {
  const sentence = `Your group ${shorten(group, 70)} has a new name, because its old one now belongs to a built-in group. Its members and access are unchanged.`;
  return { text: sentence, blocks: [paragraph(text(sentence))] };
}
