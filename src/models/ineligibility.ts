/** Why an account has no rights here; `reactivated` after it was activated again. */
export const ineligibilities = [
  "guest",
  "bot",
  "deactivated",
  "other_organisation",
  "email_changed",
  "reactivated",
] as const;
export type Ineligibility = (typeof ineligibilities)[number];

/** What versions before the codes wrote for each. Older audit events keep it for good: their seal covers it. */
export const oldIneligibilities = {
  guest: "a guest",
  bot: "a bot",
  deactivated: "deactivated",
  other_organisation: "from another team",
  email_changed: "email changed",
  reactivated: "deactivated earlier",
} as const satisfies Record<Ineligibility, string>;

/** Reads a code in either form; undefined for anything else. */
export function ineligibilityOf(stored: unknown): Ineligibility | undefined {
  return ineligibilities.find((code) => code === stored || oldIneligibilities[code] === stored);
}
