import { spellingsOf } from "./email-address.ts";
import { fold, plainApostrophes } from "./fold.ts";

/** How many letters of a domain must be typed, so that few enough domains begin with them. */
const FEWEST_OF_DOMAIN = 3;
/** A name without spaces can be found from each of its characters, up to this one. */
const MAX_BEGINNINGS = 30;

const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/u;
const AROUND = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu;
/** Scripts that write names without spaces. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+$/u;

const wordsOf = (folded: string) => folded.split(BETWEEN_WORDS).filter((word) => word !== "");

/** What a term starts with. `old`: matches only terms written by versions before the folding. */
interface Prefix {
  prefix: string;
  old?: true;
}

/** A search word: the prefixes that its matches start with, nearest first. Never empty. */
export type QueryWord = readonly [Prefix, ...Prefix[]];

/**
 * Splits a search text into words: addresses and domains whole, names as `searchTerms` splits them. A domain is found
 * by an `@` before it, or by three letters, after the names.
 */
export function parseQuery(text: string): QueryWord[] {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split(/[\s,;]+/u)
    .flatMap(queryWords);
}

function queryWords(part: string): QueryWord[] {
  const typed = part.replace(AROUND, "");
  if (typed === "") return [];
  if (typed.includes("@")) return [[{ prefix: plainApostrophes(typed) }]];
  if (/^[^\p{L}\p{N}]*@/u.test(part)) return [[{ prefix: `@${fold(typed)}` }, { prefix: typed, old: true }]];
  if (/\.|^xn--/.test(typed)) return [queryWord(withoutApostrophes(typed), typed)];
  const words = wordsOf(withoutApostrophes(typed));
  const [only] = words;
  if (words.length === 1 && only !== undefined) return [queryWord(only, typed)];
  const old = typed.split(BETWEEN_WORDS);
  return words.map((word, index) => queryWord(word, old.length === words.length ? old[index] : undefined));
}

const withoutApostrophes = (typed: string) => fold(typed).replaceAll("'", "");

/** @param typed as terms of versions before the folding have it */
function queryWord(folded: string, typed = folded): QueryWord {
  return [
    { prefix: folded },
    ...(typed === folded ? [] : [{ prefix: typed }]),
    ...([...folded].length < FEWEST_OF_DOMAIN ? [] : [{ prefix: `@${folded}` }]),
  ];
}

/** Returns the end of the range of terms that start with a prefix. */
export const prefixEnd = (prefix: string): string => `${prefix}\u{10FFFF}`;

/**
 * Matches an array with a term that starts with a prefix. Without `$elemMatch`, two terms could share the conditions.
 */
export const hasPrefix = (prefix: string) => ({ $elemMatch: { $gte: prefix, $lt: prefixEnd(prefix) } });

/** Filters for what a prefix finds. Of a person's terms, as written today, one has an `@`: the domain. */
const startsWith = ({ prefix, old }: Prefix) =>
  old
    ? { $and: [{ words: hasPrefix(prefix) }, { words: { $not: hasPrefix("@") } }] }
    : { words: hasPrefix(prefix) };

/** Filters for what a word finds. */
export const matchesWord = (word: QueryWord) => ({ $or: word.map(startsWith) });

/** Returns the first term that starts with a prefix, in the database's order, which is that of the bytes. */
export function firstMatch(terms: readonly string[], prefix: string): string {
  const [first = prefix] = terms
    .filter((term) => term.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return first;
}

/**
 * Reads what a word finds: what its first prefix finds, then what its second finds and no earlier one does, and so on.
 *
 * @param after the row to continue after
 * @param read reads a number of rows that a prefix finds, after one of them; each fulfils `also`
 */
export async function readByPrefixes<After extends { words?: string[] | undefined }, Row>(
  word: QueryWord,
  { after, most }: { after: After | null; most: number },
  read: (prefix: string, after: After | null, also: object[], most: number) => Promise<Row[]>,
): Promise<Row[]> {
  const begun = word.findIndex(
    ({ prefix }) => !after || after.words?.some((term) => term.startsWith(prefix)),
  );
  const found: Row[] = [];
  for (const [index, each] of word.entries()) {
    if (index < begun || found.length >= most) continue;
    const earlier = word.slice(0, index).map((before) => ({ $nor: [startsWith(before)] }));
    const also = [...(each.old ? [startsWith(each)] : []), ...earlier];
    const from = index === begun ? after : null;
    found.push(...(await read(each.prefix, from, also, most - found.length)));
  }
  return found;
}

/**
 * Lists the terms that find a person, folded: the words of the name, the email and the words of its local part, and its
 * domain after an `@` (as DNS spells it, and as people read it).
 */
export function searchTerms(email: string, name = ""): string[] {
  const spellings = spellingsOf(email);
  const [local = ""] = email.toLowerCase().split("@");
  const domains = spellings.map((spelling) => fold(spelling.slice(spelling.lastIndexOf("@"))));
  return [...new Set([...nameTerms(name), ...spellings, local, ...nameTerms(local), ...domains])];
}

/**
 * Lists the terms that find a name, folded: each word; each word with an apostrophe, a hyphen or a dot inside also
 * without it and in parts; and a name written without spaces from each of its characters.
 */
export function nameTerms(name: string): string[] {
  const terms = fold(name)
    .split(/\s+/u)
    .flatMap((word) => {
      const bare = word.replaceAll("'", "");
      return [bare.replace(AROUND, ""), wordsOf(bare).join(""), ...wordsOf(bare), ...wordsOf(word)];
    });
  return [...new Set([...terms, ...terms.flatMap(beginnings)])].filter((term) => term !== "");
}

function beginnings(word: string): string[] {
  if (!UNSPACED.test(word)) return [];
  const characters = [...word];
  return characters
    .slice(0, MAX_BEGINNINGS)
    .flatMap((character, at) => (/\p{M}/u.test(character) ? [] : characters.slice(at).join("")));
}
