/** A name, an address or anything else that was put into a sentence, whose own direction must not turn the sentence's. */
export class Isolated {
  constructor(readonly text: string) {}

  /** Selects compare it as text. */
  toString(): string {
    return this.text;
  }
}

/** A sentence in the reader's language, with what was put into it; `V` is what a page puts in besides text. */
export type Sentence<V = never> = readonly (string | Isolated | V)[];

/** Begins what runs by its own first letter, and ends it. */
export const [FIRST_STRONG_ISOLATE, POP_ISOLATE] = ["\u2068", "\u2069"] as const;
const isolatesOf = { ltr: "\u2066", rtl: "\u2067" } as const;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Keeps what stands beside it on one line where a page or a mail is drawn; in plain text programs show it, or copy it along. */
export const WORD_JOINER = "\u2060";

/**
 * Writes a sentence as plain text. Isolates stand around what may run in the other direction, and nowhere else: programs
 * that don't know them show boxes. What has isolates in it was written in the sentence's language: by its first letter outside
 * of them, an end in Arabic, which has none there, would run from left to right.
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
 * Tells whether a line may break before a part of a sentence in HTML, as in Japanese and Chinese, which have no spaces: browsers
 * don't break beside what is isolated.
 */
export function breaksBefore(sentence: Sentence<unknown>, index: number): boolean {
  const before = sentence[index - 1];
  return typeof sentence[index] !== "string" && typeof before === "string" && unspaced.test(before);
}

/** Writes a sentence for a header or a title: without isolates. */
export function asLine(sentence: Sentence): string {
  return sentence.map(String).join("");
}
