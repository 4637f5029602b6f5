import { isDeepStrictEqual } from "node:util";
import { Client } from "../../models/client.ts";
import { Group, type GroupDocument, type ProvisionedGroup } from "../../models/group.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, readAs } from "../authorize.ts";
import { NotFound } from "../errors.ts";
import { removeGroup } from "../groups/delete-group.ts";
import { groupConflict } from "../groups/group-conflict.ts";
import { type GroupRequest, namesIn } from "../groups/group-fields.ts";
import { GroupBuiltIn, GroupManaged } from "../groups/refusals.ts";
import { writeGroupEdit, writeNewGroup } from "../groups/write-group.ts";
import { isObjectId } from "../object-id.ts";
import { changeMembers, type MemberChange } from "./change-members.ts";
import {
  countMembersUpTo,
  type GroupResource,
  groupResource,
  isAtVersion,
  membersOf,
  type WantedGroup,
  wantedOf,
  withMembers,
} from "./group-resource.ts";
import { inTurn } from "./in-turn.ts";
import { IdentifierTaken } from "./refusals.ts";

/** The group that a provider's request names, at the version it read, or as it is now. */
export interface GroupAtVersion {
  groupId: string;
  version?: string | undefined;
}

/** Reads a group. @throws NotPermitted, GroupDeleted, NotFound */
export async function readProvisionedGroup(
  actor: Principal,
  groupId: string,
  shows: { members: boolean },
): Promise<GroupResource> {
  return readAs(actor, "scim", async () => {
    const group = await findGroup({ groupId });
    const resource = groupResource(group);
    return shows.members ? withMembers(resource, await membersOf(group._id)) : resource;
  });
}

/** Counts a group's members, up to `most` + 1. @throws NotPermitted, GroupDeleted, NotFound */
export async function countProvisionedMembers(
  actor: Principal,
  groupId: string,
  most: number,
): Promise<number> {
  return readAs(actor, "scim", async () => countMembersUpTo((await findGroup({ groupId }))._id, most));
}

/**
 * Creates a group, which its provider manages unless it says otherwise.
 *
 * @returns its id
 * @throws NotPermitted; InvalidFields; IdentifierTaken when another group has the name
 */
export async function provisionGroup(
  actor: Principal,
  wanted: WantedGroup,
  members: readonly string[],
): Promise<string> {
  return refuseTakenName(
    () => wanted.displayName,
    () =>
      changeAs(actor, "scim", async ({ now }) => {
        const provisioned = provisionedBy({ ...wanted, managed: wanted.managed ?? true });
        const more = { provisioned, ...(provisioned.managed && { managedBy: managerOf(actor) }) };
        const { groupId } = await writeNewGroup(
          actor,
          { ...requestOf(wanted), name: wanted.displayName },
          now,
          more,
        );
        const group = await findGroup({ groupId });
        await changeMembers(actor, group, { all: null, add: members, remove: [] }, now);
        return groupId;
      }),
  );
}

/**
 * Changes a group and its members.
 *
 * @param change returns what the group should become
 * @throws NotPermitted, GroupBuiltIn, GroupManaged, GroupChanged, GroupDeleted, NotFound; InvalidFields; what `change`
 *   throws
 */
export async function changeProvisionedGroup(
  actor: Principal,
  expected: GroupAtVersion,
  change: (before: WantedGroup) => WantedGroup,
  members: MemberChange,
): Promise<void> {
  let displayName = "";
  await refuseTakenName(
    () => displayName,
    () =>
      inTurn(`group:${expected.groupId}`, () =>
        changeAs(actor, "scim", async ({ now }) => {
          const group = await findGroup(expected);
          await refuseOthers(actor, group);
          const before = wantedOf(group);
          const after = linked(before, change(before), group);
          displayName = after.displayName;
          await editFields(actor, group, before, after, now);
          await editProvisioned(actor, group, before, after, now);
          await changeMembers(actor, group, members, now);
        }),
      ),
  );
}

/** Deletes a group. @throws NotPermitted, GroupBuiltIn, GroupManaged, GroupChanged, GroupDeleted, NotFound */
export async function removeProvisionedGroup(actor: Principal, expected: GroupAtVersion): Promise<void> {
  await changeAs(actor, "scim", async ({ now }) => {
    await refuseOthers(actor, await findGroup(expected));
    await removeGroup(actor, expected.groupId, null, now);
  });
}

/**
 * Takes a group back from the provider that manages it: from now on admins decide who is in it.
 *
 * @returns its name
 * @throws NotAdmin, GroupDeleted, NotFound; GroupChanged when it is no longer managed
 */
export async function takeBackGroup(actor: Principal, groupId: string): Promise<string> {
  return changeAs(actor, "groups:write", async ({ now }) => {
    const group = await findGroup({ groupId });
    if (!group.managedBy) throw await groupConflict(groupId);
    await Group.updateOne(
      { _id: group._id },
      {
        $set: { "provisioned.managed": false, changedBy: recordOf(actor), changedAt: now },
        $unset: { managedBy: 1 },
        $inc: { version: 1 },
      },
    );
    await recordAudit(actor, now, {
      action: "group.taken_back",
      target: { kind: "group", id: groupId, label: group.name },
      before: { managedBy: group.managedBy.name },
      after: null,
      about: [],
    });
    return group.name;
  });
}

async function findGroup({ groupId, version }: GroupAtVersion): Promise<GroupDocument> {
  if (!isObjectId(groupId)) throw new NotFound({ what: "group" });
  const group = await Group.findById(groupId).lean();
  if (!group || (version !== undefined && !(await isAtVersion(group, version))))
    throw await groupConflict(groupId);
  return group;
}

/**
 * Refuses to let a provider change a group that another one manages, while the other can still act.
 *
 * @throws GroupManaged
 */
async function refuseOthers(actor: Principal, { name, managedBy }: GroupDocument): Promise<void> {
  if (!managedBy || (actor.kind === "client" && actor.clientId === managedBy.clientId)) return;
  if (await Client.exists({ _id: managedBy.clientId, status: "active" }))
    throw new GroupManaged({ groups: [{ name, by: managedBy.name }] });
}

/** Makes a provider manage a group to which it gives an id of its own, unless `managed` was set already. */
function linked(before: WantedGroup, after: WantedGroup, { builtIn }: GroupDocument): WantedGroup {
  const isLinked = before.externalId === undefined && after.externalId !== undefined;
  return isLinked && after.managed === undefined && !builtIn ? { ...after, managed: true } : after;
}

async function editFields(
  actor: Principal,
  group: GroupDocument,
  before: WantedGroup,
  after: WantedGroup,
  now: Date,
): Promise<void> {
  const [was, is] = [requestOf(before), requestOf(after)];
  const isRenamed = before.displayName !== after.displayName;
  if (!isRenamed && isDeepStrictEqual(was, is)) return;
  const edit = { ...is, name: isRenamed ? after.displayName : null };
  await writeGroupEdit(actor, { groupId: String(group._id), expectedVersion: null }, edit, now);
}

async function editProvisioned(
  actor: Principal,
  group: GroupDocument,
  before: WantedGroup,
  after: WantedGroup,
  now: Date,
): Promise<void> {
  const provisioned = provisionedBy(after);
  if (isDeepStrictEqual(provisioned, provisionedBy(before))) return;
  const [was, is] = [before.managed === true, after.managed === true];
  if (is && group.builtIn) throw new GroupBuiltIn({ name: group.name, refused: "managed" });
  await Group.updateOne(
    { _id: group._id },
    {
      $set: {
        provisioned,
        changedBy: recordOf(actor),
        changedAt: now,
        ...(is && !was && { managedBy: managerOf(actor) }),
      },
      $unset: { ...(was && !is && { managedBy: 1 as const }) },
      $inc: { version: 1 },
    },
  );
  if (was === is) return;
  await recordAudit(actor, now, {
    action: is ? "group.managed" : "group.taken_back",
    target: { kind: "group", id: String(group._id), label: after.displayName },
    before: is ? null : { managedBy: group.managedBy?.name },
    after: is ? { managedBy: managerOf(actor).name } : null,
    about: [],
  });
}

function managerOf(actor: Principal): { clientId: string; name: string } {
  return actor.kind === "client"
    ? { clientId: actor.clientId, name: actor.name }
    : { clientId: "", name: recordOf(actor).name };
}

function provisionedBy({ displayName, externalId, managed }: WantedGroup): ProvisionedGroup {
  return {
    displayName,
    ...(externalId !== undefined && { externalId }),
    ...(managed !== undefined && { managed }),
  };
}

function requestOf({ description = "", services = "", projects = "", regions = "" }: WantedGroup) {
  const scope = (text: string) => {
    const all = text.trim().toLowerCase() === "all";
    return { all, names: all ? [] : namesIn(text) };
  };
  const request: Omit<GroupRequest, "name" | "actions"> = {
    description,
    services: scope(services),
    projects: scope(projects),
    regions: scope(regions),
  };
  return request;
}

/** @throws IdentifierTaken if another group has the name */
async function refuseTakenName<T>(nameOf: () => string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw isDuplicate(error) ? new IdentifierTaken({ what: "displayName", value: nameOf() }) : error;
  }
}
