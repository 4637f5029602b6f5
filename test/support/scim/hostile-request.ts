import fc from "fast-check";
import { builtInGroupIds } from "../../../src/models/group.ts";

const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const access = "urn:ietf:params:scim:schemas:extension:iam-bot:2.0:Group";
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
  "displayName",
  "externalId",
  "manager",
  "services",
  "managed",
  `${access}:regions`,
  access,
  enterprise,
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
const text = fc.oneof(
  scalar,
  fc.constantFrom("all", "ALL", "Tickets, Tickets", ",".repeat(500), "x, ".repeat(500)),
);
const any = { requiredKeys: [] };
const group = fc.record(
  {
    displayName: text,
    externalId: text,
    members: fc.oneof(json, fc.array(fc.record({ value: text, $ref: text }, any), { maxLength: 3 })),
    [access]: fc.oneof(
      json,
      fc.record(
        { description: text, services: text, projects: text, regions: text, managed: fc.oneof(scalar, json) },
        any,
      ),
    ),
  },
  any,
);
const user = fc.record(
  {
    userName: text,
    emails: fc.oneof(
      json,
      fc.array(fc.record({ value: text, type: text, primary: scalar }, any), { maxLength: 3 }),
    ),
    phoneNumbers: fc.oneof(json, fc.array(fc.record({ value: text, type: text }, any), { maxLength: 3 })),
    timezone: text,
    preferredLanguage: text,
    active: scalar,
    [enterprise]: json,
  },
  any,
);
const bulk = fc.record(
  {
    failOnErrors: fc.oneof(fc.constantFrom(1, 2), scalar),
    Operations: fc.array(
      fc.record(
        {
          method: fc.constantFrom("POST", "PUT", "PATCH", "DELETE", "GET", "x"),
          path: fc.oneof(
            fc.constantFrom(
              "/Users",
              "Groups",
              "/Users/bulkId:a",
              "/Groups/bulkId:b",
              "/Bulk",
              "/Users/.search",
              "/",
            ),
            text,
          ),
          bulkId: fc.constantFrom("a", "b", "__proto__"),
          version: text,
          data: fc.oneof(user, group, patch, json),
        },
        any,
      ),
      { maxLength: 5 },
    ),
  },
  any,
);
const part = fc.constantFrom(
  "userName",
  "emails",
  "meta.created",
  "members",
  access,
  `${enterprise}:manager`,
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
/** A request that a malicious or broken provider might send. */
export interface HostileRequest {
  method: string;
  path: string;
  /** Undefined for a request without one. */
  body?: string | undefined;
}

/** Generates hostile requests, some of them about an existing user and group. */
export function hostileRequest(userId: string, groupId: string): fc.Arbitrary<HostileRequest> {
  const at = fc.constantFrom(
    "/Users",
    `/Users/${userId}`,
    "/Users/.search",
    "/Groups",
    `/Groups/${builtInGroupIds.users}`,
    `/Groups/${groupId}`,
    "/Groups/.search",
    "/Bulk",
    "/.search",
    "/Users/__proto__",
    "/Me",
    "/Schemas",
    "/ResourceTypes/User",
    "/ServiceProviderConfig",
    "/",
  );
  const method = fc.constantFrom("GET", "POST", "PUT", "PATCH");
  const body = fc.oneof(json, patch, user, group, bulk);
  const more = fc.oneof(json, filter);
  return fc.record({ method, at, body, filter, more }).map(({ method, at, body, filter, more }) => {
    if (method !== "GET")
      return { method, path: at, body: typeof body === "string" ? body : asText(body) || "null" };
    const query = new URLSearchParams({
      filter,
      sortBy: asText(more),
      count: asText(more),
      cursor: filter,
      attributes: filter,
      excludedAttributes: asText(more),
    });
    return { method, path: `${at}?${query}` };
  });
}
