import { attributesOf } from "../../services/profiles/profile.ts";
import { enterpriseUser, groupAccess, groupType, userType } from "../../services/profiles/resource-types.ts";
import type { Attributes, ResourceType } from "../../services/profiles/schema.ts";
import type { GroupResource } from "../../services/provisioning/group-resource.ts";
import type { Person } from "../../services/provisioning/person.ts";

/** Writes an ETag. The same version may be written differently, so it is a weak one. */
export const etagOf = (version: string | number): string => `W/"${version}"`;

/**
 * Writes a person as a User.
 *
 * @param address of /scim/v2, as clients know it
 */
export function userResource(person: Person, address: string): Attributes {
  const { id, profile, active, groups } = person;
  const attributes = attributesOf(profile);
  return {
    schemas: [userType.schema.id, ...(attributes[enterpriseUser.id] ? [enterpriseUser.id] : [])],
    id,
    ...attributes,
    active,
    ...(groups.length > 0 && {
      groups: groups.map((group) => ({
        value: group.id,
        $ref: `${address}/Groups/${group.id}`,
        display: group.name,
        type: "direct",
      })),
    }),
    meta: meta(userType, person, address),
  };
}

/** Writes a group as a Group. */
export function groupAttributes(group: GroupResource, address: string): Attributes {
  const { id, displayName, externalId, members, description, services, projects, regions, managed } = group;
  const access = {
    ...(description !== undefined && { description }),
    ...(services !== undefined && { services }),
    ...(projects !== undefined && { projects }),
    ...(regions !== undefined && { regions }),
    ...(managed !== undefined && { managed }),
  };
  const hasAccess = Object.keys(access).length > 0;
  return {
    schemas: [groupType.schema.id, ...(hasAccess ? [groupAccess.id] : [])],
    id,
    ...(externalId !== undefined && { externalId }),
    displayName,
    ...(members &&
      members.length > 0 && {
        members: members.map((value) => ({ value, $ref: `${address}/Users/${value}`, type: "User" })),
      }),
    ...(hasAccess && { [groupAccess.id]: access }),
    meta: meta(groupType, group, address),
  };
}

function meta(
  { name, endpoint }: ResourceType,
  {
    id,
    createdAt,
    changedAt,
    version,
  }: { id: string; createdAt: Date; changedAt: Date; version: string | number },
  address: string,
): Attributes {
  return {
    resourceType: name,
    created: createdAt.toISOString(),
    lastModified: changedAt.toISOString(),
    location: `${address}${endpoint}/${id}`,
    version: etagOf(version),
  };
}
