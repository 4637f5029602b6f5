/** A JSON value. */
export type Value = string | number | boolean | readonly Value[] | Attributes;

/** A resource, a complex attribute or an extension, keyed by the schema's attribute names. */
export interface Attributes {
  readonly [name: string]: Value | undefined;
}

/** An attribute as RFC 7643 (7) defines one; anything missing has its default. */
export interface Attribute {
  name: string;
  type: "string" | "boolean" | "dateTime" | "reference" | "complex";
  description: string;
  multiValued?: true;
  required?: true;
  caseExact?: true;
  /** Compared without the spaces around it, as it has to be unique without them. It is returned as it was sent. */
  trimmed?: true;
  mutability?: "readOnly" | "immutable";
  returned?: "always";
  uniqueness?: "server";
  canonicalValues?: readonly string[];
  referenceTypes?: readonly string[];
  subAttributes?: readonly Attribute[];
}

export interface Schema {
  id: string;
  name: string;
  description: string;
  attributes: readonly Attribute[];
}

/** What `/Users` or `/Groups` contains: a schema, and the extensions its resources may have. */
export interface ResourceType {
  name: "User" | "Group";
  endpoint: "/Users" | "/Groups";
  description: string;
  schema: Schema;
  extensions: readonly Schema[];
}

/** Where an attribute belongs: in the core schema, or in an extension. */
export interface AttributePath {
  extension?: Schema | undefined;
  attribute: Attribute;
  sub?: Attribute | undefined;
}

/** Finds an attribute by its name, in any case (RFC 7643, 2.1). */
export function attributeNamed(attributes: readonly Attribute[], name: string): Attribute | undefined {
  const lower = name.toLowerCase();
  return attributes.find((each) => each.name.toLowerCase() === lower);
}

/** Finds the sub-attribute that represents a complex attribute compared as a whole: `emails co "@acme.io"`. */
export function valuePart({ subAttributes = [] }: Attribute): Attribute | undefined {
  return subAttributes.find(({ name }) => name === "value");
}

/** Tells whether an attribute's values are compared case-sensitively. */
export function isCaseExact({ attribute, sub }: AttributePath): boolean {
  const { type, caseExact } = sub ?? valuePart(attribute) ?? attribute;
  return type !== "string" || caseExact === true;
}

/** How many folded texts are cached: a filter compares the same ones again for each of its conditions. */
const MAX_FOLDED = 4_000;
const folded = new Map<string, string>();

/** Folds a string for case-insensitive comparison. */
export function foldCase(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const made = text.normalize("NFC").toLowerCase();
  if (folded.size >= MAX_FOLDED) folded.clear();
  folded.set(text, made);
  return made;
}

/** Tells whether it is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells whether it is a complex value. */
export function isComplex(value: Value | undefined): value is Attributes {
  return isObject(value);
}
