import type { PipelineStage, Types } from "mongoose";
import { builtInGroupIds, Group, givesRights } from "../models/group.ts";
import { groupIdsAt, memberOf } from "../models/membership.ts";
import { User, type UserDocument } from "../models/user.ts";
import { type Acting, readActing, roleIn, withRole } from "./acting.ts";
import type { AccountActor, ClientActor, Principal, SystemActor } from "./actor.ts";
import { recordRefusal } from "./audit.ts";
import { clientRefusal, clientRefusalIn, clientRefusalNow } from "./client-rights.ts";
import {
  type AskableAdmin,
  type ClientRefusalReason,
  NotAdmin,
  NotPermitted,
  NotRegistered,
} from "./errors.ts";
import { memberWithAccount } from "./linked-accounts.ts";
import { lockShared, rightsOf, rightsOfClient } from "./locks.ts";
import { linkedAs, linkedTo, pauseIfChanged } from "./pause-link.ts";
import { granted, type Permission, type Role } from "./permissions.ts";
import { databaseTime, inTransaction } from "./transaction.ts";

/** Filters for active members of Admin. */
export const activeAdmin = { ...memberOf(builtInGroupIds.admin), status: "active" } as const;

/** Filters for those of them whose account has their rights: linked, and not paused. */
export const adminWithAccount = memberWithAccount(builtInGroupIds.admin);

const ASKABLE_ADMINS = 5;

/**
 * Runs a change that needs a permission, which is the first read of its transaction; whoever takes the permission away
 * before the commit conflicts with it.
 *
 * @param facts what the change goes by, read together with the right: stages, each with a field of its own
 * @throws NotAdmin, or NotPermitted for an API client; both audited
 */
export async function changeAs<T, Facts extends object>(
  actor: Principal,
  permission: Permission,
  change: (seen: Acting & Facts) => Promise<T>,
  facts: readonly PipelineStage[] = [],
): Promise<T> {
  try {
    return await inTransaction(async () => {
      const seen = await requireActing<Facts>(actor, permission, facts);
      await lockShared(...rightsToKeep(actor));
      return await change(seen);
    });
  } catch (error) {
    throw await auditRefusal(actor, error);
  }
}

/** Reads who acts and what else a change goes by, if the actor holds a permission now. @throws NotAdmin, NotPermitted */
async function requireActing<Facts extends object>(
  actor: Principal,
  permission: Permission,
  facts: readonly PipelineStage[],
): Promise<Acting & Facts> {
  const { role, seen, client } = await readActing<Facts>(actor, facts);
  if (actor.kind === "operator") await requireAlso(actor, permission);
  if (actor.kind === "client") refuseClient(actor, permission, clientRefusalIn(client, actor, permission));
  if (actor.kind === "account" && !(role && granted[role].includes(permission))) throw await notAdmin(actor);
  return seen;
}

/** Names the locks on what the actor's rights depend on; nobody can take an operator's away. */
function rightsToKeep(actor: Principal): string[] {
  if (actor.kind === "operator") return [];
  return [actor.kind === "client" ? rightsOfClient(actor.clientId) : rightsOf(actor)];
}

/**
 * Reads something that needs a permission. That of an API client may be as it was up to a second ago.
 *
 * @throws NotAdmin, or NotPermitted for an API client; both audited
 */
export async function readAs<T>(
  actor: Principal,
  permission: Permission,
  read: () => Promise<T>,
): Promise<T> {
  try {
    if (actor.kind === "client") refuseClient(actor, permission, await clientRefusal(actor, permission));
    else await requireAlso(actor, permission);
    return await read();
  } catch (error) {
    throw await auditRefusal(actor, error);
  }
}

/** Refuses early, before a form that shows nothing of anybody is filled in. @throws NotAdmin, audited */
export async function requirePermission(actor: Principal, permission: Permission): Promise<void> {
  await readAs(actor, permission, async () => undefined);
}

/**
 * Runs a change that someone makes to themselves: who they are is the first read of its transaction.
 *
 * @throws NotRegistered, audited
 */
export async function changeOwn<T>(
  actor: AccountActor,
  change: (self: UserDocument) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(async () => change(await requireSelf(actor)));
  } catch (error) {
    throw await auditRefusal(actor, error);
  }
}

/** Reads something about whoever asks. @throws NotRegistered, audited */
export async function readOwn<T>(actor: AccountActor, read: (self: UserDocument) => Promise<T>): Promise<T> {
  try {
    return await read(await requireSelf(actor));
  } catch (error) {
    throw await auditRefusal(actor, error);
  }
}

/** What help and the overview say of someone; asking is no attempt, so nothing is audited. */
export type AdminStatus =
  | { kind: Role }
  | { kind: "other"; refusal: NotAdmin }
  /** There is no active admin at all. */
  | { kind: "none"; refusal: NotAdmin };

/** Finds out whether someone is an admin or an auditor, and whom to ask if not. */
export async function adminStatus(actor: AccountActor): Promise<AdminStatus> {
  const role = await roleOf(actor);
  if (role) return { kind: role };
  const refusal = await notAdmin(actor);
  return { kind: refusal.facts.askInstead.length > 0 ? "other" : "none", refusal };
}

/**
 * Checks, within a change, that the actor holds one more permission now, such as `admins:write` where it is about Admin.
 *
 * @throws NotAdmin, NotPermitted
 */
export async function requireAlso(actor: Principal | SystemActor, permission: Permission): Promise<void> {
  switch (actor.kind) {
    // Carries out what somebody who may has decided.
    case "system":
      return;
    case "account":
      if (!(await permissionsOf(actor)).includes(permission)) throw await notAdmin(actor);
      return;
    case "client":
      return refuseClient(actor, permission, await clientRefusalNow(actor, permission));
    case "operator":
      if (!granted.operator.includes(permission)) throw new Error(`operators lack ${permission}`);
  }
}

/** Finds out, from the database, whether somebody holds a permission now; asking is no attempt, so nothing is audited. */
export async function mayNow(actor: Principal, permission: Permission): Promise<boolean> {
  try {
    await requireAlso(actor, permission);
    return true;
  } catch (error) {
    if (error instanceof NotAdmin || error instanceof NotPermitted) return false;
    throw error;
  }
}

/** Checks, within a change that may be about these groups, that the actor may decide who has rights here, if Admin or Auditors is among them. @throws NotAdmin, NotPermitted */
export async function requireForRights(
  actor: Principal | SystemActor,
  groupIds: readonly Types.ObjectId[],
): Promise<void> {
  if (groupIds.some(givesRights)) await requireAlso(actor, "admins:write");
}

function refuseClient(
  { name }: ClientActor,
  permission: Permission,
  reason: ClientRefusalReason | null,
): void {
  if (reason) throw new NotPermitted({ client: name, permission, reason });
}

/** Reads, from the database, what an account may do now. Asking is no attempt, so nothing is audited. */
export async function permissionsOf(actor: AccountActor): Promise<readonly Permission[]> {
  const role = await roleOf(actor);
  return role ? granted[role] : [];
}

/** Finds out, from the database, whether an account is an admin's now. */
export async function isAdminNow(actor: AccountActor): Promise<boolean> {
  return (await roleOf(actor)) === "admin";
}

/**
 * Finds out, from the database, what an account is now: an active member of Admin or of Auditors, whose email is still
 * the one that was linked, or one of IAM_OWNERS.
 */
async function roleOf(actor: AccountActor): Promise<Role | null> {
  if (actor.ineligible) return null;
  if (actor.owner) return "admin";
  const user = await User.findOne(withRole(actor), { memberships: 1, now: "$$NOW" }).lean<
    Pick<UserDocument, "memberships"> & { now: Date }
  >();
  return user && roleIn(user, user.now);
}

async function requireSelf(actor: AccountActor): Promise<UserDocument> {
  const self = actor.ineligible ? null : await User.findOne(linkedTo(actor)).lean();
  if (self) return self;
  throw new NotRegistered({
    reason: actor.ineligible ?? "not_registered",
    askInstead: await adminsToAsk(actor),
  });
}

async function notAdmin(actor: AccountActor): Promise<NotAdmin> {
  return new NotAdmin({
    reason: actor.ineligible ?? "not_admin",
    askInstead: await adminsToAsk(actor),
  });
}

/** Audits a refusal; an account that is described otherwise than when it was linked is paused from now on. */
async function auditRefusal(actor: Principal, error: unknown): Promise<unknown> {
  if (error instanceof NotPermitted && actor.kind === "client") {
    const { reason, permission } = error.facts;
    await recordRefusal(actor, reason, permission);
  }
  if ((error instanceof NotAdmin || error instanceof NotRegistered) && actor.kind === "account") {
    await pauseIfChanged(actor);
    await recordRefusal(actor, error.facts.reason);
  }
  return error;
}

/** Finds a few other admins who may act now, for whoever needs one: not those without an account, or whose rights are paused. */
async function adminsToAsk(account: AccountActor): Promise<AskableAdmin[]> {
  const admins = await User.find({ ...adminWithAccount, $nor: [linkedAs(account)] }, { name: 1, slack: 1 })
    .sort({ name: 1, _id: 1 })
    .limit(ASKABLE_ADMINS)
    .lean();
  return admins.flatMap(({ name, slack }) => (slack ? [{ name, userId: slack.userId }] : []));
}

/**
 * Runs a change of somebody who need not be registered: who they are, if anybody, is the first read of its transaction.
 *
 * @throws NotRegistered, audited, for an account that may do nothing here, or whose user is suspended
 */
export async function changeAsAnyone<T>(
  actor: AccountActor,
  change: (self: UserDocument | null) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(async () => change(await selfIfAny(actor)));
  } catch (error) {
    throw await auditRefusal(actor, error);
  }
}

/** Reads something for somebody who need not be registered. @throws NotRegistered, audited, as above */
export async function readAsAnyone<T>(
  actor: AccountActor,
  read: (self: UserDocument | null) => Promise<T>,
): Promise<T> {
  try {
    return await read(await selfIfAny(actor));
  } catch (error) {
    throw await auditRefusal(actor, error);
  }
}

async function selfIfAny(actor: AccountActor): Promise<UserDocument | null> {
  const isStranger = !actor.ineligible && (await User.exists(linkedAs(actor))) === null;
  return isStranger ? null : requireSelf(actor);
}

/**
 * Runs a change that admins, API clients with a permission, and the members of another group may make.
 *
 * @param decidersOf reads, within the transaction, that group; null where there is none
 * @throws NotAdmin, or NotPermitted for an API client; both audited
 */
export async function changeAsDecider<T>(
  actor: Principal,
  decidersOf: () => Promise<Types.ObjectId | null>,
  change: () => Promise<T>,
): Promise<T> {
  const decides = async () => {
    const deciders = await decidersOf();
    return deciders !== null && (await actsAsMember(actor, deciders));
  };
  return changeAsAlso(actor, "requests:write", decides, change);
}

/**
 * Runs a change that whoever holds a permission may make, and some others.
 *
 * @param isAmongOthers finds out, within the transaction, whether the actor is one of them
 * @throws NotAdmin, or NotPermitted for an API client; both audited
 */
export async function changeAsAlso<T>(
  actor: Principal,
  permission: Permission,
  isAmongOthers: () => Promise<boolean>,
  change: () => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(async () => {
      if (!(await isAmongOthers())) await requireAlso(actor, permission);
      await lockShared(...rightsToKeep(actor));
      return await change();
    });
  } catch (error) {
    throw await auditRefusal(actor, error);
  }
}

/** Whether an account acts as this user, who is active, now. */
export async function isUser(actor: Principal, userId: Types.ObjectId): Promise<boolean> {
  if (actor.kind !== "account" || actor.ineligible) return false;
  return (await User.exists({ ...linkedTo(actor), _id: userId })) !== null;
}

/** Whether an account acts as an active member of a group; whoever takes them out conflicts with the change. */
export async function actsAsMember(actor: Principal, groupId: Types.ObjectId): Promise<boolean> {
  if (actor.kind !== "account" || actor.ineligible) return false;
  if (!(await isActiveMember(actor, groupId))) return false;
  await Group.updateOne({ _id: groupId }, { $inc: { membersVersion: 1 } });
  return true;
}

/** Whether an account acts as an active member of a group now. */
export async function isActiveMember(actor: AccountActor, groupId: Types.ObjectId): Promise<boolean> {
  if (actor.ineligible) return false;
  return (await User.exists({ ...linkedTo(actor), ...memberOf(groupId) })) !== null;
}

/** The groups that an account is in as an active member now; none where it has no rights. */
export async function ownGroupIds(actor: AccountActor): Promise<Types.ObjectId[]> {
  const self = actor.ineligible ? null : await User.findOne(linkedTo(actor), { memberships: 1 }).lean();
  return self ? groupIdsAt(self, await databaseTime()) : [];
}
