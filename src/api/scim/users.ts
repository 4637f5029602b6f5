import { attributesOf, readProfile } from "../../services/profiles/profile.ts";
import { userType } from "../../services/profiles/resource-types.ts";
import type { Attributes } from "../../services/profiles/schema.ts";
import { createPersonAmongOthers } from "../../services/provisioning/create-people.ts";
import type { Person, Wanted } from "../../services/provisioning/person.ts";
import { changePerson, readPerson, removePerson } from "../../services/provisioning/provision-person.ts";
import { isKnown } from "../etags.ts";
import { applyPatch } from "./apply-patch.ts";
import { expectedVersion, type ScimAnswer, type ScimRequest } from "./exchange.ts";
import { shownIn } from "./list-request.ts";
import { etagOf, userResource } from "./present.ts";
import { isShown, project } from "./projection.ts";
import { readPatch } from "./read-patch.ts";
import { readResource } from "./read-resource.ts";
import { quoted, ScimError } from "./scim-error.ts";

export async function createUser(request: ScimRequest): Promise<ScimAnswer> {
  const { actor, context } = request;
  const wanted = wantedIn({ active: true, ...readResource(userType, request.body()) }, "invalidValue");
  const person = await createPersonAmongOthers(actor, wanted, context.policy);
  const location = `${context.address}/Users/${person.id}`;
  const answer = shown(request, person, 201);
  return { ...answer, headers: { ...answer.headers, Location: location } };
}

export async function getUser(request: ScimRequest, id: string): Promise<ScimAnswer> {
  const person = await readPerson(request.actor, id);
  // A version does not cover the names of the groups.
  const isTold = person.groups.length === 0 || !isShown(userType, shownIn(request.query), "groups");
  if (isTold && isKnown(request.ifNoneMatch, String(person.version)))
    return { status: 304, headers: { ETag: etagOf(person.version) } };
  return shown(request, person);
}

/** Replaces a user; whether they are active stays if left out. */
export async function replaceUser(request: ScimRequest, id: string): Promise<ScimAnswer> {
  const attributes = readResource(userType, request.body());
  return change(request, id, ({ active }) => ({
    ...wantedIn({ active, ...attributes }, "invalidValue"),
    leaves: attributes.active === false,
  }));
}

export async function patchUser(request: ScimRequest, id: string): Promise<ScimAnswer> {
  const steps = readPatch(userType, request.body());
  return change(request, id, ({ profile, active }) => {
    const patched = (before: boolean) =>
      wantedIn(applyPatch({ ...attributesOf(profile), active: before }, steps), "mutability");
    // If they are inactive, the result doesn't tell whether the patch says so.
    return { ...patched(active), leaves: !active && !patched(true).active };
  });
}

export async function deleteUser(request: ScimRequest, id: string): Promise<ScimAnswer> {
  await removePerson(request.actor, await atVersion(request, id));
  return { status: 204 };
}

async function change(
  request: ScimRequest,
  id: string,
  to: Parameters<typeof changePerson>[2],
): Promise<ScimAnswer> {
  const { actor, context } = request;
  const person = await changePerson(actor, await atVersion(request, id), to, context.policy);
  return shown(request, person);
}

async function atVersion(request: ScimRequest, userId: string) {
  const version = await expectedVersion(request, async () => [
    String((await readPerson(request.actor, userId)).version),
  ]);
  return {
    userId,
    ...(version !== undefined && { version: /^\d{1,15}$/.test(version) ? Number(version) : Number.NaN }),
  };
}

function shown({ context, query }: ScimRequest, person: Person, status = 200): ScimAnswer {
  const body = project(userType, userResource(person, context.address), shownIn(query));
  return { status, headers: { ETag: etagOf(person.version) }, body };
}

/**
 * Reads what a provider decides about a person from the attributes of a User.
 *
 * @param missing the kind of fault if a required attribute is missing: it was removed, or never sent
 */
function wantedIn({ active, ...attributes }: Attributes, missing: "mutability" | "invalidValue"): Wanted {
  const { data, error } = readProfile(attributes);
  if (data && typeof active === "boolean") return { profile: data, active };
  const [issue] = error?.issues ?? [];
  const path = issue?.path.filter((part) => typeof part === "string") ?? ["active"];
  // An empty text was sent, and a missing part never was.
  const fault = issue?.code === "invalid_format" || path.length > 1 ? "invalidValue" : missing;
  throw new ScimError(400, fault, `${quoted(path.join("."))} is required.`);
}
