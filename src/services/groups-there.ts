import type { Types } from "mongoose";
import { Group } from "../models/group.ts";

/** Leaves out deleted groups: a large one leaves its members one after another. */
export async function groupsThere(ids: readonly Types.ObjectId[]): Promise<Types.ObjectId[]> {
  return ids.length > 0 ? Group.distinct("_id", { _id: { $in: ids } }) : [];
}
