import { distance } from "fastest-levenshtein";

const MAX_TYPOS = 2;
/** Fewer letters begin too many words. */
const FEWEST_LETTERS = 2;

/** Finds the word that was meant: one that starts this way, or the one nearest in spelling. */
export function nearest(word: string, names: readonly string[]): string | null {
  const begun = word.length >= FEWEST_LETTERS && names.find((name) => name.startsWith(word));
  if (begun) return begun;
  const [best] = names
    .map((name) => ({ name, typos: distance(word, name) }))
    // In a short word, that many typos make another word.
    .filter(({ name, typos }) => typos <= Math.min(MAX_TYPOS, Math.floor(name.length / 2)))
    .sort((a, b) => a.typos - b.typos);
  return best?.name ?? null;
}
