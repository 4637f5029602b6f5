import * as z from "zod";
import { groupAccess, groupType } from "../../services/profiles/resource-types.ts";
import type { Attributes } from "../../services/profiles/schema.ts";
import type { WantedGroup } from "../../services/provisioning/group-resource.ts";
import {
  changeProvisionedGroup,
  countProvisionedMembers,
  provisionGroup,
  readProvisionedGroup,
  removeProvisionedGroup,
} from "../../services/provisioning/provision-group.ts";
import { isKnown } from "../etags.ts";
import { applyPatch } from "./apply-patch.ts";
import { expectedVersion, type ScimAnswer, type ScimRequest } from "./exchange.ts";
import { isAboutMembers, memberChange, memberIds } from "./group-members.ts";
import { shownIn } from "./list-request.ts";
import { etagOf, groupAttributes } from "./present.ts";
import { isShown, project } from "./projection.ts";
import { readPatch } from "./read-patch.ts";
import { readResource } from "./read-resource.ts";
import { quoted, ScimError } from "./scim-error.ts";

/** With more members, the answer to a PATCH leaves the group out, unless attributes are asked for. */
const MAX_SHOWN = 1_000;

export async function createGroup(request: ScimRequest): Promise<ScimAnswer> {
  const { members, ...attributes } = readResource(groupType, request.body());
  const id = await provisionGroup(request.actor, wantedIn(attributes, "invalidValue"), memberIds(members));
  const answer = await shown(request, id, 201);
  return { ...answer, headers: { ...answer.headers, Location: `${request.context.address}/Groups/${id}` } };
}

export async function getGroup(request: ScimRequest, id: string): Promise<ScimAnswer> {
  return shown(request, id);
}

/** Replaces a group. What it gives stays if the extension is left out, which most providers do not know. */
export async function replaceGroup(request: ScimRequest, id: string): Promise<ScimAnswer> {
  const { members, ...attributes } = readResource(groupType, request.body());
  const change = (before: WantedGroup) =>
    wantedIn(
      groupAccess.id in attributes ? attributes : { ...accessOf(before), ...attributes },
      "invalidValue",
    );
  const all = { all: memberIds(members), add: [], remove: [] };
  await changeProvisionedGroup(request.actor, await atVersion(request, id), change, all);
  return shown(request, id);
}

export async function patchGroup(request: ScimRequest, id: string): Promise<ScimAnswer> {
  const steps = readPatch(groupType, request.body());
  const members = memberChange(steps.filter(isAboutMembers));
  const rest = steps.filter((step) => !isAboutMembers(step));
  const change = (before: WantedGroup) => wantedIn(applyPatch(attributesOf(before), rest), "mutability");
  await changeProvisionedGroup(request.actor, await atVersion(request, id), change, members);
  const { attributes } = shownIn(request.query);
  const isLarge =
    attributes.length === 0 && (await countProvisionedMembers(request.actor, id, MAX_SHOWN)) > MAX_SHOWN;
  return isLarge ? { status: 204 } : shown(request, id);
}

export async function deleteGroup(request: ScimRequest, id: string): Promise<ScimAnswer> {
  await removeProvisionedGroup(request.actor, await atVersion(request, id));
  return { status: 204 };
}

async function atVersion(request: ScimRequest, groupId: string) {
  const read = async (members: boolean) =>
    (await readProvisionedGroup(request.actor, groupId, { members })).version;
  const version = await expectedVersion(request, async () => [await read(false), await read(true)]);
  return { groupId, version };
}

async function shown(request: ScimRequest, id: string, status = 200): Promise<ScimAnswer> {
  const which = shownIn(request.query);
  const group = await readProvisionedGroup(request.actor, id, {
    members: isShown(groupType, which, "members"),
  });
  const ETag = etagOf(group.version);
  if (request.method === "GET" && isKnown(request.ifNoneMatch, group.version))
    return { status: 304, headers: { ETag } };
  const body = project(groupType, groupAttributes(group, request.context.address), which);
  return { status, headers: { ETag }, body };
}

const text = z.string().optional();
const groupBody = z.object({
  displayName: z.string().regex(/\S/),
  externalId: text,
  description: text,
  services: text,
  projects: text,
  regions: text,
  managed: z.boolean().optional(),
});

function accessOf({ displayName: _, externalId: __, ...access }: WantedGroup): Attributes {
  return { [groupAccess.id]: { ...access } };
}

function attributesOf(wanted: WantedGroup): Attributes {
  const { displayName, externalId } = wanted;
  return { displayName, ...(externalId !== undefined && { externalId }), ...accessOf(wanted) };
}

/** @param missing the kind of fault if there is no name: it was removed, or never sent */
function wantedIn(
  { [groupAccess.id]: access, ...core }: Attributes,
  missing: "mutability" | "invalidValue",
): WantedGroup {
  const { data, error } = groupBody.safeParse({ ...core, ...(typeof access === "object" && access) });
  if (data) return data;
  const [issue] = error.issues;
  // An empty text was sent.
  const fault = issue?.code === "invalid_format" ? "invalidValue" : missing;
  throw new ScimError(400, fault, `${quoted(issue?.path.join(".") ?? "")} is required.`);
}
