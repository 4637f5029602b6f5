import { asText } from "../locales/sentence.ts";
import type { Words } from "../locales/words.ts";
import { type End, endIn as endSentence } from "./ends.ts";

/** Names an end with its zone in the reader's language, as text: the last day, or a day and a time. */
export function endIn(words: Words, end: End): string {
  return asText(endSentence(end, words), words.language.dir);
}

/** Formats a number of hours in the reader's language: *8 hours*, *3 days*. */
export function hoursIn({ common, language }: Words, hours: number): string {
  const time = hours % 24 === 0 ? common.days({ days: hours / 24 }) : common.hours({ hours });
  return asText(time, language.dir);
}
