import { type QueryFilter, Types } from "mongoose";
import { memberOf } from "../../models/membership.ts";
import type { UserDocument } from "../../models/user.ts";
import { isObjectId } from "../object-id.ts";
import { type Comparison, type Filter, soughtText } from "../profiles/filter.ts";
import { hasKeys, keyPrefix, keysEnd } from "../profiles/person-keys.ts";
import { userType } from "../profiles/resource-types.ts";
import { type AttributePath, foldCase, valuePart } from "../profiles/schema.ts";
import { prefixEnd } from "../search-terms.ts";

type Query = QueryFilter<UserDocument>;
type Compare = Extract<Filter, { kind: "compare" }>;

/** A query that finds, by an index, every user who matches a filter; others too, unless it is exact. */
export interface PeopleQuery {
  query: Query;
  exact: boolean;
}

/** Users whom no provider has described: their address is their userName. The index of keys holds null for them. */
const untouched: Query = { "provisioned.keys": null };

/** Other attributes by which they can match, derived from fields that have no such keys. */
const derived = [
  "name.formatted",
  "name.givenName",
  "name.familyName",
  "displayName",
  "title",
  "timezone",
  "phoneNumbers.value",
  "phoneNumbers.type",
  "phoneNumbers.primary",
  "emails.type",
];

/** Translates a filter into a query that an index answers; null if there is none. */
export function peopleQuery(filter: Filter): PeopleQuery | null {
  switch (filter.kind) {
    case "and":
      return allOf(filter.filters.map(peopleQuery));
    case "or":
      return anyOf(filter.filters.map(peopleQuery));
    case "not":
      return negated(filter.filter);
    case "present":
      return present(filter.path);
    case "compare":
      return compared(filter);
    case "element":
      return inElements(filter.path, filter.filter);
  }
}

function allOf(parts: readonly (PeopleQuery | null)[]): PeopleQuery | null {
  const found = parts.filter((part) => part !== null);
  if (found.length === 0) return null;
  return {
    query: { $and: found.map(({ query }) => query) },
    exact: found.length === parts.length && found.every(({ exact }) => exact),
  };
}

function anyOf(parts: readonly (PeopleQuery | null)[]): PeopleQuery | null {
  const found = parts.filter((part) => part !== null);
  if (found.length < parts.length) return null;
  return { query: { $or: found.map(({ query }) => query) }, exact: found.every(({ exact }) => exact) };
}

/** Negates a filter by De Morgan's laws; no index finds what lacks a value. */
function negated(filter: Filter): PeopleQuery | null {
  switch (filter.kind) {
    case "and":
      return anyOf(filter.filters.map(negated));
    case "or":
      return allOf(filter.filters.map(negated));
    case "not":
      return peopleQuery(filter.filter);
    case "compare":
      return negatedComparison(filter);
    case "present":
      return oppositeOf(present(filter.path));
    case "element":
      return isOthers(filter.path) ? everyone : null;
  }
}

/** Turns everyone into no one, and the reverse; null for any other query. */
function oppositeOf(query: PeopleQuery | null): PeopleQuery | null {
  if (query === everyone) return noOne;
  return query === noOne ? everyone : null;
}

function negatedComparison(filter: Compare): PeopleQuery | null {
  const comparison = { eq: "ne", ne: "eq" } as const;
  if (filter.comparison !== "eq" && filter.comparison !== "ne") return null;
  const opposite = compared({ ...filter, comparison: comparison[filter.comparison] });
  return opposite && { ...opposite, exact: opposite.exact && !filter.path.attribute.multiValued };
}

function present(path: AttributePath): PeopleQuery | null {
  const { name } = path.attribute;
  if (isOthers(path)) return noOne;
  if (name === "meta") return everyone;
  if (["schemas", "id", "userName", "emails", "active"].includes(name) && !path.sub) return everyone;
  if (!hasKeys(path)) return null;
  return ofKeys(path, { "provisioned.keys": { $elemMatch: { $gt: keyPrefix(path), $lt: keysEnd(path) } } });
}

function compared({ path, comparison, operand }: Compare): PeopleQuery | null {
  const { attribute, sub } = path;
  if (isOthers(path)) return (comparison === "ne") === (operand !== null) ? everyone : noOne;
  if (operand === null) return comparison === "ne" ? present(path) : null;
  if (attribute.name === "active" && typeof operand === "boolean")
    return { query: operand === (comparison === "eq") ? active : inactive, exact: true };
  if (typeof operand !== "string") return null;
  if (attribute.name === "id" || (attribute.name === "meta" && sub?.name === "location"))
    return comparison === "eq" ? withId(operand.slice(operand.lastIndexOf("/") + 1)) : null;
  if (attribute.name === "schemas")
    return comparison === "eq" && foldCase(operand) === foldCase(userType.schema.id) ? everyone : null;
  if (attribute.name === "meta" && sub?.name === "resourceType") return ofType(comparison, operand);
  if (attribute.name === "meta") return ofDates(sub?.name, comparison, new Date(operand));
  if (attribute.name === "groups") return inGroup(path, comparison, operand);
  return hasKeys(path) ? ofText(path, comparison, operand) : null;
}

function withId(id: string): PeopleQuery {
  return { query: isObjectId(id) ? { _id: new Types.ObjectId(id) } : nobody, exact: false };
}

/** People who are active, or will be once they register; and the others. */
const active: Query = { $or: [{ status: "active" }, { "awaited.active": true }] };
const inactive: Query = { status: "suspended", "awaited.active": { $ne: true } };

const nobody: Query = { _id: { $in: [] } };

const everyone: PeopleQuery = { query: {}, exact: true };
const noOne: PeopleQuery = { query: nobody, exact: true };

/** Tells whether an attribute is another type's, which users don't have: a search over all types asks for it. */
const isOthers = ({ extension }: AttributePath): boolean =>
  extension !== undefined && !userType.extensions.includes(extension);

function ofType(comparison: Comparison, operand: string): PeopleQuery | null {
  if (comparison !== "eq" && comparison !== "ne") return null;
  return (operand === userType.name) === (comparison === "eq") ? everyone : noOne;
}

/** Returns MongoDB's operator for equality or an order. */
function orderOf(comparison: Comparison): "$eq" | "$gt" | "$gte" | "$lt" | "$lte" | null {
  switch (comparison) {
    case "eq":
      return "$eq";
    case "gt":
      return "$gt";
    case "ge":
      return "$gte";
    case "lt":
      return "$lt";
    case "le":
      return "$lte";
    default:
      return null;
  }
}

function ofDates(name: string | undefined, comparison: Comparison, instant: Date): PeopleQuery | null {
  const order = orderOf(comparison);
  if (!order) return null;
  const registered: Query = { registeredAt: { [order]: instant } };
  if (name === "created") return { query: registered, exact: true };
  if (name !== "lastModified") return null;
  return {
    query: { $or: [{ changedAt: { [order]: instant } }, { changedAt: null, ...registered }] },
    exact: true,
  };
}

function inGroup({ sub }: AttributePath, comparison: Comparison, operand: string): PeopleQuery | null {
  const name = sub?.name ?? "value";
  if (comparison !== "eq" || (name !== "value" && name !== "$ref")) return null;
  const id = operand.slice(operand.lastIndexOf("/") + 1);
  if (!isObjectId(id)) return { query: nobody, exact: true };
  return { query: memberOf(new Types.ObjectId(id)), exact: name === "value" };
}

function ofText(path: AttributePath, comparison: Comparison, operand: string): PeopleQuery | null {
  const [start, end] = [keyPrefix(path), keysEnd(path)];
  const sought = soughtText(path, comparison, operand);
  const range = rangeOf(comparison, start + sought, start, end);
  const address = rangeOf(comparison, sought, "", null);
  if (!range || !address) return null;
  return ofKeys(
    path,
    { "provisioned.keys": "$eq" in range ? range : { $elemMatch: range } },
    { email: address },
  );
}

/** Returns the range of texts that compare so with `text`; all texts lie between `start` and `end`. */
function rangeOf(comparison: Comparison, text: string, start: string, end: string | null) {
  const below = end === null ? {} : { $lt: end };
  switch (comparison) {
    case "eq":
      return { $eq: text };
    case "sw":
      return { $gte: text, $lt: prefixEnd(text) };
    case "gt":
      return { $gt: text, ...below };
    case "ge":
      return { $gte: text, ...below };
    case "lt":
      return { $gte: start, $lt: text };
    case "le":
      return { $gte: start, $lte: text };
    default:
      return null;
  }
}

/** @param address finds users whom no provider has described, where the address is what is compared */
function ofKeys(path: AttributePath, keys: Query, address?: Query): PeopleQuery {
  const notation = notationOf(path);
  if (notation === "userName" || notation === "emails.value")
    return { query: { $or: [keys, { ...untouched, ...address }] }, exact: true };
  if (derived.includes(notation)) return { query: { $or: [keys, untouched] }, exact: false };
  return { query: keys, exact: true };
}

function notationOf({ attribute, sub }: AttributePath): string {
  const part = sub ?? valuePart(attribute);
  return part ? `${attribute.name}.${part.name}` : attribute.name;
}

/** Finds users whose values meet each condition, even if different values do. */
function inElements(path: AttributePath, filter: Filter): PeopleQuery | null {
  if (isOthers(path)) return noOne;
  const found = peopleQueryOf(path, filter);
  return found && { ...found, exact: found.exact && filter.kind !== "and" };
}

function peopleQueryOf(path: AttributePath, filter: Filter): PeopleQuery | null {
  const whole = (inner: AttributePath): AttributePath => ({ ...path, sub: inner.attribute });
  switch (filter.kind) {
    case "and":
      return allOf(filter.filters.map((each) => inElements(path, each)));
    case "or":
      return anyOf(filter.filters.map((each) => inElements(path, each)));
    case "present":
      return present(whole(filter.path));
    case "compare":
      return filter.operand === null ? null : compared({ ...filter, path: whole(filter.path) });
    default:
      return null;
  }
}
