import { User, type UserDocument } from "../models/user.ts";
import type { AccountActor } from "./actor.ts";
import { auditRefusal, notRegistered } from "./audit-refusal.ts";
import { linkedAs, linkedTo } from "./linked-user.ts";
import { inTransaction } from "./transaction.ts";

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

async function requireSelf(actor: AccountActor): Promise<UserDocument> {
  const self = actor.ineligible ? null : await User.findOne(linkedTo(actor)).lean();
  if (self) return self;
  throw await notRegistered(actor);
}
