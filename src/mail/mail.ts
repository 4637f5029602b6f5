import { asLine, type Sentence } from "../locales/sentence.ts";
import { shorten } from "../locales/shorten.ts";

/** An email to one person, with the same facts in both parts. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** SendGrid's category for statistics. Reveals nothing about anyone. */
  category: string;
}

const LONGEST_SUBJECT = 150;

/**
 * Makes typed text fit for a header or a single line: no line breaks, control or direction marks; shortened in the
 * middle.
 */
export function oneLine(text: string, most = LONGEST_SUBJECT): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cf}]/gu, (mark) => (mark === "\u200d" || mark === "\u200c" ? mark : ""))
    .trim();
  return shorten(line, most);
}

/**
 * Writes a subject. If it would be too long, its names are shortened, the longest first, so its sentence stays whole.
 *
 * @param write inserts each name through `name`
 */
export function subjectLine(write: (name: (typed: string) => string) => Sentence): string {
  const within = (most: number) => asLine(write((typed) => oneLine(typed, most)));
  let subject = within(LONGEST_SUBJECT);
  for (let most = LONGEST_SUBJECT - 1; most > 0 && subject.length > LONGEST_SUBJECT; most -= 1)
    subject = within(most);
  return oneLine(subject);
}
