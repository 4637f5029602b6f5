/** Shortens in the middle what is longer than `most` UTF-16 units, never inside a character. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const keep = most - 1;
  const head = [...text.slice(0, Math.ceil(keep / 2))];
  const tail = [...text.slice(text.length - Math.floor(keep / 2))];
  if (isHalf(head.at(-1))) head.pop();
  if (isHalf(tail.at(0))) tail.shift();
  return `${head.join("")}…${tail.join("")}`;
}

/** One half of a surrogate pair. */
function isHalf(character: string | undefined): boolean {
  return character !== undefined && /^[\uD800-\uDFFF]$/u.test(character);
}
