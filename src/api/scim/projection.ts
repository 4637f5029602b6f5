import {
  type Attribute,
  type AttributePath,
  type Attributes,
  isComplex,
  type ResourceType,
  type Schema,
  type Value,
} from "../../services/profiles/schema.ts";
import { attributeAt, extensionNamed } from "./attribute-path.ts";

/** Which attributes an answer shows, as the client named them (RFC 7644, 3.9); `attributes` outranks `excluded`. */
export interface Shown {
  attributes: readonly string[];
  excluded: readonly string[];
}

/** What the client named: an attribute, or all of an extension. */
type Named = ({ kind: "attribute" } & AttributePath) | { kind: "extension"; extension: Schema };

/** Returns a function that reduces a resource to what the client asked for, always with `id` and `schemas`. */
export function projector(
  type: ResourceType,
  { attributes, excluded }: Shown,
): (resource: Attributes) => Attributes {
  const [asked, left] = [namedIn(type, attributes), namedIn(type, excluded)];
  return (resource) => {
    const always: Attributes = { schemas: resource.schemas, id: resource.id };
    if (attributes.length > 0)
      return asked.reduce((shown, named) => withNamed(shown, resource, named), always);
    return { ...left.reduce(withoutNamed, resource), ...always };
  };
}

/** Reduces a resource to what the client asked for. */
export function project(type: ResourceType, resource: Attributes, shown: Shown): Attributes {
  return projector(type, shown)(resource);
}

/** Tells whether the answer shows any of an attribute, so that it has to be read. */
export function isShown(type: ResourceType, { attributes, excluded }: Shown, name: string): boolean {
  const named = (notations: readonly string[]) =>
    namedIn(type, notations).filter((each) => each.kind === "attribute" && each.attribute.name === name);
  if (attributes.length > 0) return named(attributes).length > 0;
  return named(excluded).every((each) => each.kind === "attribute" && each.sub);
}

/** Finds what the names stand for, each once; leaves out unknown names. */
function namedIn(type: ResourceType, notations: readonly string[]): Named[] {
  const found = notations.flatMap((notation): [string, Named][] => {
    const extension = extensionNamed(type, notation);
    if (extension) return [[extension.id, { kind: "extension", extension }]];
    // Microsoft's test collection names some of the values, as in a filter: all of them are shown.
    const [name = ""] = notation.split("[", 1);
    const path = attributeAt(type, name.trim());
    if (!path) return [];
    const key = [path.extension?.id, path.attribute.name, path.sub?.name].join(" ");
    return [[key, { kind: "attribute", ...path }]];
  });
  return [...new Map(found).values()];
}

function withNamed(shown: Attributes, resource: Attributes, named: Named): Attributes {
  const { extension } = named;
  const held = partOf(resource, extension);
  if (!held) return shown;
  if (named.kind === "extension") return { ...shown, [named.extension.id]: held };
  const before = partOf(shown, extension) ?? {};
  const { name } = named.attribute;
  const value = only(before[name], held[name], named.sub);
  if (value === undefined) return shown;
  const after = { ...before, [name]: value };
  return extension ? { ...shown, [extension.id]: after } : after;
}

/** Adds a part to what is shown of a value, or all of it. */
function only(
  before: Value | undefined,
  value: Value | undefined,
  sub: Attribute | undefined,
): Value | undefined {
  if (!sub || value === undefined) return value;
  if (Array.isArray(value)) {
    const shown = Array.isArray(before) ? before : [];
    return value.map((each: Value, index) => only(shown[index], each, sub) ?? {});
  }
  if (!isComplex(value)) return value;
  const part = value[sub.name];
  return { ...(isComplex(before) && before), ...(part !== undefined && { [sub.name]: part }) };
}

function withoutNamed(resource: Attributes, named: Named): Attributes {
  const { extension } = named;
  const held = partOf(resource, extension);
  if (!held) return resource;
  if (named.kind === "extension") return omit(resource, named.extension.id);
  const { name } = named.attribute;
  const value = held[name];
  const after =
    named.sub && value !== undefined
      ? { ...held, [name]: withoutPart(value, named.sub.name) }
      : omit(held, name);
  return extension ? { ...resource, [extension.id]: after } : after;
}

function partOf(resource: Attributes, extension: Schema | undefined): Attributes | undefined {
  const part = extension ? resource[extension.id] : resource;
  return isComplex(part) ? part : undefined;
}

function withoutPart(value: Value, name: string): Value {
  if (Array.isArray(value)) return value.map((each: Value) => withoutPart(each, name));
  return isComplex(value) ? omit(value, name) : value;
}

function omit(complex: Attributes, name: string): Attributes {
  const { [name]: _, ...others } = complex;
  return others;
}
