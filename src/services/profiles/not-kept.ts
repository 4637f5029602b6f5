import { userType } from "./resource-types.ts";
import { type Attribute, type AttributePath, attributeNamed } from "./schema.ts";

const text = (name: string): Attribute => ({ name, type: "string", description: "" });
const list = (name: string, ...parts: string[]): Attribute => ({
  name,
  type: "complex",
  description: "",
  multiValued: true,
  subAttributes: [
    ...[...parts, "display", "type"].map(text),
    { name: "primary", type: "boolean", description: "" },
  ],
});

/** Attributes of a User (RFC 7643, 4.1) that are not stored here: no resource has a value of them. */
const attributes: readonly Attribute[] = [
  ...["nickName", "profileUrl", "userType", "locale"].map(text),
  ...["ims", "photos", "entitlements", "roles", "x509Certificates"].map((name) => list(name, "value")),
  list("addresses", "formatted", "streetAddress", "locality", "region", "postalCode", "country"),
];

/** Their names, in lower case. */
export const namesNotKept: readonly string[] = attributes.map(({ name }) => name.toLowerCase());

const prefix = `${userType.schema.id}:`.toLowerCase();

/** Finds what a notation names among these attributes, in any case: `nickName`, `addresses.country`. */
export function notKeptAt(notation: string): AttributePath | undefined {
  const isLong = notation.toLowerCase().startsWith(prefix);
  const [name = "", subName, ...more] = (isLong ? notation.slice(prefix.length) : notation).split(".", 3);
  const attribute = attributeNamed(attributes, name);
  if (!attribute || more.length > 0) return undefined;
  // Resources have nothing under the URN of the core schema, so it is unassigned in all of them.
  if (subName === undefined) return { extension: userType.schema, attribute };
  const sub = attributeNamed(attribute.subAttributes ?? [], subName);
  return sub && { extension: userType.schema, attribute, sub };
}
