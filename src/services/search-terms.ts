const split = (text: string, between: RegExp) =>
  text
    .toLowerCase()
    .split(between)
    .filter((word) => word !== "");

const words = (text: string) => split(text, /[^\p{L}\p{N}]+/u);

/** The words that someone searches for: addresses and domains whole, names split as `searchWords` splits them. */
export function parseQuery(text: string): string[] {
  return split(text, /[\s,;]+/)
    .map((part) => part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
    .flatMap((part) => (/[@.]/.test(part) ? [part] : words(part)));
}

/** Where the words that start with this one end. */
export const prefixEnd = (word: string): string => `${word}\u{10FFFF}`;

/** Matches an array of words of which one starts so. Without `$elemMatch`, two words could share the two conditions. */
export const hasPrefix = (word: string) => ({ $elemMatch: { $gte: word, $lt: prefixEnd(word) } });

/** The first of the words that start so, in the database's order, which is that of their bytes. */
export function firstMatch(words: readonly string[], start: string): string {
  const [first = start] = words
    .filter((word) => word.startsWith(start))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return first;
}

/** What search finds a person by, lower-cased: each word of the name, the email, its local part's words and its domain. */
export function searchTerms(email: string, name = ""): string[] {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  return [
    ...new Set([...words(name), ...split(name, /\s+/), email.toLowerCase(), local, ...words(local), domain]),
  ];
}
