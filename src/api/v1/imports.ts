import * as z from "zod";
import { usersGroupId } from "../../services/groups/groups.ts";
import { createImport } from "../../services/imports/create-import.ts";
import { readJsonLines, readTableOf } from "../../services/imports/read-import.ts";
import { startImport } from "../../services/imports/start-import.ts";
import { longestExpiryDays } from "../../services/invites/policy.ts";
import { linesAfter, runView, showImport } from "../../services/runs/show-run.ts";
import { cancelRest, pauseRun, resumeRun, type SeenRun } from "../../services/runs/steer-run.ts";
import { endpoint, sentFile } from "../endpoint.ts";
import { cursorAt, limit, page, pageOf } from "../paging.ts";
import { documented, objectId, wholeNumber } from "../schemas.ts";
import { expectedVersion } from "./expected-version.ts";
import { importLine, importRun, lineOutcome, presentImport, presentLine } from "./import-resource.ts";

const MAX_GROUPS = 100;
const LONGEST_MESSAGE = 500;
const JSON_LINES = ["application/x-ndjson", "application/jsonl"];

const params = z.strictObject({ id: objectId });
const tag = "imports";

const imported = (run: Parameters<typeof presentImport>[0]) => {
  const body = presentImport(run);
  return { status: 200 as const, body, version: body.version };
};
const seenRun = (id: string, ifMatch: string | undefined): SeenRun => ({
  runId: id,
  kind: "import",
  version: expectedVersion(ifMatch),
});

const createImportEndpoint = endpoint({
  method: "POST",
  path: "/imports",
  operationId: "createImport",
  tag,
  summary: "Upload people to invite",
  description:
    "Takes up to 50,000 people as CSV, whose first line names its columns, or as JSON lines with the same names: `email`, `name`, `groups` (names), `until`, `expires` (days), `message`, `language`. Answers what importing them would do, and invites nobody before it is started, within 23 hours. Also needs `admins:write` for the group Admin.",
  permission: "invites:write",
  query: z.strictObject({
    name: z.string().min(1).max(100).default("an API client’s file"),
    groups: z.array(objectId).max(MAX_GROUPS).default([usersGroupId]).register(documented, {
      description: "Ids of the groups for lines that name none; `Users` by default.",
    }),
    expiresInDays: wholeNumber(1, longestExpiryDays).optional(),
    message: z.string().max(LONGEST_MESSAGE).optional(),
  }),
  body: sentFile(["text/csv", ...JSON_LINES]),
  versioned: [201],
  located: [201],
  responses: { 201: importRun },
  handle: async ({
    actor,
    query: { name, groups, expiresInDays, message },
    body: { type, bytes },
    context,
  }) => {
    const read = JSON_LINES.includes(type) ? await readJsonLines(bytes) : await readTableOf(bytes);
    const { policy, importLimit, timeZone: zone } = context;
    const request = {
      label: name,
      read,
      groupIds: [...new Set(groups)],
      expiryDays: expiresInDays ?? policy.expiryDays,
      ...(message?.trim() && { message: message.trim() }),
      zone,
    };
    const body = presentImport(await runView(await createImport(actor, request, policy, importLimit)));
    return { status: 201, body, version: body.version, location: `/imports/${body.id}` };
  },
});

const getImport = endpoint({
  method: "GET",
  path: "/imports/{id}",
  operationId: "getImport",
  tag,
  summary: "Get an import and its progress",
  permission: "invites:read",
  params,
  versioned: [200],
  responses: { 200: importRun },
  handle: async ({ actor, params: { id } }) => imported(await showImport(actor, id)),
});

const listImportLines = endpoint({
  method: "GET",
  path: "/imports/{id}/lines",
  operationId: "listImportLines",
  tag,
  summary: "List the lines of an import and their outcomes",
  description:
    "In the order of the file. They are kept for 30 days after its end, 24 hours if it never starts.",
  permission: "invites:read",
  params,
  query: z.strictObject({
    outcome: lineOutcome.optional(),
    limit,
    cursor: cursorAt(z.strictObject({ after: z.int() })),
  }),
  responses: { 200: pageOf(importLine) },
  handle: async ({ actor, params: { id }, query: { outcome, limit: most, cursor } }) => {
    const { rows, more } = await linesAfter(actor, id, { outcome, after: cursor?.after ?? 0, limit: most });
    return page(rows.map(presentLine), more ? { after: rows.at(-1)?.line } : null);
  },
});

const startImportEndpoint = endpoint({
  method: "POST",
  path: "/imports/{id}/start",
  operationId: "startImport",
  tag,
  summary: "Invite the people of an import",
  description: "Counts towards the limit of lines a day; the daily limits on invites do not apply.",
  permission: "invites:write",
  conditional: true,
  params,
  versioned: [200],
  responses: { 200: importRun },
  handle: async ({ actor, params: { id }, ifMatch, context }) =>
    imported(await runView(await startImport(actor, id, context.importLimit, expectedVersion(ifMatch)))),
});

/** What the endpoints that steer an import share. */
const steering = {
  method: "POST",
  tag,
  permission: "invites:write",
  conditional: true,
  params,
  versioned: [200],
  responses: { 200: importRun },
} as const;

const pauseImport = endpoint({
  ...steering,
  path: "/imports/{id}/pause",
  operationId: "pauseImport",
  summary: "Pause an import",
  handle: async ({ actor, params: { id }, ifMatch }) =>
    imported(await runView(await pauseRun(actor, seenRun(id, ifMatch)))),
});

const resumeImport = endpoint({
  ...steering,
  path: "/imports/{id}/resume",
  operationId: "resumeImport",
  summary: "Resume a paused import",
  description: "The client that resumes it runs it from then on.",
  handle: async ({ actor, params: { id }, ifMatch }) =>
    imported(await runView(await resumeRun(actor, seenRun(id, ifMatch)))),
});

const cancelImport = endpoint({
  ...steering,
  path: "/imports/{id}/cancel",
  operationId: "cancelImport",
  summary: "Cancel the rest of an import",
  description: "People already invited stay invited.",
  handle: async ({ actor, params: { id }, ifMatch }) =>
    imported(await runView(await cancelRest(actor, seenRun(id, ifMatch)))),
});

/** The endpoints for imports. */
export const importEndpoints = [
  createImportEndpoint,
  getImport,
  listImportLines,
  startImportEndpoint,
  pauseImport,
  resumeImport,
  cancelImport,
] as const;
