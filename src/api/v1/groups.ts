import * as z from "zod";
import type { Principal } from "../../services/actor.ts";
import { deleteGroup } from "../../services/groups/delete-group.ts";
import { LONGEST_NAME, MAX_NAMES, namesIn } from "../../services/groups/group-fields.ts";
import { groupsAfter, membersAfter, readGroup } from "../../services/groups/read-groups.ts";
import { createGroup, editGroup } from "../../services/groups/write-group.ts";
import { endpoint } from "../endpoint.ts";
import { cursorAt, limit, page, pageOf } from "../paging.ts";
import { documented, objectId } from "../schemas.ts";
import { expectedVersion } from "./expected-version.ts";
import { group, presentGroup } from "./group-resource.ts";
import { searchText } from "./parameters.ts";
import { member, presentMember } from "./user-resource.ts";

const params = z.strictObject({ id: objectId });
/** More than a group can have, so that the service refuses text that is too long, with its sentence. */
const LONGEST_TEXT = 1_000;

const text = z.string().max(LONGEST_TEXT);
const name = text.register(documented, { description: "At most 60 characters, and unique among groups." });
const description = text.register(documented, { description: "At most 200 characters." });
const scope = z
  .union([z.literal("all"), z.array(z.string().regex(/^[^,\n]*$/))], {
    error: "must be “all”, or a list of names, which have no commas and no line breaks",
  })
  // Counted as sent: empty and repeated names are removed later.
  .refine((given) => given === "all" || given.length <= MAX_NAMES, `must have at most ${MAX_NAMES} names`)
  .refine(
    (given) => given === "all" || given.every((each) => each.length <= LONGEST_NAME),
    `must have names of at most ${LONGEST_NAME} characters each`,
  )
  .transform((given) =>
    given === "all" ? { all: true, names: [] } : { all: false, names: namesIn(given.join("\n")) },
  )
  .register(documented, {
    description: `\`all\`, or up to ${MAX_NAMES} names of at most ${LONGEST_NAME} characters each, without commas.`,
    json: {
      anyOf: [
        { type: "string", const: "all" },
        {
          type: "array",
          items: { type: "string", maxLength: LONGEST_NAME, pattern: "^[^,\n\\x00]*$" },
          maxItems: MAX_NAMES,
        },
      ],
    },
  });

/** Answers with a group, to a client that may read it, or has just changed it. */
async function answerWith(actor: Principal, permission: "groups:read" | "groups:write", groupId: string) {
  const body = presentGroup(await readGroup(actor, permission, groupId));
  return { body, version: body.version };
}

export const listGroups = endpoint({
  method: "GET",
  path: "/groups",
  operationId: "listGroups",
  tag: "groups",
  summary: "List or search groups",
  description: "In the order they were created; with `q`, in search order.",
  permission: "groups:read",
  query: z.strictObject({ q: searchText, limit, cursor: cursorAt(z.strictObject({ after: objectId })) }),
  responses: { 200: pageOf(group) },
  handle: async ({ actor, query: { q = "", limit: most, cursor } }) => {
    const { rows, more } = await groupsAfter(actor, q, cursor?.after, most);
    const last = more ? rows.at(-1) : undefined;
    return page(rows.map(presentGroup), last ? { after: String(last._id) } : null);
  },
});

export const createGroupEndpoint = endpoint({
  method: "POST",
  path: "/groups",
  operationId: "createGroup",
  tag: "groups",
  summary: "Create a group",
  permission: "groups:write",
  body: z.strictObject({
    name,
    description: description.default(""),
    services: scope.default({ all: false, names: [] }),
    projects: scope.default({ all: false, names: [] }),
    regions: scope.default({ all: false, names: [] }),
    actions: scope.optional(),
  }),
  versioned: [201],
  located: [201],
  responses: { 201: group },
  handle: async ({ actor, body }) => {
    const { groupId } = await createGroup(actor, body);
    return {
      status: 201,
      location: `/groups/${groupId}`,
      ...(await answerWith(actor, "groups:write", groupId)),
    };
  },
});

export const getGroup = endpoint({
  method: "GET",
  path: "/groups/{id}",
  operationId: "getGroup",
  tag: "groups",
  summary: "Get a group",
  permission: "groups:read",
  params,
  versioned: [200],
  responses: { 200: group },
  handle: async ({ actor, params: { id } }) => ({
    status: 200,
    ...(await answerWith(actor, "groups:read", id)),
  }),
});

export const updateGroup = endpoint({
  method: "PATCH",
  path: "/groups/{id}",
  operationId: "updateGroup",
  tag: "groups",
  summary: "Edit a group",
  description: "Fields left out stay as they are. Admin can’t be edited, and Users can’t be renamed.",
  permission: "groups:write",
  conditional: true,
  params,
  body: z.strictObject({
    name: name.optional(),
    description: description.optional(),
    services: scope.optional(),
    projects: scope.optional(),
    regions: scope.optional(),
    actions: scope.optional(),
  }),
  versioned: [200],
  responses: { 200: group },
  handle: async ({ actor, params: { id }, body, ifMatch }) => {
    await editGroup(actor, id, expectedVersion(ifMatch) ?? null, body);
    return { status: 200, ...(await answerWith(actor, "groups:write", id)) };
  },
});

export const deleteGroupEndpoint = endpoint({
  method: "DELETE",
  path: "/groups/{id}",
  operationId: "deleteGroup",
  tag: "groups",
  summary: "Delete a group",
  description:
    "From then on nobody is in it, and no invite gives it; an invite left with none gives Users. Users and Admin can’t be deleted.",
  permission: "groups:write",
  conditional: true,
  params,
  responses: { 204: null },
  handle: async ({ actor, params: { id }, ifMatch }) => {
    await deleteGroup(actor, id, expectedVersion(ifMatch) ?? null);
    return { status: 204, body: null };
  },
});

export const listMembers = endpoint({
  method: "GET",
  path: "/groups/{id}/members",
  operationId: "listMembers",
  tag: "groups",
  summary: "List the members of a group",
  description: "By name, including suspended members: see `status`.",
  permission: "groups:read",
  params,
  query: z.strictObject({
    limit,
    cursor: cursorAt(z.strictObject({ name: z.string().max(LONGEST_TEXT), id: objectId })),
  }),
  responses: { 200: pageOf(member) },
  handle: async ({ actor, params: { id }, query: { limit: most, cursor } }) => {
    const { rows, more, group: document, now } = await membersAfter(actor, id, cursor, most);
    const last = more ? rows.at(-1) : undefined;
    return page(
      rows.flatMap((row) => presentMember(row, document._id, now)),
      last ? { name: last.name, id: String(last._id) } : null,
    );
  },
});
