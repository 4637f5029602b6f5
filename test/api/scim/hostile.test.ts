import fc from "fast-check";
import { expect, test } from "vitest";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const okta = await scim.provider();
const id = await okta.creates("eve");

const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const keys = [
  "userName",
  "emails",
  "value",
  "primary",
  "active",
  "members",
  "name",
  "op",
  "path",
  "Operations",
  "schemas",
  "__proto__",
  "constructor",
  "toString",
  "$where",
  "$ref",
  "a.b",
  "",
  core,
  'emails[type eq "x"].value',
  "filter",
  "attributes",
  "count",
  "bulkId",
  "data",
  "method",
];
const scalar = fc.oneof(
  fc.constantFrom(
    "",
    "add",
    "remove",
    "replace",
    "members",
    "emails",
    "False",
    "POST",
    "/Users",
    "bulkId:x",
    "eve@acme.io",
    "\u0000",
    "\ud800",
    "(".repeat(5_000),
    "x".repeat(5_000),
    `a[${'"'.repeat(100)}]`,
  ),
  fc.constantFrom(null, true, false, 0, -1, 1e308, Number.MAX_SAFE_INTEGER),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...keys), tie("value"), { maxKeys: 5 }),
  ),
}));
const patch = fc.record({
  Operations: fc.array(
    fc.record(
      {
        op: fc.constantFrom("add", "replace", "remove", "Add", "x"),
        path: fc.oneof(fc.constantFrom(...keys, null), json),
        value: json,
      },
      { requiredKeys: [] },
    ),
    { maxLength: 4 },
  ),
});
const part = fc.constantFrom(
  "userName",
  "emails",
  "meta.created",
  "eq",
  "sw",
  "co",
  "pr",
  "and",
  "or",
  "not",
  "(",
  ")",
  "[",
  "]",
  '"a"',
  '"',
  "\\",
  "null",
  "true",
  "1e999",
  core,
  "\u0000",
);
const filter = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(part, { maxLength: 12 }).map((parts) => parts.join(" ")),
);
const asText = (value: unknown) => JSON.stringify(value) ?? "";
const path = fc.constantFrom(
  "/Users",
  `/Users/${id}`,
  "/Users/.search",
  "/Groups",
  `/Groups/${builtInGroupIds.users}`,
  "/Groups/.search",
  "/Bulk",
  "/.search",
  "/Users/__proto__",
  "/Me",
);

test("hostile bodies, filters and queries are answered or refused, never by a fault of ours", async () => {
  const request = fc.record({
    method: fc.constantFrom("GET", "POST", "PUT", "PATCH"),
    path,
    body: fc.oneof(json, patch),
    filter,
    more: fc.oneof(json, filter),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path: at, body, filter: text, more }) => {
      const query = new URLSearchParams({
        filter: text,
        sortBy: asText(more),
        count: asText(more),
        cursor: text,
        attributes: text,
      });
      const { status } =
        method === "GET"
          ? await okta.asks(method, `${at}?${query}`)
          : await okta.asks(method, at, typeof body === "string" ? body : JSON.stringify(body) || "null");
      expect(status === 501 || status < 500, `${status}`).toBe(true);
    }),
    { numRuns: 400 },
  );
  expect(Object.prototype).toEqual({});
});

test.each([
  ["deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ["deep objects", `${'{"Operations":'.repeat(50_000)}1${"}".repeat(50_000)}`],
  [
    "many keys",
    JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, at]))),
  ],
  [
    "many operations",
    JSON.stringify({
      Operations: Array.from({ length: 20_000 }, () => ({
        op: "add",
        path: "emails",
        value: [{ value: "a" }],
      })),
    }),
  ],
  [
    "many addresses, one by one",
    JSON.stringify({
      Operations: Array.from({ length: 5_000 }, (_, at) => ({
        op: "add",
        path: "emails",
        value: [{ value: `${at}` }],
      })),
    }),
  ],
  [
    "a long filter as a path",
    JSON.stringify({
      Operations: [{ op: "remove", path: `emails[${'type eq "x" or '.repeat(20_000)}value pr]` }],
    }),
  ],
])("%s is answered", async (_, body) => {
  for (const [method, at] of [
    ["PATCH", `/Users/${id}`],
    ["POST", "/Users"],
    ["POST", "/Bulk"],
    ["POST", "/Users/.search"],
  ] as const)
    expect((await okta.asks(method, at, body)).status).toBeLessThan(500);
});
