/** Names in parts whose length, joined by commas, stays below a limit. */
export function inParts(names: readonly string[], most: number): string[][] {
  const parts: string[][] = [];
  let length = 0;
  for (const name of names) {
    const part = parts.at(-1);
    if (part && length + name.length + 2 <= most) {
      part.push(name);
      length += name.length + 2;
    } else {
      parts.push([name]);
      length = name.length;
    }
  }
  return parts;
}
