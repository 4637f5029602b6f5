import { isDeepStrictEqual } from "node:util";
import { Types } from "mongoose";
import { actionsOf, Group, type GroupDocument, givesRights, type Scope } from "../../models/group.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { refuseTakenName } from "../taken-name.ts";
import { groupConflict } from "./group-conflict.ts";
import { type GroupFields, type GroupRequest, groupFields } from "./group-fields.ts";
import { GroupBuiltIn } from "./refusals.ts";

const audited = ["name", "description", "services", "projects", "regions", "actions"] as const;

/** What someone wants to change in a group. */
type GroupEdit = { [K in keyof GroupRequest]?: GroupRequest[K] | undefined };

/** A group that was just written. */
export interface WrittenGroup {
  groupId: string;
  name: string;
}

/**
 * Creates a group.
 *
 * @param id its id; if a group already has it, none is created
 * @throws NotAdmin; InvalidFields, also when another group has the name
 */
export async function createGroup(
  actor: Principal,
  request: GroupRequest & { name: string },
  id?: string,
): Promise<WrittenGroup> {
  return refuseTakenName("group", () =>
    changeAs(actor, "groups:write", async ({ now }) => {
      const made = id && (await Group.findById(id, { name: 1 }).lean());
      return made
        ? { groupId: id, name: made.name }
        : writeNewGroup(actor, request, now, { _id: new Types.ObjectId(id) });
    }),
  );
}

/** Creates a group as part of a change; E11000 means that another one has the name. @throws InvalidFields */
export async function writeNewGroup(
  actor: Principal,
  request: GroupRequest & { name: string },
  now: Date,
  more: Partial<GroupDocument> = {},
): Promise<WrittenGroup> {
  const { name = "", nameKey = "", words, actions = "all", ...scopes } = groupFields(request);
  const gives = { ...scopes, ...(actions !== "all" && { actions }) };
  const { _id = new Types.ObjectId() } = more;
  const by = { changedBy: recordOf(actor), changedAt: now };
  await Group.insertMany([{ _id, name, nameKey, words, ...gives, builtIn: false, ...by, ...more }]);
  await recordAudit(actor, now, {
    action: "group.created",
    target: { kind: "group", id: String(_id), label: name },
    before: null,
    after: { name, ...gives },
    about: [],
  });
  return { groupId: String(_id), name };
}

/**
 * Edits a group.
 *
 * @param expectedVersion the one that was on the screen, or that a program read; null edits it as it is
 * @param request absent fields stay as they are
 * @returns whether anything changed
 * @throws NotAdmin; InvalidFields, also when another group has the name; GroupBuiltIn; GroupChanged or GroupDeleted
 * when someone acted on it first (says who and when)
 */
export async function editGroup(
  actor: Principal,
  groupId: string,
  expectedVersion: number | null,
  request: GroupEdit,
): Promise<WrittenGroup & { changed: boolean }> {
  return refuseTakenName("group", () =>
    changeAs(actor, "groups:write", ({ now }) =>
      writeGroupEdit(actor, { groupId, expectedVersion }, request, now),
    ),
  );
}

/**
 * Edits a group as part of a change; E11000 means that another group has the name.
 *
 * @throws InvalidFields, GroupBuiltIn, GroupChanged, GroupDeleted
 */
export async function writeGroupEdit(
  actor: Principal,
  { groupId, expectedVersion }: { groupId: string; expectedVersion: number | null },
  request: GroupEdit,
  now: Date,
): Promise<WrittenGroup & { changed: boolean }> {
  const before = await Group.findById(groupId).lean();
  if (!before || (expectedVersion ?? before.version) !== before.version) throw await groupConflict(groupId);
  if (givesRights(before._id)) throw new GroupBuiltIn({ name: before.name, refused: "edited" });
  const { name = null } = request;
  if (before.builtIn && name !== null) throw new GroupBuiltIn({ name: before.name, refused: "renamed" });

  before.actions = actionsOf(before);
  const fields = groupFields(completed(request, before));
  const after = { ...before, ...fields };
  const different = audited.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  if (different.length === 0) return { groupId, name: before.name, changed: false };

  await Group.updateOne({ _id: groupId, version: before.version }, edit(actor, fields, now));
  await recordAudit(actor, now, {
    action: "group.edited",
    target: { kind: "group", id: groupId, label: before.name },
    before: Object.fromEntries(different.map((field) => [field, before[field]])),
    after: Object.fromEntries(different.map((field) => [field, after[field]])),
    about: [],
  });
  return { groupId, name: after.name, changed: true };
}

/** Fills what an edit leaves out with what the group already is. */
function completed({ name = null, ...edit }: GroupEdit, group: GroupDocument): GroupRequest {
  const scope = (of: Scope) => (of === "all" ? { all: true, names: [] } : { all: false, names: of });
  return {
    name,
    description: edit.description ?? group.description,
    services: edit.services ?? scope(group.services),
    projects: edit.projects ?? scope(group.projects),
    regions: edit.regions ?? scope(group.regions),
    actions: edit.actions,
  };
}

function edit(actor: Principal, fields: GroupFields, now: Date) {
  return { $set: { ...fields, changedBy: recordOf(actor), changedAt: now }, $inc: { version: 1 } };
}
