/** A name, an address or anything else put into a sentence, whose direction must not change the sentence's. */
export class Isolated {
  constructor(readonly text: string) {}

  /** Selects compare it as text. */
  toString(): string {
    return this.text;
  }
}

/** A sentence in the reader's language, with the values in it; `V` is what a page can put in besides text. */
export type Sentence<V = never> = readonly (string | Isolated | V)[];

/** The start and the end of text whose first letter determines its direction. */
export const [FIRST_STRONG_ISOLATE, POP_ISOLATE] = ["\u2068", "\u2069"] as const;
const isolatesOf = { ltr: "\u2066", rtl: "\u2067" } as const;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Keeps its neighbours on one line on pages and in emails; in plain text, programs show it or copy it along. */
export const WORD_JOINER = "\u2060";

/**
 * Writes a sentence as plain text. Only values that may run in the other direction are isolated, because programs that
 * don't know isolates show boxes. A value that already has isolates is in the sentence's language and takes its
 * direction: by its first letter outside them, an Arabic end, which has none there, would run from left to right.
 */
export function asText(sentence: Sentence, dir: "ltr" | "rtl"): string {
  return sentence
    .map((part) => {
      if (typeof part === "string") return part;
      const turns = dir === "rtl" || rightToLeft.test(part.text);
      if (!turns) return part.text;
      const isOurs = part.text.includes(FIRST_STRONG_ISOLATE);
      return `${isOurs ? isolatesOf[dir] : FIRST_STRONG_ISOLATE}${part.text}${POP_ISOLATE}`;
    })
    .join("")
    .replaceAll(WORD_JOINER, "");
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。，：；]$/u;

/**
 * Tells whether a line may break before a part of a sentence in HTML, as in Japanese and Chinese, which have no spaces:
 * browsers don't break next to isolated text.
 */
export function breaksBefore(sentence: Sentence<unknown>, index: number): boolean {
  const before = sentence[index - 1];
  return typeof sentence[index] !== "string" && typeof before === "string" && unspaced.test(before);
}

/** Writes a sentence for a header or a title, without isolates. */
export function asLine(sentence: Sentence): string {
  return sentence.map(String).join("");
}
