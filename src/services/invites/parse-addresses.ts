import { beginningOf } from "../cut-off.ts";
import { emailAddress } from "../email-address.ts";
import { unhidden, withoutNotations } from "./address-notations.ts";
import { plainText } from "./plain-text.ts";

/** What was found in pasted text: addresses (one spelling, each once), malformed ones, and a count of other words. */
export interface Addresses {
  emails: string[];
  malformed: string[];
  ignoredWords: number;
}

/**
 * White space, commas and semicolons of every script, and characters that draw tables and lists. A semicolon may end an
 * escape we don't know.
 */
const BETWEEN_WORDS = /((?:[\s,<>|،、。「」『』【】《》〈〉؛]|(?<!&#?\w{1,32});)+)/u;
/** No address is this long, whatever surrounds it. */
const LONGEST_WORD = 1000;
/** What may surround a word that is named as malformed. A word of nothing else doesn't count. */
const AROUND = /^[([{"'‘‚“«„*`•·–—]+|[)\]}"'.:!?…’”»“*`]+$/g;

/**
 * Extracts the email addresses from what someone typed or pasted. Comma, semicolon, tab, space and newline separate
 * words, `Name <a@b>` counts as its address, and words without an @ are only counted. Anything that can't be read with
 * certainty is malformed as a whole, since a part of it may be somebody else's address.
 */
export function addressesIn(text: string): Addresses {
  const emails = new Set<string>();
  const malformed = new Set<string>();
  let ignoredWords = 0;
  for (const word of wordsIn(withoutNotations(plainText(text)))) {
    const name = unhidden(beginningOf(word, LONGEST_WORD)).replace(AROUND, "");
    if (name === "") continue;
    const found = readWord(word);
    for (const email of found) emails.add(email);
    if (!word.includes("@")) ignoredWords += 1;
    else if (found.length === 0) malformed.add(name);
  }
  return { emails: [...emails], malformed: [...malformed], ignoredWords };
}

/** Splits a text into words. Joins words that are probably one broken word, with what is between them. */
function wordsIn(text: string): string[] {
  const words: string[] = [];
  const parts = text.split(BETWEEN_WORDS);
  for (let index = 0; index < parts.length; index += 2) {
    const [before = "", word = "", last = ""] = [parts[index - 1], parts[index], words.at(-1)];
    const isBroken = isBrokenBeginning(last, before, word) || isBrokenEnd(last, before, word);
    if (isBroken) words[words.length - 1] = `${last}${before.replace(/[\s>]+/, " ")}${word}`;
    else words.push(word);
  }
  return words;
}

/** `eve.` at the end of a line and `adams@example.com` on the next, even after the `>` of a quoted mail. */
function isBrokenBeginning(last: string, between: string, word: string): boolean {
  return (
    /^[^\S\t]+$/.test(between.replace(/\n[> ]+/g, "\n")) &&
    /^\.$|\\$|[\p{L}\p{M}\p{N}'](?!(.)\1$)[.\-_+&]?[.\-_+=&]$|^[dlo]['’]$/iu.test(last.slice(-3)) &&
    !last.includes("@") &&
    !isListMarker(last, between) &&
    /^[\p{L}\p{N}_]/u.test(word) &&
    word.includes("@")
  );
}

/** `1.`, or `a.` on the line it numbers. */
function isListMarker(word: string, between: string): boolean {
  return /^\(?\d{1,3}[.)-]$/.test(word) || (/^\p{L}\.$/u.test(word) && !between.includes("\n"));
}

/** `eve@mail.example,com` or `eve@example.co,uk`, or a full stop at the end of a line or the start of the next. */
function isBrokenEnd(last: string, between: string, word: string): boolean {
  const isParted = /^[,、。]$/.test(between) || (last.endsWith(".") && /^[^\S\t]+$/.test(between));
  const isTop =
    /^(?:biz|com|edu|gov|info|net|org)\.?$/i.test(word) ||
    (/^[a-z]{2}\.?$/i.test(word) && /\.(?:ac|co)\.?$/i.test(last.slice(-4)));
  const isRest = /^[\s>|]+$/.test(between)
    ? /^\.\p{L}/u.test(word)
    : between === "。" && /^[a-z]{2,}\.?$/i.test(word);
  return (isRest || (isParted && isTop)) && last.length <= LONGEST_WORD && last.includes("@");
}

/** Brackets and quotes inside a word. */
const BRACKETS = /(["“”„«»‹›()[\]{}`]+)/;
/** Letters that a bracket joins to what follows or to what comes before. */
const GLUED_BEFORE =
  /(?:^[)\]}]|[\p{L}\p{N}.\\][)\]}"“”»›`])[)\]}"“”»›`]*$|[\p{L}\p{N}](?:[-_+&'][([{"“«‹`]|\.[[{])$/u;
const GLUED_AFTER = /^(?:[([{][^)\]}]*)?[)\]}"“”»›`]+\.?[\p{L}\p{N}-]/u;
/** `1)`, `a)` or `(1)` */
const COUNTED = /^\(?(?:\d{1,3}\.?|\p{L})\)$/u;

/** Reads the addresses of a word; none unless all of it can be read: no part of `eve(x)adams@example.com` counts. */
function readWord(word: string): string[] {
  if (word.length > LONGEST_WORD) return [];
  const parts = word.split(BRACKETS);
  const found: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (!part.includes("@")) continue;
    const [before, after] = [parts.slice(0, index).join(""), parts.slice(index + 1).join("")];
    const isGlued = (GLUED_BEFORE.test(before) && !COUNTED.test(before)) || GLUED_AFTER.test(after);
    const emails = isGlued ? [] : readPart(part);
    if (emails.length === 0) return [];
    found.push(...emails);
  }
  return found;
}

const LABEL = /^'?(?:[\p{L}\p{M}\p{N}._=*-]*'?:)+/u;
/**
 * Bullets, quotes and signs; not characters that an address elsewhere may begin with, such as `$` or `/`, nor stand-ins
 * for a letter.
 */
const BULLETS =
  /^(?:\\(?=[^\p{L}\p{Nd}])|[^\p{L}\p{Nd}\s._!#$%/=?^|~\\@\ufffd¨¯¸\u02c6-\u02dfⒶ-ⓩ\u{1f130}-\u{1f169}])+/u;
const NUMBER = /^(?!00\d)\d{1,3}(?:[.)]|\u20e3)+(?=[a-z_])/i;
/** Italics and strike-through as chat programs mark them. */
const MARKED_UP = /^([_~]+)(.*)\1$/;

/** Reads `label:eve@example.com`, with bullets before it, signs after it, or a `/` and another one. */
function readPart(part: string): string[] {
  const bare = part.replace(LABEL, "").replace(BULLETS, "").replace(NUMBER, "").replace(MARKED_UP, "$2");
  const at = bare.indexOf("@");
  const [domain = ""] = /^[\p{L}\p{M}\p{Nd}.-]*/u.exec(bare.slice(at + 1)) ?? [];
  const rest = bare.slice(at + 1 + domain.length);
  const email = emailAddress(bare.slice(0, at + 1) + domain.replace(/\.+$/, ""));
  if (!email || /^[_=\ufffd]/.test(rest)) return [];
  if (!/[\p{L}\p{Nd}@]/u.test(rest)) return [email];
  const others = /^[/•·・–—]/.test(rest) ? readPart(rest.slice(1)) : [];
  return others.length > 0 ? [email, ...others] : [];
}
