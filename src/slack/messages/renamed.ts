import { paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { isolated } from "../kit/phrase.ts";

/** Tells admins that a group was renamed because a built-in group now has its name. 1 block. */
export function renamedCard(group: string): Card {
  const sentence = `Your group ${isolated(group, 70)} has a new name, because its old one now belongs to a built-in group. Its members and access are unchanged.`;
  return { text: sentence, blocks: [paragraph(text(sentence))] };
}
