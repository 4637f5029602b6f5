import { z } from "zod";

/** White space of every kind, and what pasting brings along unseen. */
const SEPARATORS = /[,;<>\s\u200b-\u200d\u2060\ufeff]+/;
const AROUND = /^[("'[“‘«„]+|[)"'\].:!?”’»“]+$/g;
const email = z.email().max(254);

/** What was found in pasted text: addresses (lower-cased, each once), malformed ones, and how many other words. */
export interface Addresses {
  emails: string[];
  malformed: string[];
  ignoredWords: number;
}

/**
 * Takes the email addresses out of what someone typed or pasted: comma, semicolon, tab, space and newline
 * separate, `Name <a@b>` counts as its address, and words without an @ are only counted.
 */
export function addressesIn(text: string): Addresses {
  const emails = new Set<string>();
  const malformed = new Set<string>();
  let ignoredWords = 0;
  for (const piece of text.split(SEPARATORS)) {
    const word = piece.replace(AROUND, "").replace(/^mailto:/i, "");
    if (word === "") continue;
    if (!word.includes("@")) ignoredWords += 1;
    else if (email.safeParse(word).success) emails.add(word.toLowerCase());
    else malformed.add(word);
  }
  return { emails: [...emails], malformed: [...malformed], ignoredWords };
}
