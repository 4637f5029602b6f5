import { createHash } from "node:crypto";
import { z } from "zod";
import { isObject, type ResourceType } from "../../services/profiles/schema.ts";
import type { ListRequest } from "../../services/provisioning/listing.ts";
import { attributeAt } from "./attribute-path.ts";
import { PAGE_SIZES } from "./discovery.ts";
import { parseFilter } from "./parse-filter.ts";
import type { Shown } from "./projection.ts";
import { checkSchemas } from "./read-resource.ts";
import { badValue, quoted, ScimError } from "./scim-error.ts";

const searchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/** What a list was asked for, as it came in a query or in a body. */
export interface Search {
  filter: string | null;
  sortBy: string | null;
  descending: boolean;
  /** From 1; below that it counts as 1. */
  startIndex: number;
  count: number;
  /** Empty for the first part; null where parts are counted by `startIndex`. */
  cursor: string | null;
  shown: Shown;
}

/** More than there are, however each is spelled: every one is looked for. */
const MOST_NAMED = 200;

/** Reads which attributes are to be shown from a query. @throws ScimError (invalidValue) */
export function shownIn(query: URLSearchParams): Shown {
  const names = (parameter: string) =>
    query
      .getAll(parameter)
      .flatMap((value) => value.split(","))
      .map((name) => name.trim())
      .filter((name) => name !== "");
  return checkedNames({ attributes: names("attributes"), excluded: names("excludedAttributes") });
}

function checkedNames(shown: Shown): Shown {
  if (shown.attributes.length + shown.excluded.length > MOST_NAMED)
    throw badValue(`Name up to ${MOST_NAMED} attributes to show or to leave out.`);
  return shown;
}

/** Reads a search from a query. @throws ScimError (invalidValue) */
export function searchIn(query: URLSearchParams): Search {
  return {
    filter: query.get("filter"),
    sortBy: query.get("sortBy"),
    descending: isDescending(query.get("sortOrder")),
    ...pageIn(query.get("startIndex"), query.get("count"), query.get("cursor")),
    shown: shownIn(query),
  };
}

const text = z.string().nullish();
const number = z.union([z.number(), z.string()]).nullish();
const names = z.union([z.array(z.string()), z.string().transform((list) => list.split(","))]).nullish();
const body = z.object({
  filter: text,
  sortBy: text,
  sortOrder: text,
  startIndex: number,
  count: number,
  cursor: text,
  attributes: names,
  excludedAttributes: names,
});

/** Reads a search from a body (RFC 7644, 3.4.3). @throws ScimError (invalidSyntax, invalidValue) */
export function searchInBody(sent: unknown): Search {
  if (isObject(sent)) checkSchemas(sent, searchRequest);
  const { success, data } = body.safeParse(sent);
  if (!success) throw new ScimError(400, "invalidSyntax", "Send a search as a SearchRequest of RFC 7644.");
  const asText = (value: string | number | null | undefined) =>
    value === null || value === undefined ? null : String(value);
  return {
    filter: data.filter ?? null,
    sortBy: data.sortBy ?? null,
    descending: isDescending(data.sortOrder ?? null),
    ...pageIn(asText(data.startIndex), asText(data.count), data.cursor ?? null),
    shown: checkedNames({ attributes: data.attributes ?? [], excluded: data.excludedAttributes ?? [] }),
  };
}

function pageIn(startIndex: string | null, count: string | null, cursor: string | null) {
  return {
    startIndex: Math.max(1, integer("startIndex", startIndex) ?? 1),
    count: Math.min(PAGE_SIZES.most, Math.max(0, integer("count", count) ?? PAGE_SIZES.usual)),
    cursor,
  };
}

function integer(name: string, text: string | null): number | null {
  if (text === null || text === "") return null;
  if (/^[+-]?\d{1,15}$/.test(text)) return Number(text);
  throw badValue(`${quoted(name)} must be a whole number.`);
}

function isDescending(order: string | null): boolean {
  const lower = order?.toLowerCase() ?? "ascending";
  if (lower !== "ascending" && lower !== "descending")
    throw badValue("“sortOrder” is ascending or descending.");
  return lower === "descending";
}

/** Reads what a search means for resources of a type. @throws ScimError (invalidFilter, invalidPath, invalidCursor) */
export function listRequest(type: ResourceType, search: Search): ListRequest {
  const { filter, sortBy, descending, startIndex, count, cursor } = search;
  return {
    filter: filter ? parseFilter(type, filter) : null,
    order: sortBy ? { path: sortPath(type, sortBy), descending } : null,
    from: cursor === null ? { skip: startIndex - 1 } : { afterId: afterId(type, search, cursor) },
    count,
  };
}

function sortPath(type: ResourceType, sortBy: string) {
  const path = attributeAt(type, sortBy);
  const whole = path && (path.sub ?? path.attribute);
  const isValue = whole?.type !== "complex" || whole.subAttributes?.some(({ name }) => name === "value");
  if (!path || !isValue)
    throw new ScimError(400, "invalidPath", `There is no attribute ${quoted(sortBy)} to sort by.`);
  return path;
}

/** Writes a cursor: after which id the next part begins, of this very search. */
export function cursorAfter(type: ResourceType, search: Search, id: string): string {
  return `${id}${fingerprint(type, search)}`;
}

function afterId(type: ResourceType, search: Search, cursor: string): string | null {
  if (cursor === "") return null;
  const [id, rest] = [cursor.slice(0, 24), cursor.slice(24)];
  if (!/^[0-9a-f]{24}$/.test(id) || rest !== fingerprint(type, search))
    throw new ScimError(
      400,
      "invalidCursor",
      "This cursor is not one of this search. Begin again without it.",
    );
  return id;
}

function fingerprint({ name }: ResourceType, { filter, sortBy, descending }: Search): string {
  return createHash("sha256")
    .update(JSON.stringify([name, filter, sortBy, descending]))
    .digest("hex")
    .slice(0, 16);
}
