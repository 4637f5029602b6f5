import { graphemes } from "../locales/graphemes.ts";

/**
 * Takes the first `most` UTF-16 units of a text, without the part of what people see as one character; of one that is longer
 * than that, what is whole by itself.
 */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const index = graphemes().segment(text).containing(most)?.index;
  return text.slice(0, index) || text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
}

/** Cuts off the end of a text that is longer than `most` UTF-16 units, and says so: *Platform Engin…*. */
export function cutOff(text: string, most: number): string {
  return text.length <= most ? text : `${beginningOf(text, most - 1)}…`;
}
