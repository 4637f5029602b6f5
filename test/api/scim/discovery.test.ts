import { expect, test } from "vitest";
import * as z from "zod";
import { startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const idp = await scim.provider();
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const access = "urn:ietf:params:scim:schemas:extension:iam-bot:2.0:Group";
/** Attributes that all resources have, and no schema lists (RFC 7643, 3.1). */
const common = ["schemas", "id", "externalId", "meta"];

interface Attribute {
  name: string;
  type: string;
  multiValued: boolean;
  subAttributes?: Attribute[] | undefined;
}
const attribute: z.ZodType<Attribute> = z.lazy(() =>
  z.object({
    name: z.string(),
    type: z.string(),
    multiValued: z.boolean(),
    subAttributes: z.array(attribute).optional(),
  }),
);
const listOf = <Item extends z.ZodType>(item: Item) => z.object({ Resources: z.array(item) });
const located = z.looseObject({ meta: z.looseObject({ location: z.string() }) });
const schemas = listOf(z.object({ id: z.string(), attributes: z.array(attribute) }));
const resourceTypes = listOf(
  z.object({
    endpoint: z.string(),
    schema: z.string(),
    schemaExtensions: z.array(z.object({ schema: z.string() })),
  }),
);

/** Lists a schema's attributes with their types: `emails[]: complex`, `emails[].value: string`. */
function published(attributes: readonly Attribute[], before = ""): string[] {
  return attributes.flatMap(({ name, type, multiValued, subAttributes = [] }) => {
    const path = `${before}${name}${multiValued ? "[]" : ""}`;
    const written = ["reference", "dateTime"].includes(type) ? "string" : type;
    return [`${path}: ${written}`, ...published(subAttributes, `${path}.`)];
  });
}

/** Lists a resource's attributes in the same form. */
function had(value: object, before = ""): string[] {
  return Object.entries(value).flatMap(([name, held]: [string, unknown]) => {
    const path = `${before}${name}${Array.isArray(held) ? "[]" : ""}`;
    return [held]
      .flat()
      .flatMap((each: unknown) =>
        typeof each === "object" && each !== null
          ? [`${path}: complex`, ...had(each, `${path}.`)]
          : [`${path}: ${typeof each}`],
      );
  });
}

const contact = { value: "whole@acme.io", display: "W", type: "work", primary: true };
const user = await idp.asks("POST", "/Users", {
  ...{ userName: "whole", displayName: "W", title: "W", preferredLanguage: "de", timezone: "Europe/Berlin" },
  name: {
    ...{ formatted: "W", familyName: "W", givenName: "W", middleName: "W" },
    ...{ honorificPrefix: "W", honorificSuffix: "W" },
  },
  emails: [contact],
  phoneNumbers: [{ ...contact, value: "+44 20 7946 0958" }],
  [enterprise]: {
    ...{ employeeNumber: "1", costCenter: "W", organization: "W", division: "W", department: "W" },
    manager: { value: "W", displayName: "W" },
  },
});
const group = await idp.asks("POST", "/Groups", {
  displayName: "Whole",
  members: [{ value: user.body.id }],
  [access]: { description: "W", services: "W", projects: "W", regions: "all" },
});

test.each([
  ["/Users", `/Users/${user.body.id}`],
  ["/Groups", `/Groups/${group.body.id}`],
])(
  "the published schema of %s is complete: each attribute, with its type, and no others",
  async (endpoint, path) => {
    const all = schemas.parse((await idp.asks("GET", "/Schemas")).body).Resources;
    const types = resourceTypes.parse((await idp.asks("GET", "/ResourceTypes")).body).Resources;
    const type = types.find((each) => each.endpoint === endpoint);
    const attributesOf = (id = "") => published(all.find((each) => each.id === id)?.attributes ?? []);
    const { body } = await idp.asks("GET", path);
    const extensions = type?.schemaExtensions.map(({ schema }) => schema) ?? [];
    expect(body.schemas).toEqual([type?.schema, ...extensions]);
    const core = Object.entries(body).filter(([name]) => ![...common, ...extensions].includes(name));
    expect([...new Set(had(Object.fromEntries(core)))].sort()).toEqual(attributesOf(type?.schema).sort());
    for (const id of extensions)
      expect(had(z.looseObject({}).parse(body[id])).sort()).toEqual(attributesOf(id).sort());
  },
);

test("each schema and resource type is found at its address", async () => {
  for (const path of ["/Schemas", "/ResourceTypes"]) {
    const { Resources } = listOf(located).parse((await idp.asks("GET", path)).body);
    expect(Resources.length).toBeGreaterThan(1);
    for (const each of Resources) {
      const at = each.meta.location.slice(`${scim.url}/scim/v2`.length);
      expect((await idp.asks("GET", at)).body).toEqual(each);
    }
  }
});

test("every published attribute can be used to filter and to sort", async () => {
  const types = resourceTypes.parse((await idp.asks("GET", "/ResourceTypes")).body).Resources;
  const all = schemas.parse((await idp.asks("GET", "/Schemas")).body).Resources;
  for (const { endpoint, schema, schemaExtensions } of types)
    for (const { id, attributes } of all) {
      if (id !== schema && !schemaExtensions.some((each) => each.schema === id)) continue;
      for (const written of published(attributes)) {
        const [path = "", type] = `${id}:${written.replaceAll("[]", "")}`.split(": ");
        const { status, body } = await idp.asks("POST", `${endpoint}/.search`, { filter: `${path} pr` });
        expect([path, status, body.totalResults]).toEqual([path, 200, expect.any(Number)]);
        expect([path, Number(body.totalResults) > 0]).toEqual([path, true]);
        if (type === "complex") continue;
        expect([path, (await idp.asks("POST", `${endpoint}/.search`, { sortBy: path })).status]).toEqual([
          path,
          200,
        ]);
      }
    }
});
