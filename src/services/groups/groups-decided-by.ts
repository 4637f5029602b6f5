import type { Types } from "mongoose";
import { Group } from "../../models/group.ts";

/** Lists the groups about which the members of these decide. */
export async function groupsDecidedBy(
  groupIds: readonly (string | Types.ObjectId)[],
): Promise<Types.ObjectId[]> {
  return groupIds.length > 0 ? Group.distinct("_id", { "requests.deciders": { $in: groupIds } }) : [];
}
