import { groupType, userType } from "../../services/profiles/resource-types.ts";
import type { Attributes, ResourceType } from "../../services/profiles/schema.ts";
import { listProvisionedGroups } from "../../services/provisioning/list-groups.ts";
import { listPeople } from "../../services/provisioning/list-people.ts";
import type { Listed } from "../../services/provisioning/listing.ts";
import { LIST_RESPONSE, type ScimAnswer, type ScimRequest } from "./exchange.ts";
import { cursorAfter, isAmong, listRequest, type Search } from "./list-request.ts";
import { groupAttributes, userResource } from "./present.ts";
import { isShown, projector } from "./projection.ts";

/** Lists the resources of a type that match a search (RFC 7644, 3.4.2; RFC 9865). */
export async function list(request: ScimRequest, type: ResourceType, search: Search): Promise<ScimAnswer> {
  const listed = await found(request, type, search);
  return listAnswer(search, listed, listed.next && cursorAfter(type, search, listed.next));
}

/** Searches users, then groups, each in the requested order. */
export async function searchAll(request: ScimRequest, search: Search): Promise<ScimAnswer> {
  const byCursor = search.cursor !== null;
  const inGroups = isAmong(groupType, search);
  const users = await found(request, userType, inGroups ? { ...search, cursor: "", count: 0 } : search, [
    groupType,
  ]);
  const count = search.count - users.rows.length;
  const startIndex = Math.max(1, search.startIndex - users.total);
  const inUsers = byCursor && !inGroups;
  const groups = await found(
    request,
    groupType,
    { ...search, count, startIndex, ...(inUsers && { cursor: "" }) },
    [userType],
  );
  const isNextGroups = inUsers && count === 0 && search.count > 0 && groups.total > 0;
  const [type, place] = users.next ? [userType, users.next] : [groupType, groups.next];
  return listAnswer(
    search,
    { rows: [...users.rows, ...groups.rows], total: users.total + groups.total },
    place || isNextGroups ? cursorAfter(type, search, place) : null,
  );
}

function listAnswer(
  { cursor, startIndex }: Search,
  { rows, total }: Pick<Listed<Attributes>, "rows" | "total">,
  nextCursor: string | null,
): ScimAnswer {
  const byCursor = cursor !== null;
  return {
    status: 200,
    body: {
      schemas: [LIST_RESPONSE],
      totalResults: total,
      itemsPerPage: rows.length,
      ...(!byCursor && { startIndex }),
      ...(byCursor && nextCursor !== null && { nextCursor }),
      Resources: rows,
    },
  };
}

async function found(
  { actor, context }: ScimRequest,
  type: ResourceType,
  search: Search,
  others: readonly ResourceType[] = [],
): Promise<Listed<Attributes>> {
  const asked = listRequest(type, search, others);
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
