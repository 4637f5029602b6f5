import { timeZoneOf } from "./time-zones.ts";

const NAME_MAX = 100;
const TITLE_MAX = 100;
const PHONE_MAX = 32;

/** What a person says of themselves; what was left out is empty. Once checked, the phone is in E.164 and the zone IANA's. */
export interface PersonDetails {
  name: string;
  title: string;
  phone: string;
  timeZone: string;
}

/** One sentence for each field that needs another look. */
export type DetailErrors = Partial<Record<keyof PersonDetails, string>>;

/** Loads what phone numbers are checked by, if it is not loaded yet: it has a hundred files. */
export const phoneNumbers = () => import("libphonenumber-js/max");

/** Checks what a person says of themselves; `details` is null when something needs another look. */
export async function checkDetails(
  typed: PersonDetails,
): Promise<{ errors: DetailErrors; details: PersonDetails | null }> {
  const [name, title] = [oneLine(typed.name), oneLine(typed.title)];
  const phone = await phoneOf(typed.phone);
  const timeZone = timeZoneOf(typed.timeZone);
  const errors: DetailErrors = {
    ...(!/[\p{L}\p{N}]/u.test(name) && { name: "Enter your full name." }),
    ...tooLong("name", name, NAME_MAX),
    ...tooLong("title", title, TITLE_MAX),
    ...("error" in phone && { phone: phone.error }),
    ...(timeZone === null && { timeZone: "Choose a time zone from the list." }),
  };
  const complete = Object.keys(errors).length === 0 && "number" in phone && timeZone !== null;
  return { errors, details: complete ? { name, title, phone: phone.number, timeZone } : null };
}

/** Makes typed text one line: no control characters, none that turn the direction of what follows. */
function oneLine(text: string): string {
  return text
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

function tooLong(field: keyof PersonDetails, text: string, most: number): DetailErrors {
  const length = [...text].length;
  return length > most ? { [field]: `Use at most ${most} characters. This has ${length}.` } : {};
}

/** Reads a number in E.164: empty when nothing was typed, or what is wrong with it. */
async function phoneOf(typed: string): Promise<{ number: string } | { error: string }> {
  const text = oneLine(typed.normalize("NFKC"));
  if (text === "") return { number: "" };
  const [error] = Object.values(tooLong("phone", text, PHONE_MAX));
  if (error) return { error };
  const international = text.replace(/^00/, "+");
  if (!international.startsWith("+")) return { error: "Begin the phone number with + and its country code." };
  const { parsePhoneNumberFromString } = await phoneNumbers();
  const phone = parsePhoneNumberFromString(international, { extract: false });
  if (!phone?.isValid()) return { error: "This is not a complete phone number. Check it, or leave it out." };
  if (phone.ext) return { error: "Leave out the extension of the phone number." };
  return { number: phone.number };
}
