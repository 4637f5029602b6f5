import { User, type UserDocument } from "../models/user.ts";
import type { AccountActor } from "./actor.ts";
import { auditingRefusals, notRegistered } from "./audit-refusal.ts";
import { linkedAs, linkedTo } from "./linked-user.ts";
import { inTransaction } from "./transaction.ts";

/**
 * Runs a change that people make to themselves. Who they are is the first read of its transaction.
 *
 * @throws NotRegistered, audited
 */
export async function changeOwn<T>(
  actor: AccountActor,
  change: (self: UserDocument) => Promise<T>,
): Promise<T> {
  return auditingRefusals(actor, () => inTransaction(async () => change(await requireSelf(actor))));
}

/** Reads something about the person who asks. @throws NotRegistered, audited */
export async function readOwn<T>(actor: AccountActor, read: (self: UserDocument) => Promise<T>): Promise<T> {
  return auditingRefusals(actor, async () => read(await requireSelf(actor)));
}

/**
 * Runs a change by somebody who need not be registered. Who they are, if anybody, is the first read of its transaction.
 *
 * @throws NotRegistered, audited, for an account that may do nothing here, or whose user is suspended
 */
export async function changeAsAnyone<T>(
  actor: AccountActor,
  change: (self: UserDocument | null) => Promise<T>,
): Promise<T> {
  return auditingRefusals(actor, () => inTransaction(async () => change(await selfIfAny(actor))));
}

/** Reads something for somebody who need not be registered. @throws NotRegistered, audited, as above */
export async function readAsAnyone<T>(
  actor: AccountActor,
  read: (self: UserDocument | null) => Promise<T>,
): Promise<T> {
  return auditingRefusals(actor, async () => read(await selfIfAny(actor)));
}

async function selfIfAny(actor: AccountActor): Promise<UserDocument | null> {
  const self = await findSelf(actor);
  if (self || (!actor.ineligible && (await User.exists(linkedAs(actor))) === null)) return self;
  throw await notRegistered(actor);
}

async function requireSelf(actor: AccountActor): Promise<UserDocument> {
  const self = await findSelf(actor);
  if (self) return self;
  throw await notRegistered(actor);
}

const findSelf = async (actor: AccountActor): Promise<UserDocument | null> =>
  actor.ineligible ? null : User.findOne(linkedTo(actor)).lean();
