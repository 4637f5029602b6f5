import { notKeptAt } from "../../services/profiles/not-kept.ts";
import { coreAttributes, userType } from "../../services/profiles/resource-types.ts";
import {
  type Attribute,
  type AttributePath,
  attributeNamed,
  type ResourceType,
  type Schema,
} from "../../services/profiles/schema.ts";

/**
 * Tells whether a URN is this one, in any case, or what drafts of SCIM 2.0 had in its place: `urn:scim:schemas:core:2.0`.
 * OneLogin sends those.
 */
export function isUrn(id: string, urn: string): boolean {
  const lower = id.toLowerCase();
  const draft = lower.replace("urn:ietf:params:", "urn:");
  return [lower, draft, draft.replace(/:[^:]*$/, "")].includes(urn.toLowerCase());
}

/** Finds the extension with this URN. */
export function extensionNamed({ extensions }: ResourceType, urn: string): Schema | undefined {
  return extensions.find(({ id }) => isUrn(id, urn));
}

/**
 * Finds the attribute that a notation names, in any case (RFC 7644, 3.10): `userName`, `name.familyName`, either after
 * the URN of the core schema, or an extension's after its own.
 */
export function attributeAt(type: ResourceType, notation: string): AttributePath | undefined {
  const extension = type.extensions.find((each) => isBehind(each, notation));
  if (extension) return named(extension.attributes, notation.slice(extension.id.length + 1), extension);
  const core = isBehind(type.schema, notation) ? notation.slice(type.schema.id.length + 1) : notation;
  return named(coreAttributes(type), core);
}

/**
 * Finds what a notation names in a search through one type or several. An attribute that only another type has is
 * unassigned in resources of this one (RFC 7644, 3.4.2.1): they have nothing under that type's URN. So is an attribute
 * of RFC 7643 that is not stored here.
 */
export function attributeAmong(
  type: ResourceType,
  others: readonly ResourceType[],
  notation: string,
): AttributePath | undefined {
  const own = attributeAt(type, notation);
  if (own) return own;
  for (const other of others) {
    const path = attributeAt(other, notation);
    if (path) return { ...path, extension: path.extension ?? other.schema };
  }
  return [type, ...others].includes(userType) ? notKeptAt(notation) : undefined;
}

const isBehind = ({ id }: Schema, notation: string) =>
  notation.slice(0, id.length + 1).toLowerCase() === `${id.toLowerCase()}:`;

/** Finds a sub-attribute named inside brackets. */
export function subAttributeAt({ subAttributes = [] }: Attribute, name: string): AttributePath | undefined {
  const attribute = attributeNamed(subAttributes, name);
  return attribute && { attribute };
}

function named(attributes: readonly Attribute[], dotted: string, extension?: Schema) {
  const [name = "", subName, ...more] = dotted.split(".", 3);
  const attribute = attributeNamed(attributes, name);
  if (!attribute || more.length > 0) return undefined;
  if (subName === undefined) return { extension, attribute };
  const sub = attributeNamed(attribute.subAttributes ?? [], subName);
  return sub && { extension, attribute, sub };
}
