import { spellingsOf } from "./email-address.ts";

const split = (text: string, between: RegExp) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .split(between)
    .filter((word) => word !== "");

const wordsOf = (text: string) => split(text, /[^\p{L}\p{N}]+/u);

/** Splits what someone searches for into terms: addresses and domains whole, names as `searchTerms` splits them. */
export function parseQuery(text: string): string[] {
  return split(text, /[\s,;]+/)
    .map((part) => part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
    .flatMap((part) => (/[@.]|^xn--/.test(part) ? [part] : wordsOf(part)));
}

/** Ends the range of the terms that start with a prefix. */
export const prefixEnd = (prefix: string): string => `${prefix}\u{10FFFF}`;

/** Matches an array with a term that starts so. Without `$elemMatch`, two terms could share the two conditions. */
export const hasPrefix = (prefix: string) => ({ $elemMatch: { $gte: prefix, $lt: prefixEnd(prefix) } });

/** Picks the first term that starts so, in the database's order, which is that of their bytes. */
export function firstMatch(terms: readonly string[], prefix: string): string {
  const [first = prefix] = terms
    .filter((term) => term.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return first;
}

/** Lists what search finds a person by, lower-cased: each word of the name, the email and its domain (as DNS spells it, and as people read it), its local part's words. */
export function searchTerms(email: string, name = ""): string[] {
  const spellings = spellingsOf(email);
  const [local = ""] = email.toLowerCase().split("@");
  const domains = spellings.map((spelling) => spelling.slice(spelling.lastIndexOf("@") + 1));
  return [
    ...new Set([...wordsOf(name), ...split(name, /\s+/), ...spellings, local, ...wordsOf(local), ...domains]),
  ];
}
