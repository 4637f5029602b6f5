import type { Types } from "mongoose";
import { Group } from "../../models/group.ts";
import { groupNameKey } from "./group-name.ts";

/** Formats the names of groups as one cell, from which an import reads the same groups; leaves out deleted ones. */
export type GroupCells = (groupIds: readonly Types.ObjectId[]) => string;

/** Reads the current names of all groups, to write some of them as cells: *Sales; Support*. */
export async function groupCells(): Promise<GroupCells> {
  const groups = await Group.find({}, { name: 1 }).lean();
  const nameOf = new Map(groups.map(({ _id, name }) => [String(_id), name]));
  const keys = new Set(groups.map(({ name }) => groupNameKey(name)));
  return (groupIds) => {
    const names = groupIds.flatMap((id) => nameOf.get(String(id)) ?? []);
    const inLine = names.join("; ");
    // A name may contain a semicolon, but no line break.
    const isPlain =
      names.length < 2 || !(names.some((name) => name.includes(";")) || keys.has(groupNameKey(inLine)));
    return isPlain ? inLine : names.join("\n");
  };
}
