import * as z from "zod";
import { languageCodes } from "../../locales/languages.ts";
import { matchLanguage } from "../../locales/match-language.ts";
import { usersGroupId } from "../../services/groups/groups.ts";
import { cancelInvite } from "../../services/invites/cancel-invite.ts";
import { createInvites } from "../../services/invites/create-invites.ts";
import { editInvite } from "../../services/invites/edit-invite.ts";
import { longestExpiryDays } from "../../services/invites/policy.ts";
import { invitesAfter, readInvite } from "../../services/invites/read-invites.ts";
import { resendInvite } from "../../services/invites/resend-invite.ts";
import { showLink } from "../../services/invites/show-link.ts";
import { endpoint } from "../endpoint.ts";
import { cursorAt, limit, page, pageOf } from "../paging.ts";
import { documented, givenMoment, moment, objectId } from "../schemas.ts";
import { expectedVersion } from "./expected-version.ts";
import { endIn, givenEnd } from "./given-end.ts";
import { inviteOutcome, presentOutcome } from "./invite-outcome.ts";
import { invite, presentInvite } from "./invite-resource.ts";
import { address, searchText, yesOrNo } from "./parameters.ts";
import { accessRequest } from "./request-resource.ts";
import { waitsForApproval } from "./requests.ts";

const MAX_AT_ONCE = 100;
const LONGEST_MESSAGE = 500;
const MAX_GROUPS = 100;

const params = z.strictObject({ id: objectId });
/** A tag that matches one of our languages: `de-AT` is `de`. */
const givenLanguage = z
  .string()
  .max(35)
  .transform((tag) => matchLanguage(tag))
  .refine((code) => code !== undefined, `must be one of ${languageCodes.join(", ")}`);
const groupIds = z.array(objectId).min(1).max(MAX_GROUPS);

/** Reads an invite that was just changed, for the answer. */
async function changed(actor: Parameters<typeof readInvite>[0], inviteId: string) {
  const { invite: document, ...surroundings } = await readInvite(actor, "invites:write", inviteId);
  const body = presentInvite(document, surroundings);
  return { status: 200 as const, body, version: body.version };
}

export const listInvites = endpoint({
  method: "GET",
  path: "/invites",
  operationId: "listInvites",
  tag: "invites",
  summary: "List invites",
  description:
    "With `email`, every invite to an address, whatever its status. Otherwise those that `which` names, in the order Slack lists pending invites: newest first, or soonest first for those that expire soon. With `q`, in search order.",
  permission: "invites:read",
  query: z.strictObject({
    which: z
      .enum(["pending", "trouble", "expiring", "expired"])
      .default("pending")
      .register(documented, {
        description:
          "`trouble`: pending, and the email will not arrive. `expiring`: within 48 hours. `expired`: in the last 30 days.",
        json: { type: "string", enum: ["pending", "trouble", "expiring", "expired"], default: "pending" },
      }),
    q: searchText,
    mine: yesOrNo.register(documented, {
      description: "Only those that this client made.",
      json: { type: "boolean", default: false },
    }),
    email: address.optional(),
    limit,
    cursor: cursorAt(z.strictObject({ key: z.union([z.iso.datetime(), z.literal("")]), id: objectId })),
  }),
  responses: { 200: pageOf(invite) },
  handle: async ({ actor, query: { which, q: text = "", mine, email, limit: most, cursor } }) => {
    const filter = email === undefined ? { text, mine, which } : { email };
    const { rows, next, ...surroundings } = await invitesAfter(actor, filter, cursor, most);
    return page(
      rows.map((row) => presentInvite(row, surroundings)),
      next,
    );
  },
});

export const createInvitesEndpoint = endpoint({
  method: "POST",
  path: "/invites",
  operationId: "createInvites",
  tag: "invites",
  summary: "Invite people",
  description:
    "Invites up to 100 addresses at once, with an outcome for each: an address that can’t be invited doesn’t hold back the others. Also needs `admins:write` for the group Admin; where two people have to approve Admin, the invites give the other groups until then, or Users, and the answer is 202 with the requests.",
  permission: "invites:write",
  body: z.strictObject({
    emails: z.array(address).min(1).max(MAX_AT_ONCE),
    groups: groupIds.default([usersGroupId]).register(documented, {
      description: "Ids of the groups they will get; `Users` by default.",
    }),
    expiresInDays: z.int().min(1).max(longestExpiryDays).optional().register(documented, {
      description: "How long the link works; the operator’s setting by default.",
    }),
    until: givenEnd.nullable().default(null).register(documented, {
      description: "When the memberships they get end; null for no end.",
    }),
    message: z
      .string()
      .max(LONGEST_MESSAGE)
      .optional()
      .register(documented, { description: "For the email. Plain text." }),
    language: givenLanguage.optional().register(documented, {
      description:
        "The language of the email and its page, such as `de` or `pt-BR`; the operator’s setting by default.",
      json: { type: "string" },
    }),
  }),
  responses: {
    200: z.strictObject({ results: z.array(inviteOutcome) }),
    201: z.strictObject({ results: z.array(inviteOutcome) }),
    202: z.strictObject({ results: z.array(inviteOutcome), requests: z.array(accessRequest) }),
  },
  handle: async ({
    actor,
    body: { emails: addresses, groups, expiresInDays, until, message, language },
    context,
  }) => {
    const { policy } = context;
    const request = {
      emails: [...new Set(addresses)],
      groupIds: [...new Set(groups)],
      expiryDays: expiresInDays ?? policy.expiryDays,
      end: endIn(until, context.timeZone) ?? undefined,
      ...(message?.trim() && { message: message.trim() }),
      ...(language && { language }),
    };
    const outcomes = await createInvites(actor, request, policy);
    const made = outcomes.some(({ outcome }) => outcome === "invited");
    const results = outcomes.map((outcome) => presentOutcome(outcome, policy));
    const asked = outcomes.flatMap((each) => ("adminRequestId" in each ? (each.adminRequestId ?? []) : []));
    if (asked.length === 0) return { status: made ? 201 : 200, body: { results } };
    const requests = await Promise.all(asked.map(async (id) => (await waitsForApproval(id)).body));
    return { status: 202, body: { results, requests } };
  },
});

export const getInvite = endpoint({
  method: "GET",
  path: "/invites/{id}",
  operationId: "getInvite",
  tag: "invites",
  summary: "Get an invite",
  permission: "invites:read",
  params,
  versioned: [200],
  responses: { 200: invite },
  handle: async ({ actor, params: { id } }) => {
    const { invite: document, ...surroundings } = await readInvite(actor, "invites:read", id);
    const body = presentInvite(document, surroundings);
    return { status: 200, body, version: body.version };
  },
});

export const updateInvite = endpoint({
  method: "PATCH",
  path: "/invites/{id}",
  operationId: "updateInvite",
  tag: "invites",
  summary: "Edit a pending invite",
  description:
    "Changes which groups it will give, until when, or when it expires: up to 30 days from now, and with its groups at the latest. Its link keeps working. Also needs `admins:write` for the group Admin; where two people have to approve Admin, the rest is changed, and the answer is 202 with the request.",
  permission: "invites:write",
  conditional: true,
  params,
  body: z.strictObject({
    groups: groupIds.optional(),
    until: givenEnd.nullable().optional().register(documented, {
      description:
        "When the memberships it gives end; null for no end. Replaces the approved hours; left out, they stay.",
    }),
    expiresAt: givenMoment.optional(),
  }),
  versioned: [200],
  located: [202],
  responses: { 200: invite, 202: accessRequest },
  handle: async ({ actor, params: { id }, body: { groups, until, expiresAt }, ifMatch, context }) => {
    const end = until === undefined ? undefined : endIn(until, context.timeZone);
    const edit = { groupIds: groups && [...new Set(groups)], expiresAt, end };
    const { adminRequestId } = await editInvite(actor, id, { version: expectedVersion(ifMatch) }, edit);
    if (adminRequestId) return waitsForApproval(adminRequestId);
    return changed(actor, id);
  },
});

export const resendInviteEndpoint = endpoint({
  method: "POST",
  path: "/invites/{id}/resend",
  operationId: "resendInvite",
  tag: "invites",
  summary: "Send a pending or expired invite again",
  description: "Earlier links stop working, and the time until it expires starts again.",
  permission: "invites:write",
  conditional: true,
  params,
  versioned: [200],
  responses: { 200: invite },
  handle: async ({ actor, params: { id }, ifMatch, context }) => {
    await resendInvite(actor, id, { version: expectedVersion(ifMatch) }, context.policy);
    return changed(actor, id);
  },
});

export const cancelInviteEndpoint = endpoint({
  method: "POST",
  path: "/invites/{id}/cancel",
  operationId: "cancelInvite",
  tag: "invites",
  summary: "Cancel a pending invite",
  description: "Its link stops working. No email is sent.",
  permission: "invites:write",
  conditional: true,
  params,
  versioned: [200],
  responses: { 200: invite },
  handle: async ({ actor, params: { id }, ifMatch }) => {
    await cancelInvite(actor, id, { version: expectedVersion(ifMatch) });
    return changed(actor, id);
  },
});

export const showInviteLink = endpoint({
  method: "POST",
  path: "/invites/{id}/link",
  operationId: "showInviteLink",
  tag: "invites",
  summary: "Show the link of a pending invite",
  description:
    "Anyone who has the link can register with it, so the audit log records that it was shown. Also needs `admins:write` for an invite into Admin.",
  permission: "invites:link",
  showsSecret: true,
  conditional: true,
  params,
  responses: { 200: z.strictObject({ id: objectId, link: z.url(), expiresAt: moment }) },
  handle: async ({ actor, params: { id }, ifMatch, context }) => {
    const shown = await showLink(actor, id, { version: expectedVersion(ifMatch) });
    const { generation, keyId, expiresAt } = shown;
    const link = context.linkOf({ inviteId: id, generation }, keyId);
    return { status: 200, body: { id, link, expiresAt: expiresAt.toISOString() } };
  },
});
