import { Types } from "mongoose";
import { comparedText, compareText, type Filter, matcher, valuesAt } from "../profiles/filter.ts";
import { type AttributePath, type Attributes, isComplex, valuePart } from "../profiles/schema.ts";
import { FilterTooWide } from "./refusals.ts";

/** How many resources are searched when no index answers. */
export const MAX_LOOKED_THROUGH = 1_000;

interface Order {
  path: AttributePath;
  descending: boolean;
}

/** Which resources are asked for, and which part of the list. */
export interface ListRequest {
  filter: Filter | null;
  order: Order | null;
  /** How many come before this part, or the place of the last one before it; null at the beginning. */
  from: { skip: number } | { after: Place | null };
  count: number;
}

/** A row's place in a list, even if the row is gone by now: its sort key, then its id among equal keys. */
export interface Place {
  /** Null if the row has no value to sort by, or the list is sorted by id alone. */
  key: string | null;
  id: string;
}

export interface Listed<Row> {
  rows: Row[];
  /** How many there are in all. */
  total: number;
  /** The place after which the next part begins; null at the end. */
  next: Place | null;
}

/** A row to search: with its id, and the attributes that the filter and the order compare. */
export interface Candidate<Row> {
  id: string;
  row: Row;
  resource: Attributes;
}

/** Refuses to search more than `most`. @throws FilterTooWide */
export function checkWidth(
  found: readonly unknown[],
  of: FilterTooWide["facts"]["of"],
  most = MAX_LOOKED_THROUGH,
): void {
  if (found.length > most) throw new FilterTooWide({ most, of });
}

/** Tells whether a list is in the order of ids, which is that of creation, or in reverse. */
export function isById({ order }: ListRequest): boolean {
  return order === null || order.path.attribute.name === "id";
}

/** What to read for a part of a list by id, however long the list is: one row more than the part has. */
export interface PartById {
  /** Filters for the rows after those of earlier parts. */
  after: { _id?: { $lt: Types.ObjectId } | { $gt: Types.ObjectId } };
  direction: 1 | -1;
  skip: number;
  limit: number;
}

/** Returns what to read for the requested part of a list that is in the order of ids. */
export function partById({ order, from, count }: ListRequest): PartById {
  const isDescending = order?.descending ?? false;
  const place = "after" in from && from.after ? new Types.ObjectId(from.after.id) : null;
  return {
    after: place ? { _id: isDescending ? { $lt: place } : { $gt: place } } : {},
    direction: isDescending ? -1 : 1,
    // SCIM's startIndex (RFC 7644, 3.4.2.4) is a position: clients that read far are offered cursors.
    skip: "skip" in from ? from.skip : 0,
    limit: count + 1,
  };
}

/** Returns the place after which the next part begins; null at the end. @param read the rows that `partById` asked for */
export function nextById(read: readonly { _id: Types.ObjectId }[], count: number): Place | null {
  const last = read.length > count ? read[count - 1] : undefined;
  return last ? { key: null, id: String(last._id) } : null;
}

/** Picks the requested part from candidates that were all read. */
export function pickPart<Row>(candidates: readonly Candidate<Row>[], request: ListRequest): Listed<Row> {
  const { filter, order, from, count } = request;
  const matches = filter ? matcher(filter) : () => true;
  const keyOf = order ? sortKey(order.path) : () => null;
  const compare = inOrder(order?.descending ?? false);
  const sorted = candidates
    .filter(({ resource }) => matches(resource))
    .map(({ id, row, resource }) => ({ row, place: { key: keyOf(resource), id } }))
    .toSorted((a, b) => compare(a.place, b.place));
  const isAfter = (after: Place | null) => (each: { place: Place }) =>
    !after || compare(each.place, after) > 0;
  const rest = "skip" in from ? sorted.slice(from.skip) : sorted.filter(isAfter(from.after));
  const part = rest.slice(0, count);
  return {
    rows: part.map(({ row }) => row),
    total: sorted.length,
    next: part.length < rest.length ? (part.at(-1)?.place ?? null) : null,
  };
}

/** Compares as RFC 7644 (3.4.2.3) says: rows without a value last, or first when descending; equal rows by id. */
function inOrder(descending: boolean): (a: Place, b: Place) => number {
  const direction = descending ? -1 : 1;
  return (a, b) => direction * compareKeys(a.key, b.key) || compareText(a.id, b.id);
}

function compareKeys(a: string | null, b: string | null): number {
  return a === null || b === null ? Number(a === null) - Number(b === null) : compareText(a, b);
}

/** Returns a function that reads a resource's sort key: of a multi-valued attribute, the primary value or the first. */
function sortKey(path: AttributePath): (resource: Attributes) => string | null {
  const compared = comparedText(path);
  return (resource) => {
    const value = sortValue(resource, path);
    return value === undefined ? null : compared(String(value));
  };
}

function sortValue(resource: Attributes, path: AttributePath) {
  const { extension, attribute, sub } = path;
  const holder = extension ? resource[extension.id] : resource;
  const values = isComplex(holder) ? holder[attribute.name] : undefined;
  const part = sub ?? valuePart(attribute);
  if (!Array.isArray(values) || !part) return valuesAt(resource, path)[0];
  const chosen = values.find((value) => isComplex(value) && value.primary === true) ?? values[0];
  return isComplex(chosen) ? chosen[part.name] : undefined;
}
