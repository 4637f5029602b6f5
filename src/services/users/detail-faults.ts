import { asLine } from "../../locales/sentence.ts";
import type { Words } from "../../locales/words.ts";

/** Why a field of somebody's details needs another look, as the name of the message for it. */
export type DetailFault =
  | {
      code:
        | "nameMissing"
        | "phoneCountry"
        | "phoneExtension"
        | "phoneIncomplete"
        | "timeZoneUnknown"
        | "languageUnknown";
    }
  | { code: "tooLong"; most: number; length: number };

/** Returns its message in the reader's language. */
export function faultText(fault: DetailFault, { details }: Pick<Words, "details">): string {
  return fault.code === "tooLong" ? asLine(details.tooLong(fault)) : details[fault.code];
}

/** Returns the message of each field that has a fault. */
export function faultTexts(
  faults: Readonly<Record<string, DetailFault>>,
  words: Pick<Words, "details">,
): Record<string, string> {
  return Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, faultText(fault, words)]));
}
