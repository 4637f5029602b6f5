import type { Endpoint } from "../endpoint.ts";
import { listAuditEvents } from "./audit-events.ts";
import { exportEndpoints } from "./exports.ts";
import {
  createGroupEndpoint,
  deleteGroupEndpoint,
  getGroup,
  listGroups,
  listMembers,
  updateGroup,
} from "./groups.ts";
import { importEndpoints } from "./imports.ts";
import {
  cancelInviteEndpoint,
  createInvitesEndpoint,
  getInvite,
  listInvites,
  resendInviteEndpoint,
  showInviteLink,
  updateInvite,
} from "./invites.ts";
import { deleteMembership, listMemberships, putMembership } from "./memberships.ts";
import {
  approveRequest,
  denyRequest,
  getAccessRules,
  getRequest,
  listRequestsEndpoint,
  putAccessRules,
} from "./requests.ts";
import { reviewEndpoints } from "./reviews.ts";
import {
  eraseUserEndpoint,
  getUser,
  listUsers,
  reactivateUserEndpoint,
  suspendUserEndpoint,
  updateUser,
} from "./users.ts";
import { webhookEndpoints } from "./webhooks.ts";

/** Every endpoint below /api/v1: the table of contents. */
export const everyEndpoint: readonly Endpoint[] = [
  listInvites,
  createInvitesEndpoint,
  getInvite,
  updateInvite,
  resendInviteEndpoint,
  cancelInviteEndpoint,
  showInviteLink,
  ...importEndpoints,
  listUsers,
  getUser,
  updateUser,
  suspendUserEndpoint,
  eraseUserEndpoint,
  reactivateUserEndpoint,
  listMemberships,
  putMembership,
  deleteMembership,
  listGroups,
  createGroupEndpoint,
  getGroup,
  updateGroup,
  deleteGroupEndpoint,
  listMembers,
  getAccessRules,
  putAccessRules,
  listRequestsEndpoint,
  getRequest,
  approveRequest,
  denyRequest,
  listAuditEvents,
  ...reviewEndpoints,
  ...exportEndpoints,
  ...webhookEndpoints,
];

/** The topics of endpoints, in the order of the reference. */
export const tags = {
  invites: "People who were asked to join.",
  imports: "Files of people to invite, and how far that is.",
  users: "People who are registered.",
  groups: "Named sets of users, and what they give.",
  requests: "People asking for groups, and the answers.",
  reviews: "Looks at all members of groups, and what was decided.",
  "audit-events": "Who did what, and when.",
  exports: "Lists as CSV files, as spreadsheets read them.",
  webhooks: "Endpoints that are told what happens, and what they answered.",
} as const;
