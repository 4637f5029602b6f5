import { z } from "zod";
import { type Filter, matcher } from "../../services/profiles/filter.ts";
import {
  type Attribute,
  type Attributes,
  attributeNamed,
  foldCase,
  isCaseExact,
  isComplex,
  isObject,
  type ResourceType,
  type Value,
} from "../../services/profiles/schema.ts";
import { type AttributeTarget, type PatchTarget, patchTarget } from "./patch-path.ts";
import { checkSchemas, entriesOf, isEmptied, readValue } from "./read-resource.ts";
import { badValue, quoted, ScimError } from "./scim-error.ts";

const MAX_VALUES = 100;
const MAX_OPERATIONS = 500;
/** In all paths of one PATCH: each is tried on every value of a list, which may hold long texts. */
const MAX_CONDITIONS = 100;
/** In all lists of one PATCH but members: each is compared with every value that is there. */
const MAX_LISTED = 1_000;
/** Members in all lists of one PATCH. */
const MAX_MEMBERS = 20_000;
const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** One change of one target. */
export interface PatchStep {
  op: "add" | "replace" | "remove";
  target: PatchTarget;
  /** As it was sent. */
  value: unknown;
}

const operation = z.object({
  op: z.string(),
  path: z.string().nullish(),
  value: z.unknown().optional(),
});

/**
 * Reads the operations of a PATCH as steps, each with its target. A value without a path is taken apart: each of its keys
 * is the path of a step; one that no schema names, or that only the server writes, is left out.
 *
 * @throws ScimError with a sentence
 */
export function readPatch(type: ResourceType, body: unknown): PatchStep[] {
  if (!isObject(body)) throw syntax("Send a PATCH as a JSON object.");
  checkSchemas(body, patchOp);
  const [, sent] = Object.entries(body).find(([key]) => key.toLowerCase() === "operations") ?? [];
  if (!Array.isArray(sent) || sent.length === 0)
    throw syntax("“Operations” must be a list with at least one operation.");
  if (sent.length > MAX_OPERATIONS)
    throw new ScimError(
      413,
      "tooMany",
      `A PATCH can have up to ${MAX_OPERATIONS} operations. This has ${sent.length}.`,
    );
  const steps = sent.flatMap((each) => stepsOf(type, each));
  const conditions = steps.reduce((sum, { target }) => sum + conditionsOf(target), 0);
  if (conditions > MAX_CONDITIONS)
    throw new ScimError(
      413,
      "tooMany",
      `The paths of a PATCH can have up to ${MAX_CONDITIONS} conditions in all.`,
    );
  checkListed(steps.filter(namesMembers), MAX_MEMBERS, "members");
  checkListed(
    steps.filter((each) => !namesMembers(each)),
    MAX_LISTED,
    "values in its lists",
  );
  return steps;
}

const namesMembers = ({ target }: PatchStep) =>
  target.kind === "attribute" && target.attribute.name === "members";

function checkListed(steps: readonly PatchStep[], most: number, what: string): void {
  const listed = steps.reduce((sum, { value }) => sum + (Array.isArray(value) ? value.length : 0), 0);
  if (listed > most) throw new ScimError(413, "tooMany", `A PATCH can have up to ${most} ${what} in all.`);
}

/** Counts the conditions in a path; those that name members are read, not tried. */
function conditionsOf(target: PatchTarget): number {
  if (target.kind !== "attribute" || !target.filter || target.attribute.name === "members") return 0;
  return countConditions(target.filter);
}

function countConditions(filter: Filter): number {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.filters.reduce((sum, each) => sum + countConditions(each), 0);
    case "not":
    case "element":
      return countConditions(filter.filter);
    default:
      return 1;
  }
}

const syntax = (message: string) => new ScimError(400, "invalidSyntax", message);

function stepsOf(type: ResourceType, sent: unknown): PatchStep[] {
  const named = isObject(sent) ? entriesOf(sent).map(([key, value]) => [key.toLowerCase(), value]) : [];
  const { success, data } = operation.safeParse(Object.fromEntries(named));
  if (!success) throw syntax("Each operation is an object with “op”, and “path” as text where there is one.");
  const op = opNamed(data.op);
  if (data.path) return [step(type, op, data.path, data.value)];
  if (op === "remove") throw new ScimError(400, "noTarget", "Name by “path” what is to be removed.");
  if (!isObject(data.value)) throw badValue("Without a “path”, the value must be an object with attributes.");
  return entriesOf(data.value).flatMap(([key, value]) => keyStep(type, op, key, value));
}

function opNamed(sent: string): PatchStep["op"] {
  const op = sent.toLowerCase();
  if (op === "add" || op === "replace" || op === "remove") return op;
  throw syntax(`${quoted(sent)} is no operation. There are add, replace and remove.`);
}

function step(type: ResourceType, op: PatchStep["op"], path: string, value: unknown): PatchStep {
  const target = patchTarget(type, path);
  if (target.kind === "attribute" && isReadOnly(target))
    throw new ScimError(400, "mutability", `${quoted(path)} can't be changed: only the server writes it.`);
  if (op !== "remove" && value === undefined)
    throw badValue(`The operation on ${quoted(path)} needs a value.`);
  return { op, target, value };
}

const isReadOnly = ({ attribute, sub }: AttributeTarget) => (sub ?? attribute).mutability === "readOnly";

function keyStep(type: ResourceType, op: "add" | "replace", key: string, value: unknown): PatchStep[] {
  const target = targetOfKey(type, key);
  if (!target || (target.kind === "attribute" && isReadOnly(target))) return [];
  return [{ op, target, value }];
}

function targetOfKey(type: ResourceType, key: string): PatchTarget | null {
  try {
    return patchTarget(type, key);
  } catch (error) {
    if (error instanceof ScimError && error.scimType === "invalidPath") return null;
    throw error;
  }
}

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
  // Null is how a value is taken away in JSON.
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
  // What is not given of a complex attribute stays (RFC 7644, 3.5.2.3).
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
  // Microsoft Entra ID names in a list what to remove.
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
      throw new ScimError(400, "noTarget", `No value of ${quoted(attribute.name)} is what the path names.`);
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

/** Tells whether a contact's value is taken away: what says of which type it was goes with it. Some providers send `""` for that. */
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

/** Reads what a value has that a filter finds: `type eq "mobile"` makes one of that type. */
function equalities(filter: Filter): Attributes {
  if (filter.kind === "and") return Object.assign({}, ...filter.filters.map(equalities));
  const isGiven = filter.kind === "compare" && filter.comparison === "eq" && filter.operand !== null;
  return isGiven ? { [filter.path.attribute.name]: filter.operand ?? undefined } : {};
}

/** Adds a value, or what it says anew about one that is there. */
function added(list: readonly Value[], value: Value, target: AttributeTarget): readonly Value[] {
  const there = list.find((each) => isMeant(each, value, target));
  if (there === undefined) return [...list, value];
  if (!isComplex(there) || !isComplex(value)) return list;
  const after = { ...there, ...value };
  const isNews = Object.entries(value).some(([name, each]) => there[name] !== each);
  return isNews ? list.map((each) => (each === there ? after : each)) : list;
}

/** Tells whether a value that was sent means this one: the same value, of the same type where it names one. */
function isMeant(value: Value, sent: Value, { extension, attribute }: AttributeTarget): boolean {
  if (!isComplex(value) || !isComplex(sent)) return value === sent;
  const fold = isCaseExact({ extension, attribute }) ? (text: string) => text : foldCase;
  const same = (one: Value | undefined, other: Value | undefined) =>
    one === other || (typeof one === "string" && typeof other === "string" && fold(one) === fold(other));
  const names =
    sent.value === undefined ? Object.keys(sent) : ["value", ...(sent.type === undefined ? [] : ["type"])];
  return names.every((name) => same(value[name], sent[name]));
}

/** Takes the others' `primary` away where a value has it newly (RFC 7644, 3.5.2). */
function withOnePrimary(before: readonly Value[], after: readonly Value[]): readonly Value[] {
  const isPrimary = (value: Value) => isComplex(value) && value.primary === true;
  const [newOne, ...others] = after.filter((each) => isPrimary(each) && !before.includes(each));
  if (others.length > 0) throw badValue("At most one value can be primary.");
  if (newOne === undefined) return after;
  return after.map((each) =>
    each !== newOne && isComplex(each) && isPrimary(each) ? { ...each, primary: false } : each,
  );
}
