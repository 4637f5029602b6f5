import * as z from "zod";
import type { Principal } from "../../services/actor.ts";
import { editDetails } from "../../services/users/edit-details.ts";
import { eraseUser } from "../../services/users/erase-user.ts";
import { readUser, usersAfter } from "../../services/users/read-users.ts";
import { reactivateUser, suspendUser } from "../../services/users/suspend-user.ts";
import { endpoint } from "../endpoint.ts";
import { cursorAt, limit, page, pageOf } from "../paging.ts";
import { documented, objectId } from "../schemas.ts";
import { expectedVersion } from "./expected-version.ts";
import { address, searchText } from "./parameters.ts";
import { accessRequest } from "./request-resource.ts";
import { waitsForApproval } from "./requests.ts";
import { presentUser, presentUserDetail, user, userDetail } from "./user-resource.ts";

const params = z.strictObject({ id: objectId });

/** Answers with a user, to a client that may read them, or has just changed them. */
async function answerWith(actor: Principal, permission: "users:read" | "users:write", userId: string) {
  const { user: document, ...surroundings } = await readUser(actor, permission, userId);
  const body = presentUserDetail(document, surroundings);
  return { status: 200 as const, body, version: body.version };
}

export const listUsers = endpoint({
  method: "GET",
  path: "/users",
  operationId: "listUsers",
  tag: "users",
  summary: "List or search users",
  description: "In the order they were registered; with `q`, in search order. Lists show no phone numbers.",
  permission: "users:read",
  query: z.strictObject({
    q: searchText,
    email: address.optional(),
    limit,
    cursor: cursorAt(z.strictObject({ after: objectId })),
  }),
  responses: { 200: pageOf(user) },
  handle: async ({ actor, query: { q: text, email, limit: most, cursor } }) => {
    const { rows, more, ...surroundings } = await usersAfter(actor, { text, email }, cursor?.after, most);
    const last = more ? rows.at(-1) : undefined;
    return page(
      rows.map((row) => presentUser(row, surroundings)),
      last ? { after: String(last._id) } : null,
    );
  },
});

export const getUser = endpoint({
  method: "GET",
  path: "/users/{id}",
  operationId: "getUser",
  tag: "users",
  summary: "Get a user",
  permission: "users:read",
  params,
  versioned: [200],
  responses: { 200: userDetail },
  handle: ({ actor, params: { id } }) => answerWith(actor, "users:read", id),
});

const text = z.string().max(1_000);

export const updateUser = endpoint({
  method: "PATCH",
  path: "/users/{id}",
  operationId: "updateUser",
  tag: "users",
  summary: "Edit a user’s details",
  description: "The same rules apply as at registration. An empty `title` or `phone` removes it.",
  permission: "users:write",
  conditional: true,
  params,
  body: z.strictObject({
    name: text.optional().register(documented, { description: "The full name, at most 100 characters." }),
    title: text.optional().register(documented, { description: "At most 100 characters." }),
    phone: text
      .optional()
      .register(documented, { description: "With + and the country code, at most 32 characters." }),
    timeZone: text.optional().register(documented, { description: "Such as Europe/Berlin." }),
    language: text.optional().register(documented, {
      description: "Their language, such as pt-BR; empty for none.",
    }),
  }),
  versioned: [200, 204],
  responses: { 200: userDetail },
  handle: async ({ actor, params: { id: userId }, body, ifMatch }) => {
    await editDetails(actor, { userId, version: expectedVersion(ifMatch) }, body);
    return answerWith(actor, "users:write", userId);
  },
});

export const suspendUserEndpoint = endpoint({
  method: "POST",
  path: "/users/{id}/suspend",
  operationId: "suspendUser",
  tag: "users",
  summary: "Suspend a user",
  description:
    "From now on their groups give them nothing. Somebody who is suspended stays so, and invites that were kept then can be cancelled by `invites`. Also needs `admins:write` for an Admin.",
  permission: "users:write",
  conditional: true,
  params,
  body: z.strictObject({
    invites: z.enum(["keep", "cancel"]).default("keep").register(documented, {
      description:
        "Whether the pending invites that they sent, edited, or saw the link of are kept or cancelled.",
    }),
  }),
  versioned: [200],
  responses: { 200: userDetail },
  handle: async ({ actor, params: { id: userId }, body: { invites }, ifMatch }) => {
    await suspendUser(actor, { userId, version: expectedVersion(ifMatch) }, invites);
    return answerWith(actor, "users:write", userId);
  },
});

export const reactivateUserEndpoint = endpoint({
  method: "POST",
  path: "/users/{id}/reactivate",
  operationId: "reactivateUser",
  tag: "users",
  summary: "Reactivate a suspended user",
  description:
    "Their groups count again. Somebody who is active stays so. Also needs `admins:write` for a member of Admin; where two people have to approve Admin, they are active without it, and the answer is 202 with the request.",
  permission: "users:write",
  conditional: true,
  params,
  versioned: [200],
  located: [202],
  responses: { 200: userDetail, 202: accessRequest },
  handle: async ({ actor, params: { id: userId }, ifMatch }) => {
    const requestId = await reactivateUser(actor, { userId, version: expectedVersion(ifMatch) });
    if (requestId) return waitsForApproval(requestId);
    return answerWith(actor, "users:write", userId);
  },
});

export const eraseUserEndpoint = endpoint({
  method: "POST",
  path: "/users/{id}/erase",
  operationId: "eraseUser",
  tag: "users",
  summary: "Erase the details of a suspended user",
  description:
    "Their name, title, phone, Slack account and what they wrote are erased for good; their address, their groups and the log stay. Somebody whose details are erased stays so. Also needs `admins:write` for a member of Admin.",
  permission: "users:write",
  conditional: true,
  params,
  versioned: [200],
  responses: { 200: userDetail },
  handle: async ({ actor, params: { id: userId }, ifMatch }) => {
    await eraseUser(actor, { userId, version: expectedVersion(ifMatch) });
    return answerWith(actor, "users:write", userId);
  },
});
