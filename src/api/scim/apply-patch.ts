import { comparedText, type Filter, matcher } from "../../services/profiles/filter.ts";
import {
  type Attribute,
  type Attributes,
  attributeNamed,
  isComplex,
  isObject,
  type Value,
} from "../../services/profiles/schema.ts";
import type { AttributeTarget } from "./patch-path.ts";
import type { PatchStep } from "./read-patch.ts";
import { isEmptied, readValue } from "./read-resource.ts";
import { badValue, quoted, ScimError } from "./scim-error.ts";

const MAX_VALUES = 100;

/** Applies steps to a resource, one after the other (RFC 7644, 3.5.2). @throws ScimError with a sentence */
export function applyPatch(resource: Attributes, steps: readonly PatchStep[]): Attributes {
  return steps.reduce(apply, resource);
}

function apply(resource: Attributes, { op, target, value }: PatchStep): Attributes {
  if (target.kind === "not kept") return resource;
  if (target.kind === "attribute") return applyTo(resource, op, target, value);
  const { extension } = target;
  if (op === "remove" || value === null) return withValue(resource, extension.id, undefined);
  if (!isObject(value)) throw badValue(`${extension.id} must be an object.`);
  return Object.entries(value).reduce((changed, [key, part]) => {
    const attribute = extension.attributes.find(({ name }) => name.toLowerCase() === key.toLowerCase());
    return attribute ? applyTo(changed, op, { kind: "attribute", extension, attribute }, part) : changed;
  }, resource);
}

function applyTo(
  resource: Attributes,
  op: PatchStep["op"],
  target: AttributeTarget,
  value: unknown,
): Attributes {
  const { extension, attribute } = target;
  const held = extension ? resource[extension.id] : resource;
  const holder = isComplex(held) ? held : {};
  const current = holder[attribute.name];
  // Null removes a value in JSON.
  const effective = value === null ? "remove" : op;
  const changed = attribute.multiValued
    ? changeList(Array.isArray(current) ? current : [], effective, target, value)
    : changeOne(current, effective, target, value);
  if (changed === current) return resource;
  const after = withValue(holder, attribute.name, changed);
  if (!extension) return after;
  return withValue(resource, extension.id, Object.keys(after).length > 0 ? after : undefined);
}

function withValue(holder: Attributes, name: string, value: Value | undefined): Attributes {
  if (value !== undefined) return { ...holder, [name]: value };
  const { [name]: _, ...others } = holder;
  return others;
}

function changeOne(
  current: Value | undefined,
  op: PatchStep["op"],
  { attribute, sub }: AttributeTarget,
  value: unknown,
): Value | undefined {
  if (sub)
    return part(
      isComplex(current) ? current : {},
      sub.name,
      op === "remove" ? undefined : readValue(sub, value),
    );
  if (op === "remove") return undefined;
  const read = readValue(attribute, value);
  // Parts left out of a complex attribute stay (RFC 7644, 3.5.2.3).
  return isComplex(read) && isComplex(current) ? { ...current, ...read } : read;
}

function part(complex: Attributes, name: string, value: Value | undefined): Attributes | undefined {
  const after = withValue(complex, name, value);
  return Object.keys(after).length > 0 ? after : undefined;
}

function changeList(
  current: readonly Value[],
  op: PatchStep["op"],
  target: AttributeTarget,
  value: unknown,
): Value | undefined {
  const changed = changedValues(current, op, target, value);
  if (changed.length > MAX_VALUES)
    throw badValue(`${quoted(target.attribute.name)} can have up to ${MAX_VALUES} values.`);
  return changed.length > 0 ? withOnePrimary(current, changed) : undefined;
}

function changedValues(
  current: readonly Value[],
  op: PatchStep["op"],
  target: AttributeTarget,
  value: unknown,
): readonly Value[] {
  const { attribute, sub, filter } = target;
  if (filter || sub) return changeFound(current, op, target, value);
  const sent = readValue(attribute, value);
  const values = Array.isArray(sent) ? sent : [];
  if (op === "add")
    return values.reduce((list: readonly Value[], each) => added(list, each, target), current);
  if (op === "replace") return values;
  // Microsoft Entra ID lists the values to remove.
  if (value === undefined || value === null) return [];
  return current.filter((each) => !values.some((gone) => isMeant(each, gone, target)));
}

/** Changes the values that a filter finds, or all of them, or a part of each. */
function changeFound(
  current: readonly Value[],
  op: PatchStep["op"],
  { attribute, sub, filter }: AttributeTarget,
  value: unknown,
): readonly Value[] {
  const matches = filter ? matcher(filter) : () => true;
  const isFound = (each: Value) => isComplex(each) && matches(each);
  if (!current.some(isFound)) {
    if (op === "remove") return current;
    if (op === "replace" && filter)
      throw new ScimError(400, "noTarget", `No value of ${quoted(attribute.name)} matches the path.`);
    const read = sub ? { [sub.name]: readValue(sub, value) } : readWhole(attribute, value);
    if (isTaken(attribute, read)) return current;
    return [...current, { ...(filter && equalities(filter)), ...read }];
  }
  if (op === "remove" && !sub) return current.filter((each) => !isFound(each));
  const parts = sub
    ? { [sub.name]: op === "remove" ? undefined : readValue(sub, value) }
    : readWhole(attribute, value);
  return current.flatMap((each): readonly Value[] => {
    if (!isFound(each) || !isComplex(each)) return [each];
    const after = merged(each, parts);
    return after === undefined || isTaken(attribute, parts) ? [] : [after];
  });
}

/** Tells whether a contact's value is removed, and its type with it. Some providers send `""` for that. */
function isTaken({ subAttributes = [] }: Attribute, parts: Attributes): boolean {
  if (!("value" in parts) || !attributeNamed(subAttributes, "value")?.required) return false;
  return parts.value === undefined || parts.value === "";
}

function readWhole(attribute: Attribute, value: unknown): Attributes {
  if (isEmptied(attribute, value)) return { value: undefined };
  const read = readValue(attribute, value);
  const [first] = Array.isArray(read) ? read : [];
  return isComplex(first) ? first : {};
}

function merged(value: Attributes, parts: Attributes): Attributes | undefined {
  return Object.entries(parts).reduce(
    (complex: Attributes | undefined, [name, each]) => part(complex ?? {}, name, each),
    value,
  );
}

/** Returns the attributes of a value that a filter describes: `type eq "mobile"` creates one of that type. */
function equalities(filter: Filter): Attributes {
  if (filter.kind === "and") return Object.assign({}, ...filter.filters.map(equalities));
  const isGiven = filter.kind === "compare" && filter.comparison === "eq" && filter.operand !== null;
  return isGiven ? { [filter.path.attribute.name]: filter.operand ?? undefined } : {};
}

/** Adds a value, or updates the one that it means. */
function added(list: readonly Value[], value: Value, target: AttributeTarget): readonly Value[] {
  const there = list.find((each) => isMeant(each, value, target));
  if (there === undefined) return [...list, value];
  if (!isComplex(there) || !isComplex(value)) return list;
  const after = { ...there, ...value };
  const isNews = Object.entries(value).some(([name, each]) => there[name] !== each);
  return isNews ? list.map((each) => (each === there ? after : each)) : list;
}

/** Tells whether a sent value means this one: the same value, and the same type if it names one. */
function isMeant(value: Value, sent: Value, { extension, attribute }: AttributeTarget): boolean {
  if (!isComplex(value) || !isComplex(sent)) return value === sent;
  const compared = comparedText({ extension, attribute });
  const same = (one: Value | undefined, other: Value | undefined) =>
    one === other ||
    (typeof one === "string" && typeof other === "string" && compared(one) === compared(other));
  const names =
    sent.value === undefined ? Object.keys(sent) : ["value", ...(sent.type === undefined ? [] : ["type"])];
  return names.every((name) => same(value[name], sent[name]));
}

/** Removes `primary` from the others if a value is newly primary (RFC 7644, 3.5.2). */
function withOnePrimary(before: readonly Value[], after: readonly Value[]): readonly Value[] {
  const isPrimary = (value: Value) => isComplex(value) && value.primary === true;
  const [newOne, ...others] = after.filter((each) => isPrimary(each) && !before.includes(each));
  if (others.length > 0) throw badValue("At most one value can be primary.");
  if (newOne === undefined) return after;
  return after.map((each) =>
    each !== newOne && isComplex(each) && isPrimary(each) ? { ...each, primary: false } : each,
  );
}
