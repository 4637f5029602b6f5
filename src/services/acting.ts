import type { PipelineStage, Types } from "mongoose";
import { builtInGroupIds, Group } from "../models/group.ts";
import { groupIdsAt, type Membership } from "../models/membership.ts";
import { User } from "../models/user.ts";
import type { AccountActor, Principal } from "./actor.ts";
import { clientLookup, type ReadClient } from "./client-rights.ts";
import { actingUser, linkedTo } from "./linked-user.ts";
import type { Role } from "./permissions.ts";

/** Who acts, and when. */
export interface Acting {
  /** The database's time. */
  now: Date;
  /** The user who acts; null for an owner or an operator who isn't a user. */
  selfId: Types.ObjectId | null;
}

interface Read {
  now: Date;
  self: { _id: Types.ObjectId }[];
  /** Absent where the role is known without it. */
  withRole?: { memberships: Membership[] }[];
  /** For API clients only. */
  client?: ReadClient[];
}

/**
 * Reads who acts, in which role, and whatever else a change or a screen depends on, in one round trip to the database.
 *
 * @param facts the stages that read the rest, each into a field of its own
 * @returns `role` for accounts only, `client` for API clients only
 */
export async function readActing<Facts extends object>(
  actor: Principal,
  facts: readonly PipelineStage[],
): Promise<{ seen: Acting & Facts; role: Role | null; client: ReadClient | undefined }> {
  const account = actor.kind === "account" && !actor.ineligible ? actor : null;
  const [row] = await Group.aggregate<Read & Facts>([
    { $match: { _id: builtInGroupIds.users } },
    { $project: { now: "$$NOW" } },
    lookUp("self", User, actingUser(actor), { _id: 1 }),
    ...(account && !account.owner ? [lookUp("withRole", User, withRole(account), { memberships: 1 })] : []),
    ...(actor.kind === "client" ? [clientLookup(actor)] : []),
    ...facts,
  ]);
  if (!row) throw new Error("the built-in groups are not seeded");
  const [user] = row.withRole ?? [];
  const role = account?.owner ? "admin" : user ? roleIn(user, row.now) : null;
  return { seen: { ...row, selfId: row.self[0]?._id ?? null }, role, client: row.client?.[0] };
}

/** Filters for the user an account is linked to, if one of their groups may give it a role. */
export function withRole(account: AccountActor) {
  const { admin, auditors } = builtInGroupIds;
  return { ...linkedTo(account), "memberships.groupId": { $in: [admin, auditors] } };
}

/** Returns a user's role at an instant, from the groups they are in then; null for none. */
export function roleIn(user: { memberships: readonly Membership[] }, now: Date): Role | null {
  const groupIds = groupIdsAt(user, now);
  if (groupIds.some((id) => id.equals(builtInGroupIds.admin))) return "admin";
  return groupIds.some((id) => id.equals(builtInGroupIds.auditors)) ? "auditor" : null;
}

/** Builds the stage that reads documents of a collection into a field. */
export function lookUp(
  as: string,
  { collection }: { collection: { name: string } },
  which: PipelineStage.Match["$match"],
  fields?: PipelineStage.Project["$project"],
): PipelineStage.Lookup {
  const pipeline = [{ $match: which }, ...(fields ? [{ $project: fields }] : [])];
  return { $lookup: { from: collection.name, as, pipeline } };
}
