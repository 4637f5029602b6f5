import { type Ineligibility, ineligibilityOf } from "../../models/ineligibility.ts";
import { ineligibleAs } from "../../services/errors.ts";

/** Says why the rights of a linked Slack account are paused: *the account is a guest*. */
export function pauseWords(reason: Ineligibility): string {
  if (reason === "email_changed") return "the account’s email changed";
  if (reason === "reactivated") return "the account was deactivated in the meantime";
  return `the account is ${ineligibleAs[reason]}`;
}

/** Returns words for a value of an audit event that may be a code; prose, as in older events, stays as it is. */
export function wordsOfCode(key: string, value: unknown): unknown {
  const code = ineligibilityOf(value);
  if (key === "kept" && value === "before") return "what they had before the emergency";
  if (key === "kept" && value === "since") return "what was changed after the emergency";
  if (key === "paused") return code ? ineligibleAs[code] : value;
  if (key !== "reason") return value;
  if (value === "not_admin") return "The account is not linked to an active member of Admin.";
  if (value === "not_registered") return "The account is not linked to an active user.";
  return code ? `The account is ${ineligibleAs[code]}.` : value;
}
