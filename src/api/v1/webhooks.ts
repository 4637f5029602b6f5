import * as z from "zod";
import {
  deleteEndpoint,
  resumeEndpoint,
  rotateSecret,
  switchOffEndpoint,
} from "../../services/webhooks/change-endpoint.ts";
import { createEndpoint } from "../../services/webhooks/create-endpoint.ts";
import { listDeliveries, redeliver, testEndpoint } from "../../services/webhooks/deliveries.ts";
import { editEndpoint } from "../../services/webhooks/edit-endpoint.ts";
import { listEndpoints, openEndpoint } from "../../services/webhooks/list-endpoints.ts";
import { endpoint } from "../endpoint.ts";
import { objectId } from "../schemas.ts";
import { expectedVersion } from "./expected-version.ts";
import {
  presentDelivery,
  presentWebhook,
  webhook,
  webhookDelivery,
  webhookDescription,
  webhookEvents,
  webhookSecret,
  webhookUrl,
} from "./webhook-resource.ts";

const fields = { url: webhookUrl, events: webhookEvents, description: webhookDescription };

const named = z.strictObject({ id: objectId });
const message = z.strictObject({ id: objectId, message: z.string().max(60) });

const about = { tag: "webhooks", params: named } as const;

const listWebhooks = endpoint({
  method: "GET",
  path: "/webhooks",
  operationId: "listWebhooks",
  tag: "webhooks",
  summary: "List webhooks",
  description: "All of them, oldest first. There are at most 100.",
  permission: "webhooks:read",
  responses: { 200: z.strictObject({ items: z.array(webhook) }) },
  handle: async ({ actor }) => ({
    status: 200,
    body: { items: (await listEndpoints(actor)).map(presentWebhook) },
  }),
});

const createWebhook = endpoint({
  method: "POST",
  path: "/webhooks",
  operationId: "createWebhook",
  tag: "webhooks",
  summary: "Add a webhook",
  description: "It receives events from now on. A client can't ask for events that it may not read.",
  permission: "webhooks:write",
  showsSecret: true,
  body: z.strictObject({ ...fields, description: webhookDescription.default("") }),
  located: [201],
  responses: { 201: webhookSecret },
  handle: async ({ actor, body: request, context }) => {
    const { endpointId, secret } = await createEndpoint(actor, request, context.webhooks);
    return { status: 201, location: `/webhooks/${endpointId}`, body: { id: endpointId, secret } };
  },
});

const getWebhook = endpoint({
  ...about,
  method: "GET",
  path: "/webhooks/{id}",
  operationId: "getWebhook",
  summary: "Get a webhook",
  permission: "webhooks:read",
  versioned: [200],
  responses: { 200: webhook },
  handle: async ({ actor, params }) => {
    const found = await openEndpoint(actor, params.id);
    return { status: 200, version: found.version, body: presentWebhook(found) };
  },
});

const editWebhook = endpoint({
  ...about,
  method: "PATCH",
  path: "/webhooks/{id}",
  operationId: "editWebhook",
  summary: "Edit a webhook",
  description: "Waiting messages go to the new address.",
  permission: "webhooks:write",
  conditional: true,
  body: z.strictObject(fields).partial(),
  versioned: [200],
  responses: { 200: webhook },
  handle: async ({ actor, params, body: request, ifMatch, context }) => {
    const edited = await editEndpoint(
      actor,
      params.id,
      given(request),
      expectedVersion(ifMatch) ?? null,
      context.webhooks,
    );
    return { status: 200, version: edited.version, body: presentWebhook(edited) };
  },
});

/** Leaves out what was not given. */
function given(request: {
  url?: string | undefined;
  events?: string[] | undefined;
  description?: string | undefined;
}) {
  return {
    ...(request.url !== undefined && { url: request.url }),
    ...(request.events !== undefined && { events: request.events }),
    ...(request.description !== undefined && { description: request.description }),
  };
}

const deleteWebhook = endpoint({
  ...about,
  method: "DELETE",
  path: "/webhooks/{id}",
  operationId: "deleteWebhook",
  summary: "Delete a webhook",
  permission: "webhooks:write",
  conditional: true,
  responses: { 204: null },
  handle: async ({ actor, params, ifMatch }) => {
    await deleteEndpoint(actor, params.id, expectedVersion(ifMatch) ?? null);
    return { status: 204, body: null };
  },
});

const rotateWebhookSecret = endpoint({
  ...about,
  method: "POST",
  path: "/webhooks/{id}/rotate-secret",
  operationId: "rotateWebhookSecret",
  summary: "Make a new secret",
  description:
    "For a day, messages are signed with both the new secret and the previous one, and with no older one.",
  permission: "webhooks:write",
  conditional: true,
  showsSecret: true,
  responses: { 200: webhookSecret },
  handle: async ({ actor, params, ifMatch, context }) => {
    const { secret } = await rotateSecret(
      actor,
      params.id,
      expectedVersion(ifMatch) ?? null,
      context.webhooks,
    );
    return { status: 200, body: { id: params.id, secret } };
  },
});

const testWebhook = endpoint({
  ...about,
  method: "POST",
  path: "/webhooks/{id}/test",
  operationId: "testWebhook",
  summary: "Send a test",
  permission: "webhooks:write",
  responses: { 202: null },
  handle: async ({ actor, params }) => {
    await testEndpoint(actor, params.id);
    return { status: 202, body: null };
  },
});

const switchOffWebhook = endpoint({
  ...about,
  method: "POST",
  path: "/webhooks/{id}/switch-off",
  operationId: "switchOffWebhook",
  summary: "Switch a webhook off",
  description: "Waiting messages are given up.",
  permission: "webhooks:write",
  conditional: true,
  responses: { 204: null },
  handle: async ({ actor, params, ifMatch }) => {
    await switchOffEndpoint(actor, params.id, expectedVersion(ifMatch) ?? null);
    return { status: 204, body: null };
  },
});

const resumeWebhook = endpoint({
  ...about,
  method: "POST",
  path: "/webhooks/{id}/resume",
  operationId: "resumeWebhook",
  summary: "Switch a webhook on again",
  permission: "webhooks:write",
  conditional: true,
  responses: { 204: null },
  handle: async ({ actor, params, ifMatch }) => {
    await resumeEndpoint(actor, params.id, expectedVersion(ifMatch) ?? null);
    return { status: 204, body: null };
  },
});

const listWebhookDeliveries = endpoint({
  ...about,
  method: "GET",
  path: "/webhooks/{id}/deliveries",
  operationId: "listWebhookDeliveries",
  summary: "List its last 100 messages",
  description: "From the last 30 days, newest first.",
  permission: "webhooks:read",
  responses: { 200: z.strictObject({ items: z.array(webhookDelivery) }) },
  handle: async ({ actor, params }) => ({
    status: 200,
    body: { items: (await listDeliveries(actor, params.id)).map(presentDelivery) },
  }),
});

const redeliverWebhook = endpoint({
  method: "POST",
  path: "/webhooks/{id}/deliveries/{message}/redeliver",
  operationId: "redeliverWebhook",
  tag: "webhooks",
  summary: "Deliver a message again",
  description: "With its original `webhook-id` and body.",
  permission: "webhooks:write",
  params: message,
  responses: { 202: null },
  handle: async ({ actor, params }) => {
    await redeliver(actor, params.id, params.message);
    return { status: 202, body: null };
  },
});

export const webhookEndpoints = [
  listWebhooks,
  createWebhook,
  getWebhook,
  editWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  testWebhook,
  switchOffWebhook,
  resumeWebhook,
  listWebhookDeliveries,
  redeliverWebhook,
] as const;
