import { domainToASCII, domainToUnicode } from "node:url";

/** RFC 5321, in octets. */
const LONGEST_LOCAL = 64;
const LONGEST_LABEL = 63;
const LONGEST_ADDRESS = 254;

/** What mail services take in practice before the @: of what RFC 5322 allows, no quotes and none of `! # $ % * / = ? ^ { | } ~`. */
const LOCAL = /^[\w'+&-]+(?:\.[\w'+&-]+)*$/;
/** Letters, marks and digits, with hyphens inside. */
const LABEL = /^(?!-)[\p{L}\p{M}\p{Nd}-]+(?<!-)$/u;
/** The last label: letters of ASCII, or nothing of ASCII at all. */
const TOP = /^(?:[a-z]{2,}|[^\0-\x7f]+)$/;

/**
 * Makes the one spelling of an address that is stored and compared: lower case, the domain as DNS knows it (`xn--…`).
 *
 * @returns null for what is no address, or one that no mail can reach
 */
export function emailAddress(text: string): string | null {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at).toLowerCase();
  const domain = canonicalDomain(text.slice(at + 1));
  if (at < 1 || !domain || !LOCAL.test(local) || local.length > LONGEST_LOCAL) return null;
  const address = `${local}@${domain}`;
  return address.length > LONGEST_ADDRESS ? null : address;
}

/** Spells what may be an address from elsewhere, such as an account's profile, as {@link emailAddress} does; else lower-cased. */
export function canonicalEmail(text: string): string {
  const lower = text.normalize("NFC").toLowerCase();
  const from = lower.lastIndexOf("@") + 1;
  return from === 0
    ? lower
    : lower.slice(0, from) + (canonicalDomain(lower.slice(from)) ?? lower.slice(from));
}

/** The part of an address behind its @. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}

/** Most domains: with nothing to encode, or to decode, and no hyphens next to each other, as in `xn--`. */
const PLAIN = /^(?:(?=[a-z\d-]{1,63}\.)[a-z\d]+(?:-[a-z\d]+)*\.)+[a-z]{2,63}$/;

/** Makes the one spelling of a domain: lower case, in ASCII. @returns null for what is none */
export function canonicalDomain(text: string): string | null {
  const lower = text.normalize("NFC").toLowerCase();
  if (PLAIN.test(lower)) return lower;
  const ascii = domainToASCII(lower);
  const readable = domainToUnicode(ascii);
  const labels = readable.split(".");
  const isDomain =
    labels.length > 1 &&
    // Node 20 refuses an xn-- that decodes to nothing; from 24 on it stays as it is.
    labels.every((label) => LABEL.test(label) && !label.startsWith("xn--")) &&
    TOP.test(labels.at(-1) ?? "") &&
    ascii.split(".").every((label) => label.length <= LONGEST_LABEL) &&
    // What claims to be encoded and is not, or is without need, has a second spelling.
    domainToASCII(readable) === ascii;
  return isDomain ? ascii : null;
}

/** The ways in which one address may have been written down before it had one spelling. */
export function spellingsOf(email: string): string[] {
  const canonical = canonicalEmail(email);
  const from = canonical.lastIndexOf("@") + 1;
  if (!canonical.includes("xn--", from)) return [canonical];
  return [...new Set([canonical, canonical.slice(0, from) + domainToUnicode(canonical.slice(from))])];
}

/** Filters for an address in each of its spellings. */
export const atAddress = (email: string) => ({ email: { $in: spellingsOf(email) } });

/** Spells addresses and domains in a text as people read them: `eve@münchen.de`, not `eve@xn--mnchen-3ya.de`. */
export function readableEmails(text: string): string {
  return text.includes("xn--") ? text.replace(/[a-z\d.-]*\bxn--[a-z\d.-]*[a-z\d]/g, readableDomain) : text;
}

/** Letters of these scripts look like letters of ASCII. */
const LOOKALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;

/** Letters of Cyrillic, and of Greek, from which whole words of ASCII can be made: `аррӏе`. */
const DOUBLES = /^(?:[асԁеһіјӏорԛѕԝхуьпгѵ\d-]+|[ονικαρυ\d-]+)$/u;

/** A label stays encoded where it would pass for another: `еxample.com` with a Cyrillic е is not read as example.com. */
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

/** Whether letters outside ASCII before the @ are why mail can't be sent there. */
export function isLocalOutsideAscii(text: string): boolean {
  return /^[^@]*[^\0-\x7f][^@]*@[^@]+$/.test(text);
}
