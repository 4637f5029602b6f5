import { domainToASCII, domainToUnicode } from "node:url";

/** RFC 5321, in octets. */
const LONGEST_LOCAL = 64;
const LONGEST_LABEL = 63;
const LONGEST_ADDRESS = 254;

/** What mail services accept before the @ in practice: RFC 5322 without quotes and `! # $ % * / = ? ^ { | } ~`. */
const LOCAL = /^[\w'+&-]+(?:\.[\w'+&-]+)*$/;
/** Letters, marks and digits, with hyphens inside. */
const LABEL = /^(?!-)[\p{L}\p{M}\p{Nd}-]+(?<!-)$/u;
/** The last label: ASCII letters only, or no ASCII at all. */
const TOP = /^(?:[a-z]{2,}|[^\0-\x7f]+)$/;

/**
 * Returns the one spelling of an address that is stored and compared: lower case, the domain as DNS knows it (`xn--…`).
 *
 * @returns null for text that isn't an address, or an address that mail can't reach
 */
export function emailAddress(text: string): string | null {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at).toLowerCase();
  const domain = canonicalDomain(text.slice(at + 1));
  if (at < 1 || !domain || !LOCAL.test(local) || local.length > LONGEST_LOCAL) return null;
  const address = `${local}@${domain}`;
  return address.length > LONGEST_ADDRESS ? null : address;
}

/**
 * Spells a possible address from elsewhere, such as an account's profile, as {@link emailAddress} does; otherwise
 * lower-cases it.
 */
export function canonicalEmail(text: string): string {
  const lower = text.normalize("NFC").toLowerCase();
  const from = lower.lastIndexOf("@") + 1;
  return from === 0
    ? lower
    : lower.slice(0, from) + (canonicalDomain(lower.slice(from)) ?? lower.slice(from));
}

/** Returns the part of an address after its @. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}

/** Most domains: nothing to encode or decode, and no two hyphens in a row, as in `xn--`. */
const PLAIN = /^(?:(?=[a-z\d-]{1,63}\.)[a-z\d]+(?:-[a-z\d]+)*\.)+[a-z]{2,63}$/;

/** Returns the one spelling of a domain: lower case, in ASCII. @returns null for text that isn't a domain */
export function canonicalDomain(text: string): string | null {
  const lower = text.normalize("NFC").toLowerCase();
  if (PLAIN.test(lower)) return lower;
  const ascii = domainToASCII(lower);
  const readable = domainToUnicode(ascii);
  const labels = readable.split(".");
  const isDomain =
    labels.length > 1 &&
    // Node 20 rejects an xn-- that decodes to nothing; Node 24 and later leave it as it is.
    labels.every((label) => LABEL.test(label) && !label.startsWith("xn--")) &&
    TOP.test(labels.at(-1) ?? "") &&
    ascii.split(".").every((label) => label.length <= LONGEST_LABEL) &&
    // A label that only claims to be encoded, or is so without need, would be a second spelling.
    domainToASCII(readable) === ascii;
  return isDomain ? ascii : null;
}

/** Lists the ways an address may have been written before it had one spelling. */
export function spellingsOf(email: string): string[] {
  const canonical = canonicalEmail(email);
  const from = canonical.lastIndexOf("@") + 1;
  if (!canonical.includes("xn--", from)) return [canonical];
  return [...new Set([canonical, canonical.slice(0, from) + domainToUnicode(canonical.slice(from))])];
}

/** Filters for an address in any of its spellings. */
export const atAddress = (email: string) => ({ email: { $in: spellingsOf(email) } });

/** Spells addresses and domains in a text as people read them: `eve@münchen.de`, not `eve@xn--mnchen-3ya.de`. */
export function readableEmails(text: string): string {
  return text.includes("xn--") ? text.replace(/[a-z\d.-]*\bxn--[a-z\d.-]*[a-z\d]/g, readableDomain) : text;
}

/** Scripts with letters that look like ASCII letters. */
const LOOKALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;

/** Cyrillic and Greek letters that can spell whole ASCII words: `аррӏе`. */
const DOUBLES = /^(?:[асԁеһіјӏорԛѕԝхуьпгѵ\d-]+|[ονικαρυ\d-]+)$/u;

/**
 * Decodes a domain for reading, except labels that could pass for another: `еxample.com` with a Cyrillic е doesn't read
 * as example.com.
 */
function readableDomain(ascii: string): string {
  if (!canonicalDomain(ascii)) return ascii;
  const isTopAscii = !/\.xn--[^.]*$/.test(ascii);
  return ascii
    .split(".")
    .map((label) => {
      const readable = domainToUnicode(label);
      const isDouble = /[a-z]/.test(readable) || (isTopAscii && DOUBLES.test(readable));
      return LOOKALIKE.test(readable) && isDouble ? label : readable;
    })
    .join(".");
}

/** Whether mail can't be sent to an address because of letters outside ASCII before the @. */
export function isLocalOutsideAscii(text: string): boolean {
  return /^[^@]*[^\0-\x7f][^@]*@[^@]+$/.test(text);
}
