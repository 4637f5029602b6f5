import * as z from "zod";
import type { Principal } from "../../services/actor.ts";
import { openExport } from "../../services/exports/open-export.ts";
import type { ExportRequest } from "../../services/exports/request.ts";
import { endpoint, writtenFile } from "../endpoint.ts";
import { documented, givenMoment, objectId } from "../schemas.ts";
import { searchText, yesOrNo } from "./parameters.ts";

const tag = "exports";
const responses = { 200: writtenFile("text/csv") };
const params = z.strictObject({ id: objectId });

const written = async (actor: Principal, request: ExportRequest) => ({
  status: 200 as const,
  body: await openExport(actor, request),
});

const exportUsers = endpoint({
  method: "GET",
  path: "/exports/users",
  operationId: "exportUsers",
  tag,
  summary: "Export users",
  description:
    "By name; with `q`, in the order of a search. With their phone numbers. The file can be imported again, which invites nobody who has registered.",
  permission: "users:read",
  query: z.strictObject({
    q: searchText,
    which: z.enum(["everyone", "ending"]).default("everyone").register(documented, {
      description: "`ending`: people who leave a group within 7 days.",
    }),
  }),
  responses,
  handle: ({ actor, query: { q = "", which } }) => written(actor, { what: "users", text: q, which }),
});

const exportInvites = endpoint({
  method: "GET",
  path: "/exports/invites",
  operationId: "exportInvites",
  tag,
  summary: "Export pending invites",
  description:
    "Newest first; with `q`, in the order of a search. A file of pending ones can be imported again, which changes nothing; one of expired ones invites them again.",
  permission: "invites:read",
  query: z.strictObject({
    q: searchText,
    which: z.enum(["pending", "trouble", "expiring", "expired"]).default("pending").register(documented, {
      description:
        "`trouble`: whose email will not arrive. `expiring`: within 48 hours. `expired`: in the last 30 days.",
    }),
    mine: yesOrNo.clone().register(documented, { description: "Only those that this client sent." }),
  }),
  responses,
  handle: ({ actor, query: { q = "", which, mine } }) =>
    written(actor, { what: "invites", text: q, which, mine }),
});

const exportMembers = endpoint({
  method: "GET",
  path: "/exports/groups/{id}/members",
  operationId: "exportMembers",
  tag,
  summary: "Export the members of a group",
  permission: "groups:read",
  params,
  responses,
  handle: ({ actor, params: { id } }) => written(actor, { what: "members", groupId: id }),
});

const exportRequests = endpoint({
  method: "GET",
  path: "/exports/requests",
  operationId: "exportRequests",
  tag,
  summary: "Export requests",
  description: "Newest first.",
  permission: "requests:read",
  query: z.strictObject({
    status: z.enum(["pending", "approved", "denied", "withdrawn", "lapsed"]).optional(),
  }),
  responses,
  handle: ({ actor, query: { status } }) => written(actor, { what: "requests", which: "all", status }),
});

const exportReview = endpoint({
  method: "GET",
  path: "/exports/reviews/{id}/items",
  operationId: "exportReviewItems",
  tag,
  summary: "Export a review’s report",
  permission: "reviews:read",
  params,
  query: z.strictObject({
    which: z.enum(["open", "all"]).default("all").register(documented, {
      description: "`open`: nobody has decided about them yet.",
    }),
  }),
  responses,
  handle: ({ actor, params: { id }, query: { which } }) =>
    written(actor, { what: "review", reviewId: id, which }),
});

const exportAuditEvents = endpoint({
  method: "GET",
  path: "/exports/audit-events",
  operationId: "exportAuditEvents",
  tag,
  summary: "Export the audit log",
  description: "Newest first, however many there are. `before` and `after` are JSON.",
  permission: "audit:read",
  query: z.strictObject({
    about: z.string().max(254).default("").register(documented, {
      description: "An address: only events about this person.",
    }),
    from: givenMoment.optional(),
    until: givenMoment.optional().register(documented, { description: "Only events before this moment." }),
  }),
  responses,
  handle: ({ actor, query: { about, from, until } }) => written(actor, { what: "audit", about, from, until }),
});

/** The exports for API clients: each answer is the file itself, written while it is read. */
export const exportEndpoints = [
  exportUsers,
  exportInvites,
  exportMembers,
  exportRequests,
  exportReview,
  exportAuditEvents,
] as const;
