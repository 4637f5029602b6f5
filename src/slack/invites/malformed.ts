import { shorten } from "../../locales/shorten.ts";
import { isLocalOutsideAscii } from "../../services/email-address.ts";

/** Sorts addresses that can't be invited by the reason. */
export function byReason(malformed: readonly string[]): { none: string[]; unsendable: string[] } {
  return {
    none: malformed.filter((word) => !isLocalOutsideAscii(word)),
    unsendable: malformed.filter(isLocalOutsideAscii),
  };
}

/** Says why each address can't be invited: one sentence per reason. */
export function malformedWords(malformed: readonly string[]): string {
  const { none, unsendable } = byReason(malformed);
  const named = (words: readonly string[]) => words.map((word) => shorten(word, 100)).join(", ");
  const what = none.length === 1 ? "This is not an email address" : "These are not email addresses";
  return [
    ...(none.length > 0 ? [`${what}: ${named(none)}.`] : []),
    ...(unsendable.length > 0
      ? [`Can't send email to addresses with letters outside a–z before the @: ${named(unsendable)}.`]
      : []),
  ].join(" ");
}
