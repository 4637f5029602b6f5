import { Isolated, type Sentence, WORD_JOINER } from "./sentence.ts";

/**
 * A day and its month (*3. März*, *3 de marzo*, *3월 10일*), and a time and its zone, which may come first. The pages'
 * script uses it too.
 */
export const datesAndTimes = /\b\d\d?(\.|er|º|월)? (de )?|(UTC|GMT)\S* (?=\d)/g;

/**
 * Where Japanese and Chinese dates, which have no spaces, could break: all over *3月10日*, and before the sign of
 * *2026年*.
 */
const withinDates = /(?<=\d)(?=[年月日])|(?<=月)(?=\d)/g;

const unbreakable = (text: string) => text.replaceAll(" ", "\u00a0");

/** Keeps the parts of a date that belong together on one line. */
export function unbrokenMoment(text: string): string {
  return text.replace(datesAndTimes, unbreakable).replace(withinDates, WORD_JOINER);
}

/** Keeps each date on one line, in a sentence that contains only dates. */
export function unbroken(sentence: Sentence): Sentence {
  return sentence.map((part) => (part instanceof Isolated ? new Isolated(unbrokenMoment(part.text)) : part));
}

/**
 * What readers of each language don't separate. In Polish, no line ends in a one-letter word; in Korean, none starts
 * with a particle.
 */
const rules: Partial<Record<string, (message: string) => string>> = {
  pl: (message) => message.replace(/(?<=^|[\s(])[aiouwz] /gi, unbreakable),
  ko: (message) => message.replace(/(?<=\{(?:at|expires)\})(?=\p{Script=Hangul})/gu, WORD_JOINER),
};

/** Keeps together what readers don't separate, in a message on a page or in an email. */
export function unbrokenMessage(message: string, code: string): string {
  const whole = message.replace(/(?<=\be)-(?=mail)/gi, "\u2011");
  return rules[code]?.(whole) ?? whole;
}
