import { comparedText } from "../../services/profiles/filter.ts";
import {
  type Attribute,
  type Attributes,
  attributeNamed,
  foldCase,
  isComplex,
  isObject,
  type ResourceType,
  type Schema,
  type Value,
  valuePart,
} from "../../services/profiles/schema.ts";
import { attributeAt, extensionNamed, isUrn } from "./attribute-path.ts";
import { badValue, quoted, ScimError } from "./scim-error.ts";

const LONGEST_TEXT = 1_000;
/** For a list other than members, which are limited by the body's size alone. */
const MAX_VALUES = 100;
const MAX_MEMBERS = 20_000;
const MAX_ATTRIBUTES = 200;

/**
 * Reads a resource leniently: names in any case, one value for a list, true and false as text. Leaves out what no
 * schema names, and what only the server writes.
 *
 * @throws ScimError (invalidSyntax, invalidValue) with a sentence
 */
export function readResource(type: ResourceType, body: unknown): Attributes {
  if (!isObject(body)) throw new ScimError(400, "invalidSyntax", `Send a ${type.name} as a JSON object.`);
  checkSchemas(body, type.schema.id);
  const read: Record<string, Value | undefined> = {};
  for (const [key, value] of entriesOf(body)) {
    const extension = extensionNamed(type, key);
    if (extension) {
      read[extension.id] = readExtension(extension, value);
      continue;
    }
    const path = attributeAt(type, key);
    if (!path || path.sub || path.extension || path.attribute.mutability === "readOnly") continue;
    read[path.attribute.name] = readValue(path.attribute, value);
  }
  return assigned(read);
}

/** Lists the entries of an object. @throws ScimError (invalidSyntax) for more than any resource has */
export function entriesOf(sent: Record<string, unknown>): [string, unknown][] {
  const entries = Object.entries(sent);
  if (entries.length > MAX_ATTRIBUTES)
    throw new ScimError(
      400,
      "invalidSyntax",
      `An object can have up to ${MAX_ATTRIBUTES} attributes. This has ${entries.length}.`,
    );
  return entries;
}

/** Returns an object with its names in lower case (RFC 7643, 2.1), and anything else as it is. @throws ScimError */
export function inLowerCase(sent: unknown): unknown {
  if (!isObject(sent)) return sent;
  return Object.fromEntries(entriesOf(sent).map(([key, value]) => [key.toLowerCase(), value]));
}

/** Checks that the schemas of a body, if named, include this one. @throws ScimError (invalidSyntax) */
export function checkSchemas(body: Record<string, unknown>, urn: string): void {
  const { schemas } = body;
  if (schemas === undefined) return;
  const isListed =
    Array.isArray(schemas) && schemas.some((each) => typeof each === "string" && isUrn(urn, each));
  if (!isListed) throw new ScimError(400, "invalidSyntax", `“schemas” must be a list with ${urn} in it.`);
}

function readExtension(extension: Schema, value: unknown): Attributes | undefined {
  if (value === null || value === undefined) return undefined;
  if (!isObject(value)) throw badValue(`${extension.id} must be an object.`);
  return readParts(extension.attributes, value);
}

/** Reads the value of an attribute; undefined if it is unassigned: null, an empty list or an empty object. */
export function readValue(attribute: Attribute, sent: unknown): Value | undefined {
  if (!attribute.multiValued) return readOne(attribute, onlyOf(sent));
  if (sent === null || sent === undefined) return undefined;
  const all = Array.isArray(sent) ? sent : [sent];
  const most = attribute.name === "members" ? MAX_MEMBERS : MAX_VALUES;
  if (all.length > most)
    throw badValue(`${quoted(attribute.name)} can have up to ${most} values. This has ${all.length}.`);
  const values = withoutRepeats(
    attribute,
    all.flatMap((each) => (isEmptied(attribute, each) ? [] : (readOne(attribute, each) ?? []))),
  );
  // RFC 7643, 2.4.
  if (values.filter((each) => isComplex(each) && each.primary === true).length > 1)
    throw badValue("At most one value can be primary.");
  return values.length > 0 ? values : undefined;
}

/** Joins values of the same type into one (RFC 7643, 2.4). */
function withoutRepeats(attribute: Attribute, values: readonly Value[]): Value[] {
  const compared = comparedText({ attribute });
  const kept = new Map<string, Value>();
  for (const value of values) {
    const { value: text, type } = isComplex(value) ? value : {};
    const key = JSON.stringify(
      typeof text === "string" ? [compared(text), foldCase(String(type ?? ""))] : value,
    );
    const first = kept.get(key);
    kept.set(key, isComplex(first) && isComplex(value) ? { ...value, ...first, ...primaryOf(value) } : value);
  }
  return [...kept.values()];
}

const primaryOf = ({ primary }: Attributes) => (primary === true ? { primary } : {});

/** Tells whether a contact was sent with the value `""` or null, by which some providers mean that there is none. */
export function isEmptied(attribute: Attribute, sent: unknown): boolean {
  if (!valuePart(attribute)?.required || !isObject(sent)) return false;
  const [, value] = Object.entries(sent).find(([key]) => key.toLowerCase() === "value") ?? [];
  return value === null || (typeof value === "string" && value.trim() === "");
}

/** Unwraps a single value, which some providers wrap: `[{"value": "Eve"}]`. */
function onlyOf(sent: unknown): unknown {
  return Array.isArray(sent) && sent.length === 1 ? sent[0] : sent;
}

/** Reads one value, whether the only one or one of a list. */
function readOne(attribute: Attribute, sent: unknown): Value | undefined {
  if (sent === null || sent === undefined) return undefined;
  const { type, name, subAttributes = [] } = attribute;
  if (type === "complex") {
    if (isObject(sent)) return readParts(subAttributes, sent);
    const value = attributeNamed(subAttributes, "value");
    if (value && typeof sent === "string") return { value: readText(value, sent) };
    throw badValue(`${quoted(name)} must be an object.`);
  }
  const simple = isObject(sent) && "value" in sent ? sent.value : sent;
  if (simple === null) return undefined;
  return type === "boolean" ? readBoolean(attribute, simple) : readText(attribute, simple);
}

function readParts(attributes: readonly Attribute[], sent: Record<string, unknown>): Attributes | undefined {
  const read: Record<string, Value | undefined> = {};
  for (const [key, value] of entriesOf(sent)) {
    const attribute = attributeNamed(attributes, key);
    if (attribute && attribute.mutability !== "readOnly") read[attribute.name] = readValue(attribute, value);
  }
  const parts = assigned(read);
  return Object.keys(parts).length > 0 ? parts : undefined;
}

function assigned(read: Record<string, Value | undefined>): Attributes {
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

function readText({ name }: Attribute, sent: unknown): string {
  if (typeof sent !== "string") throw badValue(`${quoted(name)} must be text.`);
  const { length } = [...sent];
  if (length > LONGEST_TEXT)
    throw badValue(`${quoted(name)} can have up to ${LONGEST_TEXT} characters. This has ${length}.`);
  if (/[\0\p{Cs}]/u.test(sent)) throw badValue(`${quoted(name)} contains NUL, or half a character.`);
  return sent;
}

/** Microsoft Entra ID sends "True" and "False". */
function readBoolean({ name }: Attribute, sent: unknown): boolean {
  if (typeof sent === "boolean") return sent;
  const lower = typeof sent === "string" ? sent.toLowerCase() : "";
  if (lower !== "true" && lower !== "false") throw badValue(`${quoted(name)} must be true or false.`);
  return lower === "true";
}
