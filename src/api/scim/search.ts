import { type Attributes, groupType, type ResourceType, userType } from "../../services/profiles/schema.ts";
import { listProvisionedGroups } from "../../services/provisioning/list-groups.ts";
import { listPeople } from "../../services/provisioning/list-people.ts";
import type { Listed } from "../../services/provisioning/listing.ts";
import { LIST_RESPONSE, type ScimAnswer, type ScimRequest } from "./exchange.ts";
import { cursorAfter, listRequest, type Search } from "./list-request.ts";
import { groupAttributes, userResource } from "./present.ts";
import { isShown, projector } from "./projection.ts";
import { ScimError } from "./scim-error.ts";

/** Lists the resources of a type that a search means (RFC 7644, 3.4.2; RFC 9865). */
export async function list(request: ScimRequest, type: ResourceType, search: Search): Promise<ScimAnswer> {
  const { rows, total, next } = await found(request, type, search);
  const byCursor = search.cursor !== null;
  return {
    status: 200,
    body: {
      schemas: [LIST_RESPONSE],
      totalResults: total,
      itemsPerPage: rows.length,
      ...(!byCursor && { startIndex: search.startIndex }),
      ...(byCursor && next && { nextCursor: cursorAfter(type, search, next) }),
      Resources: rows,
    },
  };
}

/** Searches users and groups, users first. */
export async function searchAll(request: ScimRequest, search: Search): Promise<ScimAnswer> {
  if (search.cursor !== null)
    throw new ScimError(400, "invalidCursor", "Users and groups together are paged by “startIndex”.");
  const users = await foundIn(request, userType, search);
  const left = { count: search.count - (users?.rows.length ?? 0) };
  const startIndex = Math.max(1, search.startIndex - (users?.total ?? 0));
  const groups = await foundIn(request, groupType, { ...search, ...left, startIndex });
  if (!users && !groups) return list(request, userType, search);
  const rows = [...(users?.rows ?? []), ...(groups?.rows ?? [])];
  return {
    status: 200,
    body: {
      schemas: [LIST_RESPONSE],
      totalResults: (users?.total ?? 0) + (groups?.total ?? 0),
      itemsPerPage: rows.length,
      startIndex: search.startIndex,
      Resources: rows,
    },
  };
}

/** Finds resources of one of several types; null where the filter or the order names an attribute that it has not. */
async function foundIn(request: ScimRequest, type: ResourceType, search: Search) {
  try {
    return await found(request, type, search);
  } catch (error) {
    if (
      error instanceof ScimError &&
      (error.scimType === "invalidFilter" || error.scimType === "invalidPath")
    )
      return null;
    throw error;
  }
}

async function found(
  { actor, context }: ScimRequest,
  type: ResourceType,
  search: Search,
): Promise<Listed<Attributes>> {
  const asked = listRequest(type, search);
  const { address } = context;
  const show = projector(type, search.shown);
  if (type.name === "User") {
    const listed = await listPeople(actor, asked, (person) => userResource(person, address));
    return {
      ...listed,
      rows: listed.rows.map((person) => show(userResource(person, address))),
    };
  }
  const shows = { members: isShown(type, search.shown, "members") };
  const listed = await listProvisionedGroups(actor, asked, shows, (group) => groupAttributes(group, address));
  return {
    ...listed,
    rows: listed.rows.map((group) => show(groupAttributes(group, address))),
  };
}
