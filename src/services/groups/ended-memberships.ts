import type { Types } from "mongoose";
import type { Membership } from "../../models/membership.ts";
import { type End, endOf } from "../ends.ts";

/** A membership that has ended. It no longer counts, and stays stored until a job takes it away. */
export interface EndedMembership {
  name: string;
  end: End;
}

/** Lists somebody's ended memberships, with the names of their groups, leaving out deleted groups. */
export function endedMemberships(
  { memberships }: { memberships: readonly Membership[] },
  now: Date,
  nameOf: ReadonlyMap<string, string>,
): EndedMembership[] {
  return memberships.flatMap((each) => {
    const [name, end] = [nameOf.get(String(each.groupId)), endOf(each)];
    return name && end && end.until <= now ? [{ name, end }] : [];
  });
}

/** Returns when a membership of a group ended; null if it still counts, or there is none. */
export function endedIn(
  { memberships }: { memberships: readonly Membership[] },
  groupId: Types.ObjectId,
  now: Date,
): End | null {
  const membership = memberships.find((each) => each.groupId.equals(groupId));
  const end = membership ? endOf(membership) : null;
  return end && end.until <= now ? end : null;
}
