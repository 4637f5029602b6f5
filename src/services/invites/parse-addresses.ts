import { domainToASCII } from "node:url";
import { z } from "zod";

/** White space of every kind, what tables are drawn with, and what pasting brings along unseen. */
const SEPARATORS = /[,;<>|\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/;
const AROUND = /^[([{"'‘‚“«„*`•·–—]+|[)\]}"'.:!?…’”»“*`]+$/g;
/** What mail servers take in practice; a domain is in ASCII by then. */
const email = z
  .email({ pattern: /^(?!\.)(?!.*\.\.)[\w'+&.-]*[\w'+&-]@([a-z\d][a-z\d-]*\.)+([a-z]{2,}|xn--[a-z\d-]+)$/ })
  .max(254);

/** What was found in pasted text: addresses (lower-cased, each once), malformed ones, and how many other words. */
export interface Addresses {
  emails: string[];
  malformed: string[];
  ignoredWords: number;
}

/**
 * Takes the email addresses out of what someone typed or pasted: comma, semicolon, tab, space and newline
 * separate, `Name <a@b>` counts as its address, and words without an @ are only counted. Full-width characters
 * and ligatures are read as what they stand for, and a domain in another script as DNS knows it (`xn--…`).
 */
export function addressesIn(text: string): Addresses {
  const emails = new Set<string>();
  const malformed = new Set<string>();
  let ignoredWords = 0;
  for (const piece of text.normalize("NFKC").split(SEPARATORS)) {
    const word = piece.replace(AROUND, "").replace(/^mailto:/i, "");
    if (word === "") continue;
    const found = email.safeParse(inAscii(word.toLowerCase())).data;
    if (!word.includes("@")) ignoredWords += 1;
    else if (found) emails.add(found);
    else malformed.add(word);
  }
  return { emails: [...emails], malformed: [...malformed], ignoredWords };
}

/** An address with its domain as DNS knows it; one that has none stays as it is. */
function inAscii(address: string): string {
  const at = address.lastIndexOf("@") + 1;
  const domain = address.slice(at);
  return /[^\0-\x7f]/.test(domain) ? address.slice(0, at) + domainToASCII(domain) : address;
}
