import { readableEmails } from "../../services/email-address.ts";

/** Writes a count that stops at 1,000, or at `most`, as people read it: *1 member*, *12 members*, *1,000+ members*. */
export function counted(count: number, one: string, many: string, most = 1_000): string {
  if (count > most) return `${most.toLocaleString("en")}+ ${many}`;
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** Writes an exact count: *2,941 members*. */
export function exactly(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** Splits names into parts whose length, joined by commas, stays below a limit. */
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

/** Escapes text, so that Slack finds no mention, link or command in it. */
export function escapeText(text: string): string {
  return readableEmails(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
