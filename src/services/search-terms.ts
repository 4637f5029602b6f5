import { spellingsOf } from "./email-address.ts";
import { fold, plainApostrophes } from "./fold.ts";

/** How many letters of a domain have to be typed, so that few enough begin with them. */
const FEWEST_OF_DOMAIN = 3;
/** A name without blanks is found from each of its characters on, up to this one. */
const MAX_BEGINNINGS = 30;

const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/u;
const AROUND = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu;
/** Scripts that write names without a blank inside. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+$/u;

const wordsOf = (folded: string) => folded.split(BETWEEN_WORDS).filter((word) => word !== "");

/** What a term starts with. `old`: counts only among terms as versions before the folding wrote them. */
interface Prefix {
  prefix: string;
  old?: true;
}

/** A word that is sought: what the terms start with that it finds, the nearest first. Never empty. */
export type QueryWord = readonly [Prefix, ...Prefix[]];

/**
 * Splits what someone searches for into words: addresses and domains whole, names as `searchTerms` splits them. A domain is
 * found behind an `@`, or by three letters, after the names.
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

/** @param typed as it stands in terms that versions before the folding wrote */
function queryWord(folded: string, typed = folded): QueryWord {
  return [
    { prefix: folded },
    ...(typed === folded ? [] : [{ prefix: typed }]),
    ...([...folded].length < FEWEST_OF_DOMAIN ? [] : [{ prefix: `@${folded}` }]),
  ];
}

/** Ends the range of the terms that start with a prefix. */
export const prefixEnd = (prefix: string): string => `${prefix}\u{10FFFF}`;

/** Matches an array with a term that starts so. Without `$elemMatch`, two terms could share the two conditions. */
export const hasPrefix = (prefix: string) => ({ $elemMatch: { $gte: prefix, $lt: prefixEnd(prefix) } });

/** Filters for what a prefix finds. Each of today's terms of a person has one with an `@` among them: the domain. */
const startsWith = ({ prefix, old }: Prefix) =>
  old
    ? { $and: [{ words: hasPrefix(prefix) }, { words: { $not: hasPrefix("@") } }] }
    : { words: hasPrefix(prefix) };

/** Filters for what a word finds. */
export const matchesWord = (word: QueryWord) => ({ $or: word.map(startsWith) });

/** Picks the first term that starts so, in the database's order, which is that of their bytes. */
export function firstMatch(terms: readonly string[], prefix: string): string {
  const [first = prefix] = terms
    .filter((term) => term.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return first;
}

/**
 * Reads what a word finds: what its first prefix finds, then what its second does and no earlier one, and so on.
 *
 * @param after the row to go on after
 * @param read reads so many rows that a prefix finds, after one of them; each fulfils `also`
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
 * Lists what search finds a person by, folded: the words of the name, the email and its local part's words, and its
 * domain behind an `@` (as DNS spells it, and as people read it).
 */
export function searchTerms(email: string, name = ""): string[] {
  const spellings = spellingsOf(email);
  const [local = ""] = email.toLowerCase().split("@");
  const domains = spellings.map((spelling) => fold(spelling.slice(spelling.lastIndexOf("@"))));
  return [...new Set([...nameTerms(name), ...spellings, local, ...nameTerms(local), ...domains])];
}

/**
 * Lists what search finds a name by, folded: each word; what an apostrophe, a hyphen or a dot parts in one, and each part;
 * and a name that is written without blanks from each of its characters on.
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
