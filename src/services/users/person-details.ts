import { matchLanguage } from "../../locales/match-language.ts";
import { oneLine } from "../one-line.ts";
import type { DetailFault } from "./detail-faults.ts";
import { readPhone } from "./phone.ts";
import { timeZoneOf } from "./time-zones.ts";

export const NAME_MAX = 100;
export const TITLE_MAX = 100;

/**
 * What a person tells about themselves; absent fields are empty. Once checked, the phone is in E.164, the zone IANA's
 * and the language one of ours.
 */
export interface PersonDetails {
  name: string;
  title: string;
  phone: string;
  timeZone: string;
  language: string;
}

/** What is wrong with each field that needs another look. */
export type DetailErrors = Partial<Record<keyof PersonDetails, DetailFault>>;

/** Checks what a person tells about themselves; `details` is null when something needs another look. */
export async function checkDetails(
  typed: PersonDetails,
): Promise<{ errors: DetailErrors; details: PersonDetails | null }> {
  const [name, title] = [oneLine(typed.name), oneLine(typed.title)];
  const phone = await readPhone(typed.phone);
  const timeZone = timeZoneOf(typed.timeZone);
  const language = matchLanguage(typed.language) ?? "";
  const errors: DetailErrors = {
    ...(!/[\p{L}\p{N}]/u.test(name) && { name: { code: "nameMissing" } as const }),
    ...tooLong("name", name, NAME_MAX),
    ...tooLong("title", title, TITLE_MAX),
    ...("fault" in phone && { phone: phone.fault }),
    ...(timeZone === null && { timeZone: { code: "timeZoneUnknown" } as const }),
    ...(typed.language !== "" && language === "" && { language: { code: "languageUnknown" } as const }),
  };
  const complete = Object.keys(errors).length === 0 && "number" in phone && timeZone !== null;
  return { errors, details: complete ? { name, title, phone: phone.number, timeZone, language } : null };
}

function tooLong(field: keyof PersonDetails, text: string, most: number): DetailErrors {
  const length = [...text].length;
  return length > most ? { [field]: { code: "tooLong", most, length } } : {};
}
