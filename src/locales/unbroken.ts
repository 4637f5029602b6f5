import { Isolated, type Sentence } from "./sentence.ts";

/**
 * A day and its month (*3. März*, *3 de marzo*, *3월 10일*, *3月10日*), a year and its sign (*2026年*), and a time and its zone,
 * which may stand before it. The pages' script has it, too.
 */
export const datesAndTimes = /\b\d\d?(\.|er|º|월)? (de )?|(UTC|GMT)\S* (?=\d)|(\d+月)?\d+[年日]/g;

/** Joins what has spaces, and numbers and what they count in Japanese and Chinese. The pages' script does it, too. */
const unbreakable = (text: string) =>
  text
    .replaceAll(" ", "\u00a0")
    .replace(/[年月日]/g, "\u2060$&")
    .replace("月", "月\u2060");

/** Keeps what belongs together in a date on one line. */
export function unbrokenMoment(text: string): string {
  return text.replace(datesAndTimes, unbreakable);
}

/** Keeps the dates in a sentence of nothing but dates on one line each. */
export function unbroken(sentence: Sentence): Sentence {
  return sentence.map((part) => (part instanceof Isolated ? new Isolated(unbrokenMoment(part.text)) : part));
}

/** By language: what its readers don't part. In Polish a word of one letter ends no line; in Korean a particle begins none. */
const rules: Partial<Record<string, (message: string) => string>> = {
  pl: (message) => message.replace(/(?<=^|[\s(])[aiouwz] /gi, unbreakable),
  ko: (message) => message.replace(/(?<=\{(?:at|expires)\})(?=\p{Script=Hangul})/gu, "\u2060"),
};

/** Keeps together what readers don't part, in a message that is drawn on a page or in a mail. */
export function unbrokenMessage(message: string, code: string): string {
  const whole = message.replace(/(?<=\be)-(?=mail)/gi, "\u2011");
  return rules[code]?.(whole) ?? whole;
}
