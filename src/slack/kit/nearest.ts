import { distance } from "fastest-levenshtein";

const MAX_TYPOS = 2;
/** Fewer letters begin too many words. */
const FEWEST_LETTERS = 2;

/** Finds the word that was meant: the one that begins so, or the one that is nearest in spelling. */
export function nearest(word: string, names: readonly string[]): string | null {
  const begun = word.length >= FEWEST_LETTERS && names.find((name) => name.startsWith(word));
  if (begun) return begun;
  const [best] = names
    .map((name) => ({ name, typos: distance(word, name) }))
    // Of a short word, so much would be another one.
    .filter(({ name, typos }) => typos <= Math.min(MAX_TYPOS, Math.floor(name.length / 2)))
    .sort((a, b) => a.typos - b.typos);
  return best?.name ?? null;
}
