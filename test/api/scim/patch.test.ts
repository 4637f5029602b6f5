import { describe, expect, test } from "vitest";
import { applyPatch } from "../../../src/api/scim/apply-patch.ts";
import { isAboutMembers, memberChange } from "../../../src/api/scim/group-members.ts";
import { readPatch } from "../../../src/api/scim/read-patch.ts";
import { ScimError } from "../../../src/api/scim/scim-error.ts";
import { groupType, userType } from "../../../src/services/profiles/resource-types.ts";
import type { Attributes } from "../../../src/services/profiles/schema.ts";

const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const work = { value: "eve@work.example", type: "work", primary: true };
const home = { value: "eve@home.example", type: "home" };
const eve: Attributes = {
  userName: "eve",
  name: { familyName: "Adams", givenName: "Eve" },
  active: true,
  emails: [work, home],
};

const patched = (...Operations: object[]) => applyPatch(eve, readPatch(userType, { Operations }));

describe("as providers really send it", () => {
  test.each<[string, object, Attributes]>([
    ["Entra ID: op with a capital", { op: "Replace", path: "title", value: "CTO" }, { title: "CTO" }],
    ["Entra ID: false as text", { op: "Replace", path: "active", value: "False" }, { active: false }],
    [
      "Entra ID: a value in a list",
      { op: "Add", path: "displayName", value: [{ $ref: null, value: "Eve" }] },
      { displayName: "Eve" },
    ],
    [
      "Entra ID: dotted keys and URNs without a path",
      {
        op: "Add",
        value: { "name.formatted": "Eve Adams", [`${enterprise}:department`]: "R&D", title: "CTO" },
      },
      {
        name: { familyName: "Adams", givenName: "Eve", formatted: "Eve Adams" },
        title: "CTO",
        [enterprise]: { department: "R&D" },
      },
    ],
    [
      "Entra ID: the first mobile number",
      { op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+44 1" },
      { phoneNumbers: [{ type: "mobile", value: "+44 1" }] },
    ],
    [
      "Entra ID: such a path as a key",
      { op: "Add", value: { 'phoneNumbers[type eq "mobile"].value': "+44 1" } },
      { phoneNumbers: [{ type: "mobile", value: "+44 1" }] },
    ],
    [
      "Entra ID: the work address",
      { op: "Replace", path: 'emails[type eq "work"].value', value: "e@work.example" },
      { emails: [{ ...work, value: "e@work.example" }, home] },
    ],
    [
      "Entra ID: the manager as text",
      { op: "Add", path: `${enterprise}:manager`, value: "42" },
      { [enterprise]: { manager: { value: "42" } } },
    ],
    ["Okta: a value without a path", { op: "replace", value: { active: false } }, { active: false }],
    [
      "Okta: includes what only the server writes",
      { op: "replace", value: { id: "1", meta: {}, groups: [], active: false } },
      { active: false },
    ],
    [
      "OneLogin: the URN of the core schema",
      { op: "replace", path: `${core}:title`, value: "CTO" },
      { title: "CTO" },
    ],
    [
      "Ping: a whole extension",
      { op: "add", value: { [enterprise]: { division: "X", unknown: 1 } } },
      { [enterprise]: { division: "X" } },
    ],
    [
      "Ping: an extension by its path",
      { op: "replace", path: enterprise, value: { division: "X" } },
      { [enterprise]: { division: "X" } },
    ],
    [
      "JumpCloud: names in another case",
      { OP: "REPLACE", Path: "NAME.FAMILYNAME", Value: "Park" },
      { name: { familyName: "Park", givenName: "Eve" } },
    ],
    [
      "one object for a list that is absent",
      { op: "add", path: "phoneNumbers", value: { value: "1" } },
      { phoneNumbers: [{ value: "1" }] },
    ],
    [
      "replacing a complex value keeps what is left out",
      { op: "replace", path: "name", value: { familyName: "Park" } },
      { name: { familyName: "Park", givenName: "Eve" } },
    ],
    [
      "the same without a path",
      { op: "replace", value: { name: { familyName: "Park" } } },
      { name: { familyName: "Park", givenName: "Eve" } },
    ],
    [
      "a new primary address demotes the old one",
      { op: "add", path: "emails", value: [{ value: "e@new.example", primary: true }] },
      { emails: [{ ...work, primary: false }, home, { value: "e@new.example", primary: true }] },
    ],
    [
      "an existing address becomes primary",
      { op: "add", path: "emails", value: { value: "EVE@home.example", primary: true } },
      {
        emails: [
          { ...work, primary: false },
          { value: "EVE@home.example", type: "home", primary: true },
        ],
      },
    ],
    ["what is there is not added", { op: "add", path: "emails", value: [home] }, {}],
    ["replace of a list", { op: "replace", path: "emails", value: [home] }, { emails: [home] }],
    ["null takes away", { op: "replace", path: "name", value: null }, { name: undefined }],
    ["remove by a filter", { op: "remove", path: 'emails[type eq "home"]' }, { emails: [work] }],
    [
      "remove by a list of values",
      { op: "remove", path: "emails", value: [{ value: home.value }] },
      { emails: [work] },
    ],
    ["remove of a part", { op: "remove", path: "name.givenName" }, { name: { familyName: "Adams" } }],
    ["remove by a filter that finds nothing", { op: "remove", path: 'emails[type eq "fax"]' }, {}],
    [
      "what is not stored here is left out",
      { op: "add", path: 'addresses[type eq "work"].locality', value: "Bonn" },
      {},
    ],
    ["an unknown key is left out", { op: "add", value: { nonsense: 1, ["__proto__"]: { admin: true } } }, {}],
  ])("%s", (_, operation, changed) => {
    const expected = Object.fromEntries(
      Object.entries({ ...eve, ...changed }).filter(([, value]) => value !== undefined),
    );
    expect(patched(operation)).toEqual(expected);
  });

  test("operations are applied one after the other, and the rest stays as it was", () => {
    const before = structuredClone(eve);
    const after = patched(
      { op: "remove", path: 'emails[type eq "home"]' },
      { op: "add", path: "emails", value: { value: "e@x.example" } },
      { op: "replace", path: 'emails[value eq "e@x.example"].primary', value: true },
    );
    expect(after.emails).toEqual([
      { ...work, primary: false },
      { value: "e@x.example", primary: true },
    ]);
    expect(eve).toEqual(before);
    expect(Object.prototype).not.toHaveProperty("admin");
  });
});

describe("is refused, with the kind of fault", () => {
  test.each<[object, string, string]>([
    [{ op: "replace", path: 'emails[type eq "fax"].value', value: "x" }, "noTarget", "No value of"],
    [{ op: "remove" }, "noTarget", "path"],
    [{ op: "replace", path: "id", value: "1" }, "mutability", "only the server"],
    [{ op: "replace", path: "groups", value: [] }, "mutability", "only the server"],
    [{ op: "replace", path: "nonsense", value: 1 }, "invalidPath", "no attribute"],
    [{ op: "replace", path: "name.nonsense", value: 1 }, "invalidPath", "no attribute"],
    [{ op: "replace", path: "userName[value eq 1]", value: 1 }, "invalidPath", "no brackets"],
    [{ op: "replace", path: 'emails[type eq "work"', value: 1 }, "invalidPath", "no attribute"],
    [{ op: "replace", path: 'emails[nonsense eq "work"]', value: {} }, "invalidFilter", "no attribute"],
    [{ op: "move", path: "title", value: "x" }, "invalidSyntax", "is not an operation"],
    [{ path: "title" }, "invalidSyntax", "op"],
    [{ op: "add", path: "title" }, "invalidValue", "needs a value"],
    [{ op: "add", path: "title", value: 3 }, "invalidValue", "must be text"],
    [{ op: "add", path: "title", value: "x".repeat(1_001) }, "invalidValue", "1000 characters"],
    [{ op: "replace", path: "active", value: "perhaps" }, "invalidValue", "true or false"],
    [{ op: "add", value: "x" }, "invalidValue", "an object"],
    [
      {
        op: "add",
        path: "emails",
        value: [
          { value: "a", primary: true },
          { value: "b", primary: true },
        ],
      },
      "invalidValue",
      "primary",
    ],
    [
      { op: "add", path: "emails", value: Array.from({ length: 101 }, (_, at) => ({ value: `${at}` })) },
      "invalidValue",
      "100 values",
    ],
  ])("%j", (operation, scimType, sentence) => {
    expect(() => patched(operation)).toThrow(ScimError);
    expect(() => patched(operation)).toThrow(sentence);
    expect(() => patched(operation)).toThrow(expect.objectContaining({ scimType }));
  });
});

describe("members of a group", () => {
  const change = (...Operations: object[]) =>
    memberChange(readPatch(groupType, { Operations }).filter(isAboutMembers));

  test.each<[string, object[], object]>([
    [
      "Entra ID adds",
      [{ op: "Add", path: "members", value: [{ value: "1" }] }],
      { all: null, add: ["1"], remove: [] },
    ],
    [
      "Entra ID removes by a list",
      [{ op: "Remove", path: "members", value: [{ value: "1" }] }],
      { all: null, add: [], remove: ["1"] },
    ],
    [
      "Okta removes by a filter",
      [{ op: "remove", path: 'members[value eq "1"]' }],
      { all: null, add: [], remove: ["1"] },
    ],
    [
      "several by one filter",
      [{ op: "remove", path: 'members[value eq "1" or value eq "2"]' }],
      { all: null, add: [], remove: ["1", "2"] },
    ],
    [
      "replace without a path replaces",
      [{ op: "replace", value: { members: [{ value: "1" }] } }],
      { all: ["1"], add: [], remove: [] },
    ],
    ["all go", [{ op: "remove", path: "members" }], { all: [], add: [], remove: [] }],
    [
      "by their addresses",
      [{ op: "add", path: "members", value: { $ref: "https://x/scim/v2/Users/1" } }],
      { all: null, add: ["1"], remove: [] },
    ],
    [
      "the last word counts",
      [
        { op: "add", path: "members", value: ["1", "2"] },
        { op: "remove", path: "members", value: ["1"] },
      ],
      { all: null, add: ["2"], remove: ["1"] },
    ],
    [
      "after a replacement",
      [
        { op: "replace", path: "members", value: ["1"] },
        { op: "add", path: "members", value: ["2"] },
        { op: "remove", path: "members", value: ["1"] },
      ],
      { all: ["2"], add: [], remove: [] },
    ],
    ["nobody is named", [{ op: "add", path: "members", value: null }], { all: null, add: [], remove: [] }],
    [
      "an empty list to remove",
      [{ op: "remove", path: "members", value: [] }],
      { all: null, add: [], remove: [] },
    ],
  ])("%s", (_, operations, expected) => expect(change(...operations)).toEqual(expected));

  test.each<[object, string]>([
    [{ op: "remove", path: 'members[type eq "User"]' }, "invalidFilter"],
    [{ op: "replace", path: 'members[value eq "1"]', value: { value: "2" } }, "mutability"],
    [{ op: "add", path: "members", value: [{ type: "User" }] }, "invalidValue"],
  ])("%j is refused", (operation, scimType) => {
    expect(() => change(operation)).toThrow(expect.objectContaining({ scimType }));
  });
});
