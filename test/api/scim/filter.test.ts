import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFilter } from "../../../src/api/scim/parse-filter.ts";
import { ScimError } from "../../../src/api/scim/scim-error.ts";
import { matcher } from "../../../src/services/profiles/filter.ts";
import { groupType, userType } from "../../../src/services/profiles/resource-types.ts";
import type { Attributes } from "../../../src/services/profiles/schema.ts";
import { anyFilter } from "../../support/scim/arbitrary-filter.ts";
import { printFilter } from "../../support/scim/print-filter.ts";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const eve: Attributes = {
  id: "0123456789abcdef01234567",
  externalId: "00u1",
  userName: "Eve",
  name: { formatted: "Eve Adams", familyName: "O'Malley" },
  displayName: 'Eve "E" Adams',
  active: true,
  emails: [
    { value: "eve@Home.example", type: "home" },
    { value: "eve@work.example", type: "work", primary: true },
  ],
  groups: [{ value: "a1", display: "Sales" }],
  meta: { created: "2026-03-01T12:00:00.000Z", lastModified: "2026-03-02T12:00:00.000Z" },
  [enterprise]: { department: "é/é" },
};

const finds = (filter: string) => matcher(parseFilter(userType, filter))(eve);

describe("a filter finds Eve", () => {
  test.each([
    ["Okta, before each create", 'userName eq "eve"'],
    ["Entra ID, by its own id", 'externalId eq "00u1"'],
    ["Entra ID, by the address of work", 'emails[type eq "work"].value eq "EVE@work.example"'],
    ["in any case", 'USERNAME EQ "EVE"'],
    [
      "Microsoft's collection, without quotes",
      "userName sw E and meta.Created gt 2015-10-10T14:38:21.86-07:00",
    ],
    ["behind the URN of the core schema", 'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "eve"'],
    [
      "behind that URN in another case",
      'URN:IETF:params:scim:schemas:core:2.0:user:NAME.familyname sw "o\'m"',
    ],
    ["an extension's attribute", `${enterprise}:department pr`],
    ["an escaped quote", 'displayName co "\\"E\\""'],
    ["JSON's other escapes", `${enterprise}:department eq "\\u00e9\\/\\u00E9"`],
    ["and binds tighter than or", 'userName eq "eve" or userName eq "x" and userName eq "y"'],
    ["parentheses", '(userName eq "eve" or userName eq "x") and active eq true'],
    ["not", 'not (userName eq "bob")'],
    ["not in not", 'not (not (userName eq "eve"))'],
    ["not of or", 'not (userName eq "bob" or title pr)'],
    ["nothing there", "title eq null"],
    ["something there", "userName ne null"],
    ["ne of what is not there", 'title ne "Boss"'],
    ["ne of some value of a list", 'emails.type ne "home"'],
    ["a list by its value", 'emails co "@work"'],
    ["one value that meets all", 'emails[type eq "home" and value ew "@home.example"]'],
    ["true in quotes", 'active eq "True"'],
    ["instants, not texts", 'meta.created eq "2026-03-01T13:00:00+01:00"'],
    ["later", 'meta.lastModified gt "2026-03-01T12:00:00Z"'],
    ["orders of texts", 'userName ge "EVE" and userName lt "evf"'],
    ["a name with a dollar", "groups.$ref eq null"],
    ["without blanks around brackets", '(userName eq "eve")and(active eq true)'],
  ])("%s: %s", (_, filter) => expect(finds(filter)).toBe(true));
});

describe("a filter does not find Eve", () => {
  test.each([
    ["case counts", 'externalId eq "00U1"'],
    ["two values can't share the conditions", 'emails[type eq "home" and value eq "eve@work.example"]'],
    ["a wildcard is a letter", 'userName co "_"'],
    ["ne of what is there", 'userName ne "EVE"'],
    ["not of and", 'not (userName eq "eve" and active eq true)'],
    ["nothing there", "userName eq null"],
    ["another type", "userName eq 3"],
    ["a number of two digits", "userName eq 10"],
    ["a number below zero", "userName eq -1.5e3"],
    ["earlier", 'meta.created lt "2026-03-01T12:00:00Z"'],
  ])("%s: %s", (_, filter) => expect(finds(filter)).toBe(false));
});

describe("a filter that can't be read is refused with a sentence", () => {
  test.each([
    ["", "ends where an attribute"],
    ["userName", "ends where an operator"],
    ["userName eq", "ends where a value"],
    ['userName eq "eve', "has no end"],
    ["userName eq and", "double quotes"],
    ["userName eq $eve", "double quotes"],
    ["meta.created gt yesterday", "a date such as"],
    ["userName eq 'eve'", "double quotes"],
    ['userName eq "\\x"', "is not a JSON string"],
    ['userName is "eve"', "is not an operator"],
    ['petName eq "eve"', "no attribute"],
    ['__proto__ eq "eve"', "no attribute"],
    ['constructor.name eq "eve"', "no attribute"],
    ['userName.length eq "3"', "no attribute"],
    ['userName eq "eve" and', "ends where an attribute"],
    ['userName eq "eve" userName', "not expected"],
    ['(userName eq "eve"', "ends where “)”"],
    ['userName eq "eve")', "not expected"],
    ['userName[value eq "eve"]', "takes no brackets"],
    ['emails[type eq "work"', "ends where “]”"],
    ["emails[]", "no attribute “]”"],
    ['name eq "eve"', "several parts"],
    ["active gt true", "true or false"],
    ["userName gt null", "with null"],
    ["userName gt 3", "with text"],
    ['meta.created gt "yesterday"', "a date such as"],
    ['meta.created gt "2026-02-30T99:00:00Z"', "a date such as"],
    ['meta.created co "2026"', "is a date"],
    [`${"(".repeat(50)}userName pr${")".repeat(50)}`, "nested"],
    [Array(200).fill("title pr").join(" or "), "100 conditions"],
    [`userName eq "${"x".repeat(5_000)}"`, "4000 characters"],
  ])("%.40s", (filter, sentence) => {
    const read = () => parseFilter(userType, filter);
    expect(read).toThrow(ScimError);
    expect(read).toThrow(sentence);
  });
});

test("a group is found by a member's address", () => {
  const $ref = "https://iam.acme.io/scim/v2/Users/a1";
  const found = matcher(parseFilter(groupType, `members.$ref eq "${$ref}" and members[value eq "a1"]`));
  expect(found({ members: [{ value: "a1", $ref }] })).toBe(true);
  expect(found({ members: [{ value: "a2", $ref }] })).toBe(false);
});

test("a printed filter is parsed as the same filter", () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      expect(parseFilter(userType, printFilter(filter))).toEqual(filter);
    }),
    { numRuns: 300 },
  );
});

test("any text is parsed or refused", () => {
  const part = fc.constantFrom(
    "userName",
    "emails",
    "eq",
    "pr",
    "and",
    "not",
    "(",
    ")",
    "[",
    "]",
    '"a"',
    '"',
    "\\",
    " ",
    ".",
    "true",
    "null",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part, { maxLength: 30 }).map((parts) => parts.join(" ")),
      ),
      (text) => {
        try {
          parseFilter(userType, text);
        } catch (error) {
          expect(error).toBeInstanceOf(ScimError);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
