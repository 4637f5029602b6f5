import { spellingsOf } from "../email-address.ts";

/** The person a question is about: an email address, our id, or an account. */
export type Subject =
  | { by: "email"; spellings: readonly [string, ...string[]] }
  | { by: "id"; id: string }
  | { by: "account"; userId: string };

/** An address with only one spelling, already in that form. */
const PLAIN_ADDRESS = /^[a-z\d._+-]+@[a-z\d.-]+$/;
const OBJECT_ID = /^[\da-f]{24}$/i;
const ACCOUNT_ID = /^slack:([UW][A-Z\d]{1,30})$/;

/** No address in any spelling is longer, and examining longer ones takes time. */
const LONGEST_ID = 1_000;

/**
 * Reads a subject's id: `eve@example.com`, our 24 digits, or `slack:U0123`.
 *
 * @returns null for one that can't be anyone's
 */
export function subjectOf(id: string): Subject | null {
  if (id.length > LONGEST_ID) return null;
  if (PLAIN_ADDRESS.test(id) && !id.includes("xn--")) return { by: "email", spellings: [id] };
  if (id.includes("@")) {
    const [first = id, ...others] = spellingsOf(id);
    return { by: "email", spellings: [first, ...others] };
  }
  if (OBJECT_ID.test(id)) return { by: "id", id: id.toLowerCase() };
  const userId = ACCOUNT_ID.exec(id)?.[1];
  return userId === undefined ? null : { by: "account", userId };
}

/** Writes a subject as a single key; the same for each spelling of an address. */
export function subjectKey(subject: Subject): string {
  switch (subject.by) {
    case "email":
      return subject.spellings[0];
    case "id":
      return subject.id;
    case "account":
      return `slack:${subject.userId}`;
  }
}
