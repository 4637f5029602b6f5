import fc from "fast-check";
import { expect, test } from "vitest";
import { clientFields } from "../../src/services/clients/client-fields.ts";
import { beginningOf, cutOff } from "../../src/services/cut-off.ts";
import { InvalidFields } from "../../src/services/errors.ts";
import { groupFields } from "../../src/services/groups/group-fields.ts";
import { ImportUnreadable } from "../../src/services/imports/refusals.ts";
import { addressesIn } from "../../src/services/invites/parse-addresses.ts";
import { endpointFields } from "../../src/services/webhooks/endpoint-fields.ts";
import { start as searchedUsers } from "../../src/slack/users/list-state.ts";

const FAMILY = "👩‍👩‍👧";
const HALF = /\p{Surrogate}/u;
/** An emoji stands where it would be cut, whichever of its units comes last. */
const across = (most: number) =>
  Array.from(
    { length: FAMILY.length - 1 },
    (_, at) => `${"x".repeat(most - 1 - at)}${FAMILY}${"y".repeat(most)}`,
  );

test("shortening never cuts what people see as one character", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.integer({ min: 1, max: 60 }),
      (text, most) => {
        const [beginning, cut] = [beginningOf(text, most), cutOff(text, most)];
        expect(beginning.length).toBeLessThanOrEqual(most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(text.startsWith(beginning)).toBe(true);
        expect(cut).toBe(text.length <= most ? text : `${beginningOf(text, most - 1)}…`);
        expect(beginning + cut).not.toMatch(HALF);
      },
    ),
  );
  expect(cutOff(`ab${FAMILY}cd`, 5)).toBe("ab…");
  // One character of a thousand marks: as much of it as there is room for.
  expect(beginningOf(`e${"\u0301".repeat(1_000)}`, 10)).toHaveLength(10);
  expect(beginningOf("👩👩", 1)).toBe("");
});

const nothing = { all: false, names: [] };
const webhooks = { urlFault: () => null };
const client = { name: "Sync", expiryDays: null };
const endpoint = { url: "https://acme.io", description: "" };

test.each<[string, number, (text: string) => unknown]>([
  [
    "a group's service",
    60,
    (name) =>
      groupFields({
        name: "Research",
        description: "",
        services: { all: false, names: [name] },
        projects: nothing,
        regions: nothing,
      }),
  ],
  ["a permission", 60, (name) => clientFields({ ...client, permissions: [name] })],
  ["an event", 60, (name) => endpointFields({ ...endpoint, events: [name] }, webhooks)],
  [
    "a column",
    40,
    (name) => {
      throw new ImportUnreadable({ reason: "no_email_column", line: 1, columns: [name] });
    },
  ],
])("a sentence that names %s too long for it ends in no half of a character", (_, most, check) => {
  for (const text of across(most)) {
    const sentence = refusal(() => check(text));
    expect(sentence).toContain("x…");
  }
});

test("nor does it in a malformed address or a search text", () => {
  for (const text of across(1_000)) expect(addressesIn(`@${text}`).malformed.join()).not.toMatch(HALF);
  for (const text of across(100)) expect(searchedUsers(text).text).toMatch(/^x+$/);
});

function refusal(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    if (error instanceof InvalidFields || error instanceof ImportUnreadable) return error.sentence();
    throw error;
  }
  throw new Error("nothing was refused");
}
