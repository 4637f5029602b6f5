import { Types } from "mongoose";
import { actionsOf, builtInGroupIds, Group, type GroupDocument } from "../../models/group.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { InvalidFields } from "../errors.ts";
import { isObjectId } from "../object-id.ts";
import { together } from "../together.ts";
import { makeRoom, type Renamed } from "./make-room.ts";

const builtIn: Omit<GroupDocument, "membersVersion" | "version">[] = [
  {
    _id: builtInGroupIds.users,
    name: "Users",
    nameKey: "users",
    words: ["users"],
    description: "Everyone starts here.",
    builtIn: true,
    services: ["Tickets"],
    projects: [],
    regions: [],
  },
  {
    _id: builtInGroupIds.admin,
    name: "Admin",
    nameKey: "admin",
    words: ["admin"],
    description: "Invites people and decides who gets in.",
    builtIn: true,
    services: "all",
    projects: "all",
    regions: "all",
  },
  {
    _id: builtInGroupIds.auditors,
    name: "Auditors",
    nameKey: "auditors",
    words: ["auditors"],
    description: "Reads everything that admins read, and changes nothing.",
    builtIn: true,
    services: [],
    projects: [],
    regions: [],
  },
];

/** Somebody may take a name, or write the group, at the same moment. */
const MAX_TRIES = 5;

/**
 * Writes the built-in groups once. What an admin has changed in them since stays.
 *
 * @returns which groups had a name that a built-in group has from now on
 */
export async function seedGroups(): Promise<Renamed[]> {
  const renamed: Renamed[] = [];
  for (const group of builtIn) renamed.push(...(await seed(group)));
  return renamed;
}

async function seed({ _id, ...group }: (typeof builtIn)[number], tries = MAX_TRIES): Promise<Renamed[]> {
  try {
    await Group.updateOne({ _id }, { $setOnInsert: group }, { upsert: true });
    return [];
  } catch (error) {
    if (!isDuplicate(error) || tries === 1) throw error;
  }
  const renamed = await makeRoom(group.nameKey).catch(nullIfTaken);
  return [...(renamed ? [renamed] : []), ...(await seed({ _id, ...group }, tries - 1))];
}

function nullIfTaken(error: unknown): null {
  if (isDuplicate(error)) return null;
  throw error;
}

/** A group with what it gives. */
export interface GroupSummary {
  id: string;
  name: string;
  services: string[] | "all";
  projects: string[] | "all";
  regions: string[] | "all";
  actions: string[] | "all";
}

export function groupSummary(group: GroupDocument): GroupSummary {
  const { _id, name, services, projects, regions } = group;
  return { id: String(_id), name, services, projects, regions, actions: actionsOf(group) };
}

/** A group as an option to choose. */
export interface GroupChoice extends Pick<GroupSummary, "id" | "name"> {
  /** The client whose provider alone decides who is in it, so choosing it is refused. */
  managedBy?: string | undefined;
}

/** Lists every group, ordered by name. Calls in the same moment share a query, which starts after all of them. */
export const listGroups = (): Promise<GroupChoice[]> => readShared(null);

const readShared = together<null, GroupChoice[]>(
  async (asked) => {
    const groups = await readGroups();
    return asked.map(() => groups);
  },
  { most: 100 },
);

async function readGroups(): Promise<GroupChoice[]> {
  const groups = await Group.find({}, { name: 1, managedBy: 1 }).sort({ nameKey: 1 }).lean();
  return groups.map(({ _id, name, managedBy }) => ({
    id: String(_id),
    name,
    ...(managedBy && { managedBy: managedBy.name }),
  }));
}

/** Reads the groups with these ids that (still) exist, ordered by name. */
export async function groupsWithIds(ids: readonly Types.ObjectId[]): Promise<GroupSummary[]> {
  return inOrder(await Group.find({ _id: { $in: ids } }).lean());
}

/** Sorts a few groups by name. */
export function inOrder(groups: readonly GroupDocument[]): GroupSummary[] {
  return [...groups].sort((a, b) => (a.nameKey < b.nameKey ? -1 : 1)).map(groupSummary);
}

/** Drops what can't be an id. */
export function validIds(ids: readonly string[]): Types.ObjectId[] {
  return ids.filter(isObjectId).map((id) => new Types.ObjectId(id));
}

/** Refuses a choice of groups. @throws InvalidFields when a chosen group wasn't found, or none is chosen */
export function requireAll(chosen: readonly string[], found: readonly unknown[]): void {
  if (chosen.length === 0) throw new InvalidFields({ groups: "Choose at least one group." });
  if (found.length < chosen.length)
    throw new InvalidFields({ groups: "A group you chose no longer exists. Choose again." });
}

/** The group everyone starts in. */
export const usersGroupId = String(builtInGroupIds.users);

/** The group whose members are admins. */
export const adminGroupId = String(builtInGroupIds.admin);

/** Reads the names of groups by id; a deleted group has none. */
export async function groupNames(ids: readonly Types.ObjectId[]): Promise<Map<string, string>> {
  const groups = await Group.find({ _id: { $in: ids } }, { name: 1 }).lean();
  return new Map(groups.map(({ _id, name }) => [String(_id), name]));
}

/** Reads which of an invite's groups still exist; `Users` when none is left. */
export async function remainingGroups(ids: readonly Types.ObjectId[]): Promise<Types.ObjectId[]> {
  const found = await Group.find({ _id: { $in: ids } }, { _id: 1 }).lean();
  return orUsers(found.map(({ _id }) => _id));
}

/** Returns `Users` if an invite has no group left. */
export function orUsers(ids: Types.ObjectId[]): Types.ObjectId[] {
  return ids.length > 0 ? ids : [builtInGroupIds.users];
}
