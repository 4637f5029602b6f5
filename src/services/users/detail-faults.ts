import { asLine } from "../../locales/sentence.ts";
import type { Words } from "../../locales/words.ts";

/** Why a field of somebody's details needs another look, by the name of the message that says it. */
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

/** Says it in the reader's language. */
export function faultText(fault: DetailFault, { details }: Pick<Words, "details">): string {
  return fault.code === "tooLong" ? asLine(details.tooLong(fault)) : details[fault.code];
}

/** Says for each field that has one what is wrong with it. */
export function faultTexts(
  faults: Readonly<Record<string, DetailFault>>,
  words: Pick<Words, "details">,
): Record<string, string> {
  return Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, faultText(fault, words)]));
}
