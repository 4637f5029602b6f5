import * as z from "zod";
import type { Principal } from "../../services/actor.ts";
import { putInGroup, takeOutOfGroup } from "../../services/users/change-membership.ts";
import { readUser } from "../../services/users/read-users.ts";
import { versionNumber } from "../../services/users/user-version.ts";
import { endpoint } from "../endpoint.ts";
import { page, pageOf } from "../paging.ts";
import { objectId } from "../schemas.ts";
import { expectedVersion } from "./expected-version.ts";
import { endIn, givenEnd } from "./given-end.ts";
import { accessRequest } from "./request-resource.ts";
import { waitsForApproval } from "./requests.ts";
import { membership, presentMemberships } from "./user-resource.ts";

const ofUser = z.strictObject({ id: objectId });
const params = z.strictObject({ id: objectId, groupId: objectId });

/** Reads the memberships of a user, for a client that may read them, or has just changed them. */
async function membershipsOf(actor: Principal, permission: "users:read" | "users:write", userId: string) {
  const { user, ...surroundings } = await readUser(actor, permission, userId);
  return { memberships: presentMemberships(user, surroundings), version: versionNumber(user) };
}

export const listMemberships = endpoint({
  method: "GET",
  path: "/users/{id}/groups",
  operationId: "listMemberships",
  tag: "users",
  summary: "List a user’s groups",
  description:
    "What each gives, since when, until when and by whom. All on one page. The version in the ETag is the user’s.",
  permission: "users:read",
  params: ofUser,
  versioned: [200],
  responses: { 200: pageOf(membership) },
  handle: async ({ actor, params: { id } }) => {
    const { memberships, version } = await membershipsOf(actor, "users:read", id);
    return { ...page(memberships, null), version };
  },
});

export const putMembership = endpoint({
  method: "PUT",
  path: "/users/{id}/groups/{groupId}",
  operationId: "putMembership",
  tag: "users",
  summary: "Put a user into a group",
  description:
    "For good, or until an end. Where they are in it, says when that ends; doing it again changes nothing. Answers with all of their groups. The version in the ETag is the user’s. Also needs `admins:write` for Admin; where two people have to approve Admin, the answer is 202 with the request.",
  permission: "users:write",
  conditional: true,
  params,
  body: z.strictObject({ until: givenEnd.nullable().default(null) }),
  versioned: [200, 201],
  located: [202],
  responses: { 200: pageOf(membership), 201: pageOf(membership), 202: accessRequest },
  handle: async ({ actor, params: { id: userId, groupId }, body: { until }, ifMatch, context }) => {
    const expected = { userId, version: expectedVersion(ifMatch) };
    const put = await putInGroup(actor, expected, groupId, endIn(until, context.timeZone));
    if (put.adminRequestId) return waitsForApproval(put.adminRequestId);
    const { memberships, version } = await membershipsOf(actor, "users:write", userId);
    return { ...page(memberships, null), status: put.isNew ? 201 : 200, version };
  },
});

export const deleteMembership = endpoint({
  method: "DELETE",
  path: "/users/{id}/groups/{groupId}",
  operationId: "deleteMembership",
  tag: "users",
  summary: "Take a user out of a group",
  description:
    "Someone who isn’t in it stays out. Nobody can be taken out of their last group: suspend them instead. Also needs `admins:write` for Admin.",
  permission: "users:write",
  conditional: true,
  params,
  responses: { 204: null },
  handle: async ({ actor, params: { id: userId, groupId }, ifMatch }) => {
    await takeOutOfGroup(actor, { userId, version: expectedVersion(ifMatch) }, groupId);
    return { status: 204, body: null };
  },
});
