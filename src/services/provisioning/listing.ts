import { compareText, type Filter, matcher, valuesAt } from "../profiles/filter.ts";
import {
  type AttributePath,
  type Attributes,
  foldCase,
  isCaseExact,
  isComplex,
  valuePart,
} from "../profiles/schema.ts";
import { FilterTooWide } from "./refusals.ts";

/** How many resources are looked through for what no index answers. */
export const MAX_LOOKED_THROUGH = 1_000;

interface Order {
  path: AttributePath;
  descending: boolean;
}

/** Which resources are asked for, and which part of them. */
export interface ListRequest {
  filter: Filter | null;
  order: Order | null;
  /** How many come before the part, or the id of the last before it. */
  from: { skip: number } | { afterId: string | null };
  count: number;
}

export interface Listed<Row> {
  rows: Row[];
  /** How many there are in all. */
  total: number;
  /** The id after which the next part begins; null at the end. */
  next: string | null;
}

/** What is looked through: each row with its id, as the attributes that the filter and the order are about. */
export interface Candidate<Row> {
  id: string;
  row: Row;
  resource: Attributes;
}

/** Refuses to look through more than the most. @throws FilterTooWide */
export function checkWidth(
  found: readonly unknown[],
  of: FilterTooWide["facts"]["of"],
  most = MAX_LOOKED_THROUGH,
): void {
  if (found.length > most) throw new FilterTooWide({ most, of });
}

/** Picks the part that is asked for of candidates that were all read. */
export function pickPart<Row>(candidates: readonly Candidate<Row>[], request: ListRequest): Listed<Row> {
  const { filter, order, from, count } = request;
  const matches = filter ? matcher(filter) : () => true;
  const found = candidates.filter(({ resource }) => matches(resource));
  const sorted = order ? inOrder(found, order) : found;
  const start = "skip" in from ? from.skip : positionAfter(sorted, from.afterId, order === null);
  const part = sorted.slice(start, start + count);
  const hasMore = start + part.length < sorted.length;
  return {
    rows: part.map(({ row }) => row),
    total: sorted.length,
    next: hasMore ? (part.at(-1)?.id ?? null) : null,
  };
}

/** A row may be gone by now. Where it stood among ids is known; else the part begins anew, since nothing says where it was. */
function positionAfter(sorted: readonly Candidate<unknown>[], id: string | null, isById: boolean): number {
  if (id === null) return 0;
  if (!isById) return sorted.findIndex((each) => each.id === id) + 1;
  const next = sorted.findIndex((each) => each.id > id);
  return next < 0 ? sorted.length : next;
}

/** Sorts as RFC 7644 (3.4.2.3) says: without a value last, and first when descending; of a list its primary value or the first. */
function inOrder<Row>(candidates: readonly Candidate<Row>[], { path, descending }: Order): Candidate<Row>[] {
  const fold = isCaseExact(path) ? (text: string) => text : foldCase;
  const keyed = candidates.map((candidate) => {
    const value = sortValue(candidate.resource, path);
    return { candidate, key: value === undefined ? null : fold(String(value)) };
  });
  const direction = descending ? -1 : 1;
  return keyed
    .toSorted((a, b) => {
      if (a.key === null || b.key === null)
        return direction * (Number(a.key === null) - Number(b.key === null));
      return direction * compareText(a.key, b.key);
    })
    .map(({ candidate }) => candidate);
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
