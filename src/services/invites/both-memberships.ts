import type { Membership } from "../../models/membership.ts";
import { endOf, laterEnd } from "../ends.ts";

/** Puts together what somebody has and what they get. Two ways into one group: the later end counts. */
export function bothMemberships(has: readonly Membership[], gets: readonly Membership[]): Membership[] {
  const same = (one: Membership) => (other: Membership) => one.groupId.equals(other.groupId);
  const kept = has.map((each) => {
    const other = gets.find(same(each));
    const { until: _, zone: __, ...rest } = each;
    return other ? { ...rest, ...laterEnd(endOf(each), endOf(other)) } : each;
  });
  return [...kept, ...gets.filter((each) => !has.some(same(each)))];
}
