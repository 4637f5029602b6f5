import type { PipelineStage, Types } from "mongoose";
import { builtInGroupIds, givesRights } from "../models/group.ts";
import { memberOf } from "../models/membership.ts";
import { User, type UserDocument } from "../models/user.ts";
import { type Acting, readActing, roleIn, withRole } from "./acting.ts";
import type { AccountActor, ClientActor, Principal, SystemActor } from "./actor.ts";
import { auditingRefusals, notAdmin } from "./audit-refusal.ts";
import { clientRefusal, clientRefusalIn, clientRefusalNow } from "./client-rights.ts";
import { type ClientRefusalReason, NotAdmin, NotPermitted } from "./errors.ts";
import { actsAsMember } from "./linked-user.ts";
import { lockShared, rightsOf, rightsOfClient } from "./locks.ts";
import { granted, type Permission, type Role } from "./permissions.ts";
import { inTransaction } from "./transaction.ts";

/** Filters for active members of Admin. */
export const activeAdmin = { ...memberOf(builtInGroupIds.admin), status: "active" } as const;

/**
 * Runs a change that needs a permission. Checking the permission is the first read of its transaction, so taking it
 * away before the commit conflicts with the change.
 *
 * @param facts what the change depends on, read together with the permission: stages, each with a field of its own
 * @throws NotAdmin, or NotPermitted for an API client; both audited
 */
export async function changeAs<T, Facts extends object>(
  actor: Principal,
  permission: Permission,
  change: (seen: Acting & Facts) => Promise<T>,
  facts: readonly PipelineStage[] = [],
): Promise<T> {
  return auditingRefusals(actor, () =>
    inTransaction(async () => {
      const seen = await requireActing<Facts>(actor, permission, facts);
      await lockShared(...rightsToKeep(actor));
      return await change(seen);
    }),
  );
}

/**
 * Reads who acts, and what else a change depends on, if the actor holds a permission now.
 *
 * @throws NotAdmin, NotPermitted
 */
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

/** Names the locks on what the actor's rights depend on. An operator's can't be taken away. */
function rightsToKeep(actor: Principal): string[] {
  if (actor.kind === "operator") return [];
  return [actor.kind === "client" ? rightsOfClient(actor.clientId) : rightsOf(actor)];
}

/**
 * Reads something that needs a permission. An API client's permission may be up to a second old.
 *
 * @throws NotAdmin, or NotPermitted for an API client; both audited
 */
export async function readAs<T>(
  actor: Principal,
  permission: Permission,
  read: () => Promise<T>,
): Promise<T> {
  return auditingRefusals(actor, async () => {
    if (actor.kind === "client") refuseClient(actor, permission, await clientRefusal(actor, permission));
    else await requireAlso(actor, permission);
    return await read();
  });
}

/** Refuses early, before anyone fills in a form that shows nothing about anybody. @throws NotAdmin, audited */
export async function requirePermission(actor: Principal, permission: Permission): Promise<void> {
  await readAs(actor, permission, async () => undefined);
}

/** What help and the overview say about a person. Asking isn't an attempt, so nothing is audited. */
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
 * Checks, within a change, that the actor holds one more permission now, such as `admins:write` for a change to Admin.
 *
 * @throws NotAdmin, NotPermitted
 */
export async function requireAlso(actor: Principal | SystemActor, permission: Permission): Promise<void> {
  switch (actor.kind) {
    // The system carries out what somebody with the permission decided.
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

/** Finds out from the database whether an actor holds a permission now. This isn't an attempt: nothing is audited. */
export async function mayNow(actor: Principal, permission: Permission): Promise<boolean> {
  try {
    await requireAlso(actor, permission);
    return true;
  } catch (error) {
    if (error instanceof NotAdmin || error instanceof NotPermitted) return false;
    throw error;
  }
}

/**
 * Checks, within a change, that the actor may decide who has rights here, if Admin or Auditors is among these groups.
 *
 * @throws NotAdmin, NotPermitted
 */
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

/** Reads, from the database, what an account may do now. Asking isn't an attempt, so nothing is audited. */
export async function permissionsOf(actor: AccountActor): Promise<readonly Permission[]> {
  const role = await roleOf(actor);
  return role ? granted[role] : [];
}

/** Finds out, from the database, whether an account belongs to an admin now. */
export async function isAdminNow(actor: AccountActor): Promise<boolean> {
  return (await roleOf(actor)) === "admin";
}

/**
 * Reads an account's role from the database: that of an active member of Admin or Auditors whose email is still the
 * linked one, or of an owner (`IAM_OWNERS`).
 */
async function roleOf(actor: AccountActor): Promise<Role | null> {
  if (actor.ineligible) return null;
  if (actor.owner) return "admin";
  const user = await User.findOne(withRole(actor), { memberships: 1, now: "$$NOW" }).lean<
    Pick<UserDocument, "memberships"> & { now: Date }
  >();
  return user && roleIn(user, user.now);
}

/**
 * Runs a change that admins, API clients with a permission, and members of another group may make.
 *
 * @param decidersOf reads that group within the transaction; null if there is none
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
 * Runs a change that holders of a permission may make, and some others.
 *
 * @param isAmongOthers finds out, within the transaction, whether the actor is one of the others
 * @throws NotAdmin, or NotPermitted for an API client; both audited
 */
export async function changeAsAlso<T>(
  actor: Principal,
  permission: Permission,
  isAmongOthers: () => Promise<boolean>,
  change: () => Promise<T>,
): Promise<T> {
  return auditingRefusals(actor, () =>
    inTransaction(async () => {
      if (!(await isAmongOthers())) await requireAlso(actor, permission);
      await lockShared(...rightsToKeep(actor));
      return await change();
    }),
  );
}
