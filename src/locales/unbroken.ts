import { Isolated, type Sentence, WORD_JOINER } from "./sentence.ts";

/**
 * A day and its month (*3. März*, *3 de marzo*, *3월 10일*), and a time and its zone, which may stand before it. The pages'
 * script has it, too.
 */
export const datesAndTimes = /\b\d\d?(\.|er|º|월)? (de )?|(UTC|GMT)\S* (?=\d)/g;

/** Where a date has no spaces but could be parted, in Japanese and Chinese: all over *3月10日*, and before the sign of *2026年*. */
const withinDates = /(?<=\d)(?=[年月日])|(?<=月)(?=\d)/g;

const unbreakable = (text: string) => text.replaceAll(" ", "\u00a0");

/** Keeps what belongs together in a date on one line. */
export function unbrokenMoment(text: string): string {
  return text.replace(datesAndTimes, unbreakable).replace(withinDates, WORD_JOINER);
}

/** Keeps the dates in a sentence of nothing but dates on one line each. */
export function unbroken(sentence: Sentence): Sentence {
  return sentence.map((part) => (part instanceof Isolated ? new Isolated(unbrokenMoment(part.text)) : part));
}

/** By language: what its readers don't part. In Polish a word of one letter ends no line; in Korean a particle begins none. */
const rules: Partial<Record<string, (message: string) => string>> = {
  pl: (message) => message.replace(/(?<=^|[\s(])[aiouwz] /gi, unbreakable),
  ko: (message) => message.replace(/(?<=\{(?:at|expires)\})(?=\p{Script=Hangul})/gu, WORD_JOINER),
};

/** Keeps together what readers don't part, in a message that is drawn on a page or in a mail. */
export function unbrokenMessage(message: string, code: string): string {
  const whole = message.replace(/(?<=\be)-(?=mail)/gi, "\u2011");
  return rules[code]?.(whole) ?? whole;
}
