import type { Types } from "mongoose";

/** Adds a user to an invite's handlers, as part of an update pipeline; adds nobody for an owner who isn't a user. */
export function alsoHandledBy(userId: Types.ObjectId | null) {
  return { $setUnion: [{ $ifNull: ["$handledBy", []] }, userId ? [userId] : []] };
}
