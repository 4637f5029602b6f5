import type { DetailFault } from "./detail-faults.ts";

const MAX = 32;

/** Loads the phone number rules on first use: they take 10 MB. */
const phoneNumbers = () => import("libphonenumber-js/max");

/** How people still write the numbers of countries that changed them, and how they are dialled now. */
const renumbered: readonly [before: RegExp, now: string][] = [
  // Mexico, 2019: the ten digits no longer have a prefix.
  [/^\+52(?:1|01|044|045)(\d{10})$/, "+52$1"],
  // Brazil, 2016: mobile numbers begin with a ninth digit.
  [/^\+55(\d{2})([6-9]\d{7})$/, "+55$19$2"],
  // Benin, 2024: every number begins with 01.
  [/^\+229(\d{8})$/, "+22901$1"],
];

/**
 * Reads what somebody typed or copied as a number in E.164: empty for nothing, otherwise the number or what is wrong
 * with it.
 */
export async function readPhone(typed: string): Promise<{ number: string } | { fault: DetailFault }> {
  const text = tidy(typed);
  if (text === "") return { number: "" };
  const { length } = [...text];
  if (length > MAX) return { fault: { code: "tooLong", most: MAX, length } };
  if (!text.startsWith("+")) return { fault: { code: "phoneCountry" } };
  const { parsePhoneNumberFromString } = await phoneNumbers();
  const parsed = spellingsOf(text).map((spelling) =>
    parsePhoneNumberFromString(spelling, { extract: false }),
  );
  if (parsed.some((phone) => phone?.ext)) return { fault: { code: "phoneExtension" } };
  const phone = parsed.find((each) => each?.isValid());
  return phone ? { number: phone.number } : { fault: { code: "phoneIncomplete" } };
}

/** Keeps what a number consists of: ASCII digits and signs, nothing invisible, no *tel:* or *Mobile*, + for 00. */
function tidy(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .replace(/^\p{L}+ ?[.:]* ?(?:\/\/)?(?=[+(0]|%2b)/iu, "")
    .replace(/^%2b/i, "+")
    .replace(/^\(? ?(?:\++ ?(?:00)?|00) ?(\d+)(?: ?\))?/, "+$1");
}

/** Writes a digit of any script as 0 to 9: each script has its ten in a row. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** Lists readings of a number: as written, then as meant, without the (0) only dialled at home, or renumbered. */
function spellingsOf(text: string): string[] {
  const abroad = text.replace(/\( ?0 ?\)/, "");
  const digits = `+${abroad.replace(/\D/g, "")}`;
  const now = renumbered.filter(([before]) => before.test(digits)).map((it) => digits.replace(...it));
  return [text, abroad, ...now];
}

/** Formats a number as people read it: *+44 20 7946 0958*. Leaves anything else as it is. */
export async function formatPhone(number: string): Promise<string> {
  const { parsePhoneNumberFromString } = await phoneNumbers();
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}
