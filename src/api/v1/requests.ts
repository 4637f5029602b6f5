import * as z from "zod";
import type { Principal } from "../../services/actor.ts";
import { NotFound } from "../../services/errors.ts";
import { groupRules, MAX_HOURS } from "../../services/groups/access-rules.ts";
import { setGroupRules } from "../../services/groups/set-group-rules.ts";
import { answerRequest } from "../../services/requests/answer-request.ts";
import { requestsAfter } from "../../services/requests/list-requests.ts";
import { readRequest, requestDetails } from "../../services/requests/request-details.ts";
import { endpoint } from "../endpoint.ts";
import { cursorAt, limit, page, pageOf } from "../paging.ts";
import { documented, objectId } from "../schemas.ts";
import { expectedVersion } from "./expected-version.ts";
import {
  accessRequest,
  accessRules,
  atOnce,
  presentRequest,
  presentRules,
  requestStatus,
} from "./request-resource.ts";

const params = z.strictObject({ id: objectId });
const hours = z.int().min(1).max(MAX_HOURS);
const LONGEST_TEXT = 1_000;

/** Answers that another admin has to approve, with the request. */
export async function waitsForApproval(requestId: string) {
  const request = await requestDetails(requestId);
  if (!request) throw new NotFound({ what: "request" });
  return { status: 202 as const, body: presentRequest(request), location: `/requests/${requestId}` };
}

/** Answers with a request, to a client that may read it, or has just answered it. */
async function answerWith(actor: Principal, permission: "requests:read" | "requests:write", id: string) {
  return presentRequest(await readRequest(actor, id, permission));
}

export const listRequestsEndpoint = endpoint({
  method: "GET",
  path: "/requests",
  operationId: "listRequests",
  tag: "requests",
  summary: "List requests for groups",
  description: "Newest first.",
  permission: "requests:read",
  query: z.strictObject({
    status: requestStatus.optional(),
    limit,
    cursor: cursorAt(z.strictObject({ at: z.iso.datetime(), id: objectId })),
  }),
  responses: { 200: pageOf(accessRequest) },
  handle: async ({ actor, query: { status, limit: most, cursor } }) => {
    const { rows, more } = await requestsAfter(actor, status, cursor, most);
    const last = more ? rows.at(-1) : undefined;
    return page(
      rows.map(presentRequest),
      last ? { at: last.createdAt.toISOString(), id: last.requestId } : null,
    );
  },
});

export const getRequest = endpoint({
  method: "GET",
  path: "/requests/{id}",
  operationId: "getRequest",
  tag: "requests",
  summary: "Get a request",
  permission: "requests:read",
  params,
  responses: { 200: accessRequest },
  handle: async ({ actor, params: { id } }) => ({
    status: 200,
    body: await answerWith(actor, "requests:read", id),
  }),
});

export const approveRequest = endpoint({
  method: "POST",
  path: "/requests/{id}/approve",
  operationId: "approveRequest",
  tag: "requests",
  summary: "Approve a request, for all or some of the time",
  description:
    "From then on its asker is in the group, or invited into it where they are not registered. About Admin it also needs `admins:write`. Refused where two people have to approve, since a program is not a person, and where approvals are confirmed by email (`confirmByMail`), since a program has no mailbox.",
  permission: "requests:write",
  params,
  body: z.strictObject({
    hours: hours.optional().register(documented, { description: "To approve fewer hours than requested." }),
  }),
  responses: { 200: accessRequest },
  handle: async ({ actor, params: { id }, body, context }) => {
    await answerRequest(actor, id, { approved: true, hours: body.hours }, context.requests);
    return { status: 200, body: await answerWith(actor, "requests:write", id) };
  },
});

export const denyRequest = endpoint({
  method: "POST",
  path: "/requests/{id}/deny",
  operationId: "denyRequest",
  tag: "requests",
  summary: "Deny a request",
  permission: "requests:write",
  params,
  body: z.strictObject({
    reason: z
      .string()
      .max(LONGEST_TEXT)
      .register(documented, { description: "Why not, in at most 500 characters. The asker reads it." }),
  }),
  responses: { 200: accessRequest },
  handle: async ({ actor, params: { id }, body, context }) => {
    await answerRequest(actor, id, { approved: false, reason: body.reason }, context.requests);
    return { status: 200, body: await answerWith(actor, "requests:write", id) };
  },
});

export const getAccessRules = endpoint({
  method: "GET",
  path: "/groups/{id}/access-rules",
  operationId: "getAccessRules",
  tag: "groups",
  summary: "Get whether and how people can ask for a group",
  permission: "groups:read",
  params,
  versioned: [200],
  responses: { 200: accessRules },
  handle: async ({ actor, params: { id } }) => {
    const rules = await groupRules(actor, id);
    return { status: 200, body: presentRules(rules), version: rules.group.version };
  },
});

export const putAccessRules = endpoint({
  method: "PUT",
  path: "/groups/{id}/access-rules",
  operationId: "putAccessRules",
  tag: "groups",
  summary: "Set whether and how people can ask for a group",
  description: "The other admins are told where it becomes easier. About Admin only admins decide.",
  permission: "groups:write",
  conditional: true,
  params,
  body: z.strictObject({
    open: z.boolean(),
    deciders: objectId.nullable().default(null),
    answers: z.union([z.literal(1), z.literal(2)]).default(1),
    longestHours: hours.nullable().default(null),
    confirmByMail: z.boolean().optional().register(documented, {
      description: "Whether approvers confirm by email. Left out, it stays as it is.",
    }),
    preApproved: atOnce.nullable().optional(),
    emergency: atOnce.nullable().optional(),
  }),
  versioned: [200],
  responses: { 200: accessRules },
  handle: async ({ actor, params: { id }, body, ifMatch }) => {
    await setGroupRules(actor, id, expectedVersion(ifMatch) ?? null, body);
    const rules = await groupRules(actor, id, "groups:write");
    return { status: 200, body: presentRules(rules), version: rules.group.version };
  },
});
