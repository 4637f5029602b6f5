import type { Types } from "mongoose";
import { Group } from "../../models/group.ts";
import { GroupManaged } from "../groups/refusals.ts";
import { problemOf, type RowProblem } from "./row-problem.ts";

/** The existing groups by id, with who manages them. */
export type GroupsNow = ReadonlyMap<string, { id: string; name: string; managedBy: string | null }>;

/** Reads the groups with these ids; all unless given. */
export async function groupsNow(ids?: readonly Types.ObjectId[]): Promise<GroupsNow> {
  const groups = await Group.find(ids ? { _id: { $in: ids } } : {}, { name: 1, managedBy: 1 }).lean();
  return new Map(
    groups.map(({ _id, name, managedBy }) => {
      const id = String(_id);
      return [id, { id, name, managedBy: managedBy?.name ?? null }];
    }),
  );
}

/** Returns which of these groups an identity provider manages; null where none is. */
export function managedAmong(ids: readonly Types.ObjectId[], groups: GroupsNow): RowProblem | null {
  const managed = ids.flatMap((id) => {
    const { name = "", managedBy = null } = groups.get(String(id)) ?? {};
    return managedBy ? [{ name, by: managedBy }] : [];
  });
  return managed.length > 0 ? problemOf(new GroupManaged({ groups: managed })) : null;
}

export const hasId = (ids: readonly Types.ObjectId[], id: Types.ObjectId): boolean =>
  ids.some((each) => each.equals(id));
