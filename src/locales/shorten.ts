import { graphemes } from "./graphemes.ts";

/** Shortens a text longer than `most` UTF-16 units in the middle, never inside what people see as one character. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const keep = most - 1;
  const segments = graphemes().segment(text);
  const head = segments.containing(Math.ceil(keep / 2));
  const rest = text.length - Math.floor(keep / 2);
  const tail = segments.containing(rest);
  const from = tail && tail.index < rest ? tail.index + tail.segment.length : rest;
  return `${text.slice(0, head?.index)}…${text.slice(from)}`;
}
