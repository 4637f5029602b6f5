/** The longest name of a group. */
export const LONGEST_GROUP_NAME = 60;

/** Trims a name as it is stored: without the blanks around it, and with single ones inside. */
export function groupName(typed: string): string {
  return typed.normalize("NFC").replace(/\s+/gu, " ").trim();
}

/** Makes the key that names are unique by, sorted by and found by: the case and what nobody sees (zero-width characters) do not count. */
export function groupNameKey(name: string): string {
  return groupName(name.normalize("NFKC").replace(/[\p{Cf}\p{Cc}]/gu, "")).toLowerCase();
}
