import { createHash } from "node:crypto";
import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { type AttributePath, isObject, type ResourceType } from "../../services/profiles/schema.ts";
import type { ListRequest, Place } from "../../services/provisioning/listing.ts";
import { attributeAmong } from "./attribute-path.ts";
import { PAGE_SIZES } from "./discovery.ts";
import { parseFilter } from "./parse-filter.ts";
import type { Shown } from "./projection.ts";
import { checkSchemas, inLowerCase } from "./read-resource.ts";
import { badValue, quoted, ScimError, type ScimType } from "./scim-error.ts";

const searchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/** A search, as it came in a query or in a body. */
export interface Search {
  filter: string | null;
  sortBy: string | null;
  descending: boolean;
  /** Starts at 1; anything lower counts as 1. */
  startIndex: number;
  count: number;
  /** Empty for the first part; null if parts are counted by `startIndex`. */
  cursor: string | null;
  shown: Shown;
}

/** More than there are, however each is spelled: every one is looked up. */
const MAX_NAMED = 200;
const MAX_SKIPPED = 1e15;
/** How many characters identify the search that a cursor belongs to. */
const MARK = 16;

/** Reads which attributes to show from a query, whose names are in lower case. @throws ScimError (invalidValue) */
export function shownIn(query: URLSearchParams): Shown {
  const names = (parameter: string) =>
    query
      .getAll(parameter)
      .flatMap((value) => value.split(","))
      .map((name) => name.trim())
      .filter((name) => name !== "");
  return checkedNames({ attributes: names("attributes"), excluded: names("excludedattributes") });
}

function checkedNames(shown: Shown): Shown {
  if (shown.attributes.length + shown.excluded.length > MAX_NAMED)
    throw badValue(`Name up to ${MAX_NAMED} attributes to show or leave out.`);
  return shown;
}

/** Reads a search from a query, whose names are in lower case. @throws ScimError (invalidValue) */
export function searchIn(query: URLSearchParams): Search {
  return {
    filter: query.get("filter"),
    sortBy: query.get("sortby"),
    descending: isDescending(query.get("sortorder")),
    ...pageIn(query.get("startindex"), query.get("count"), query.get("cursor")),
    shown: shownIn(query),
  };
}

const text = z.string().nullish();
const number = z.union([z.number(), z.string()]).nullish();
const names = z.union([z.array(z.string()), z.string().transform((list) => list.split(","))]).nullish();
const body = z.object({
  filter: text,
  sortby: text,
  sortorder: text,
  startindex: number,
  count: number,
  cursor: text,
  attributes: names,
  excludedattributes: names,
});

/** Reads a search from a body (RFC 7644, 3.4.3). @throws ScimError (invalidSyntax, invalidValue) */
export function searchInBody(sent: unknown): Search {
  const named = inLowerCase(sent);
  if (isObject(named)) checkSchemas(named, searchRequest);
  const { success, data } = body.safeParse(named);
  if (!success) throw new ScimError(400, "invalidSyntax", "Send a search as a SearchRequest of RFC 7644.");
  return {
    filter: data.filter ?? null,
    sortBy: data.sortby ?? null,
    descending: isDescending(data.sortorder ?? null),
    ...pageIn(data.startindex ?? null, data.count ?? null, data.cursor ?? null),
    shown: checkedNames({ attributes: data.attributes ?? [], excluded: data.excludedattributes ?? [] }),
  };
}

function pageIn(startIndex: string | number | null, count: string | number | null, cursor: string | null) {
  // RFC 9865 has a separate kind for a fault of the count.
  const fault = cursor === null ? "invalidValue" : "invalidCount";
  return {
    startIndex: Math.max(1, integer("startIndex", startIndex, "invalidValue") ?? 1),
    count: Math.min(PAGE_SIZES.most, Math.max(0, integer("count", count, fault) ?? PAGE_SIZES.usual)),
    cursor,
  };
}

/** Reads a whole number of any size, capped at what a database can skip. */
function integer(name: string, sent: string | number | null, fault: ScimType): number | null {
  if (sent === null || sent === "") return null;
  const isNumber = typeof sent === "number" || /^[+-]?\d+$/.test(sent);
  if (isNumber && Number.isInteger(Number(sent))) return Math.min(MAX_SKIPPED, Number(sent));
  throw new ScimError(400, fault, `${quoted(name)} must be a whole number.`);
}

function isDescending(order: string | null): boolean {
  const lower = order?.toLowerCase() ?? "ascending";
  if (lower !== "ascending" && lower !== "descending")
    throw badValue("“sortOrder” must be ascending or descending.");
  return lower === "descending";
}

/**
 * Turns a search into a request for resources of a type.
 *
 * @param others types that are searched as well
 * @throws ScimError (invalidFilter, invalidPath, invalidCursor)
 */
export function listRequest(
  type: ResourceType,
  search: Search,
  others: readonly ResourceType[],
): ListRequest {
  const { filter, sortBy, descending, startIndex, count, cursor } = search;
  return {
    filter: filter ? parseFilter(type, filter, others) : null,
    order: sortBy ? orderBy(sortPath(type, sortBy, others), descending, type) : null,
    from: cursor === null ? { skip: startIndex - 1 } : { after: placeIn(type, search, cursor) },
    count,
  };
}

/** An attribute that only another type has gives no order. */
function orderBy(path: AttributePath, descending: boolean, { extensions }: ResourceType) {
  const isOwn = !path.extension || extensions.includes(path.extension);
  return isOwn ? { path, descending } : null;
}

function sortPath(type: ResourceType, sortBy: string, others: readonly ResourceType[]) {
  const path = attributeAmong(type, others, sortBy);
  const whole = path && (path.sub ?? path.attribute);
  const isValue = whole?.type !== "complex" || whole.subAttributes?.some(({ name }) => name === "value");
  if (!path || !isValue)
    throw new ScimError(400, "invalidPath", `There is no attribute ${quoted(sortBy)} to sort by.`);
  return path;
}

/** Writes a cursor: the place after which the next part of this search begins; null for the first of the type. */
export function cursorAfter(type: ResourceType, search: Search, place: Place | null): string {
  return Buffer.from(JSON.stringify([fingerprint(type, search), place])).toString("base64url");
}

/** Tells whether a search continues among the resources of a type. */
export function isAmong(type: ResourceType, search: Search): boolean {
  return decoded(search.cursor ?? "")?.[0] === fingerprint(type, search);
}

function placeIn(type: ResourceType, search: Search, cursor: string): Place | null {
  if (cursor === "") return null;
  const [mark, place = null] = decoded(cursor) ?? [];
  if (mark === fingerprint(type, search)) return place;
  throw new ScimError(400, "invalidCursor", "This cursor belongs to another search. Start again without it.");
}

const cursorContent = z.tuple([
  z.string(),
  z.strictObject({ key: z.string().nullable(), id: objectId }).nullable(),
]);

function decoded(cursor: string) {
  try {
    return cursorContent.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString())).data;
  } catch {
    return undefined;
  }
}

function fingerprint({ name }: ResourceType, { filter, sortBy, descending }: Search): string {
  return createHash("sha256")
    .update(JSON.stringify([name, filter, sortBy, descending]))
    .digest("hex")
    .slice(0, MARK);
}
