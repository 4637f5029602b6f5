import { readPhone } from "./phone.ts";
import { timeZoneOf } from "./time-zones.ts";

export const NAME_MAX = 100;
export const TITLE_MAX = 100;

/** What a person says of themselves; what was left out is empty. Once checked, the phone is in E.164 and the zone IANA's. */
export interface PersonDetails {
  name: string;
  title: string;
  phone: string;
  timeZone: string;
}

/** One sentence for each field that needs another look. */
export type DetailErrors = Partial<Record<keyof PersonDetails, string>>;

/** Checks what a person says of themselves; `details` is null when something needs another look. */
export async function checkDetails(
  typed: PersonDetails,
): Promise<{ errors: DetailErrors; details: PersonDetails | null }> {
  const [name, title] = [oneLine(typed.name), oneLine(typed.title)];
  const phone = await readPhone(typed.phone);
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

/** Makes typed text one line, in NFC: no control characters, none that turn the direction of what follows. */
export function oneLine(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

function tooLong(field: keyof PersonDetails, text: string, most: number): DetailErrors {
  const length = [...text].length;
  return length > most ? { [field]: `Use at most ${most} characters. This has ${length}.` } : {};
}
