import { Group } from "../../models/group.ts";
import type { ListKind } from "../groups/group-fields.ts";
import { type Given, gives, type Standing, type Wanted } from "./decide.ts";

/**
 * Lists the names of one kind that someone may use with everything else asked for; where a group gives all, every name
 * that any group has. Sorted by code unit, each once.
 *
 * @param now milliseconds of database time
 */
export async function whatMay(
  standing: Standing,
  kind: ListKind,
  wanted: Wanted,
  now: number,
): Promise<string[]> {
  if (standing.kind !== "active") return [];
  const given: Given[] = standing.memberships
    .filter(({ group, until }) => (until === null || until > now) && gives(group, wanted))
    .map(({ group }) => group[kind]);
  const names = given.some((each) => each === "all")
    ? await everyName(kind)
    : given.flatMap((each) => (each === "all" ? [] : [...each]));
  return [...new Set(names)].sort();
}

/** Reads the names of one kind in all groups. */
export async function everyName(kind: ListKind): Promise<string[]> {
  const names = await Group.distinct(kind);
  return names.filter((name): name is string => typeof name === "string" && name !== "all");
}
