import { graphemes } from "../locales/graphemes.ts";

/**
 * Returns the first `most` UTF-16 units of a text without cutting a visible character in half. If a single character is
 * longer than that, keeps as much of it as is whole on its own.
 */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const index = graphemes().segment(text).containing(most)?.index;
  return text.slice(0, index) || text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
}

/** Shortens a text of more than `most` UTF-16 units, ending it with an ellipsis: *Platform Engin…*. */
export function cutOff(text: string, most: number): string {
  return text.length <= most ? text : `${beginningOf(text, most - 1)}…`;
}
