import * as z from "zod";
import { actionsOf, type GroupDocument } from "../../models/group.ts";
import type { GroupSummary } from "../../services/groups/groups.ts";
import { documented, moment, objectId } from "../schemas.ts";
import { presentWho, who } from "./who.ts";

const names = z
  .union([z.literal("all"), z.array(z.string())])
  .register(documented, { description: "`all`, or a list of names." });

/** What a group gives. */
const access = { services: names, projects: names, regions: names, actions: names };

/** A reference to a group. */
export const groupRef = z
  .strictObject({ id: objectId, name: z.string() })
  .register(documented, { id: "GroupRef", description: "A group, by its id and current name." });

/** A group with what it gives. */
export const groupAccess = z
  .strictObject({ id: objectId, name: z.string(), ...access })
  .register(documented, {
    id: "GroupAccess",
    description:
      "A group with what it gives: what may be done (`actions`) with which services, in which projects and regions.",
  });

export const group = z
  .strictObject({
    id: objectId,
    name: z.string(),
    description: z.string(),
    builtIn: z.boolean().register(documented, {
      description: "`Users` and `Admin` are: they can't be deleted or renamed, and `Admin` can't be edited.",
    }),
    ...access,
    changedAt: moment.nullable().register(documented, {
      description: "When somebody created or last edited it; null if nobody has.",
    }),
    changedBy: who.nullable(),
    version: z.int().register(documented, { description: "Goes up by one with each edit; for If-Match." }),
  })
  .register(documented, { id: "Group", description: "A named set of users, and what it gives them." });

/** Presents a group. */
export function presentGroup(document: GroupDocument): z.output<typeof group> {
  const { _id, name, description, builtIn, services, projects, regions, changedAt, changedBy, version } =
    document;
  return {
    id: String(_id),
    name,
    description,
    builtIn,
    services,
    projects,
    regions,
    actions: actionsOf(document),
    changedAt: changedAt?.toISOString() ?? null,
    changedBy: changedBy ? presentWho(changedBy) : null,
    version,
  };
}

/** Presents these groups in the order of their ids, leaving out any that no longer exist. */
export function presentGroupRefs(
  ids: readonly unknown[],
  groups: ReadonlyMap<string, GroupSummary>,
): z.output<typeof groupRef>[] {
  return ids.flatMap((id) => {
    const group = groups.get(String(id));
    return group ? [{ id: group.id, name: group.name }] : [];
  });
}
