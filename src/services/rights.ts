import { NotAdmin } from "../errors.ts";
import { builtInGroupIds } from "../models/group.ts";
import { User } from "../models/user.ts";
import type { SlackActor } from "./actor.ts";
import { recordRefusal } from "./audit.ts";
import { pauseIfChanged } from "./pause-link.ts";
import { inTransaction } from "./transaction.ts";

const NAMED_ADMINS = 2;

/**
 * Finds out, from the database, whether the actor is an admin now: an active member of Admin through a linked
 * Slack account whose email is still the one that was linked, or one of IAM_OWNERS.
 *
 * @throws NotAdmin
 */
async function requireAdmin(actor: SlackActor): Promise<void> {
  if (actor.barred) throw await refusal(`The account is ${actor.barred}.`);
  if (actor.owner) return;
  const admin = await User.exists({
    "slack.teamId": actor.teamId,
    "slack.userId": actor.userId,
    "slack.email": actor.email ?? "",
    "slack.paused": { $exists: false },
    status: "active",
    "memberships.groupId": builtInGroupIds.admin,
  });
  if (!admin) throw await refusal("The account is not linked to an active member of Admin.");
}

async function refusal(reason: string): Promise<NotAdmin> {
  return new NotAdmin({ reason, askInstead: await adminNames(NAMED_ADMINS) });
}

/** Audits a refusal; an account that Slack describes otherwise than when it was linked is paused from now on. */
async function refused(actor: SlackActor, error: unknown): Promise<unknown> {
  if (!(error instanceof NotAdmin)) return error;
  await pauseIfChanged(actor);
  await recordRefusal(actor, error.facts.reason);
  return error;
}

/** Names of active admins, for whoever needs one. */
async function adminNames(most: number): Promise<string[]> {
  const admins = await User.find(
    { "memberships.groupId": builtInGroupIds.admin, status: "active" },
    { name: 1 },
  )
    .sort({ name: 1, _id: 1 })
    .limit(most)
    .lean();
  return admins.map((admin) => admin.name);
}

/** Reads something only admins may see. @throws NotAdmin, audited */
export async function forAdmin<T>(actor: SlackActor, read: () => Promise<T>): Promise<T> {
  try {
    await requireAdmin(actor);
    return await read();
  } catch (error) {
    throw await refused(actor, error);
  }
}

/** Runs a change only admins may make: the right is the first read of its transaction. @throws NotAdmin, audited */
export async function asAdmin<T>(actor: SlackActor, change: () => Promise<T>): Promise<T> {
  try {
    return await inTransaction(async () => {
      await requireAdmin(actor);
      return await change();
    });
  } catch (error) {
    throw await refused(actor, error);
  }
}

/** Whether someone may administer, as help and the Home tab show it; asking is no attempt, so nothing is audited. */
export type AdminStanding =
  | { is: "admin" }
  | { is: "other"; refusal: NotAdmin }
  /** There is no active admin at all. */
  | { is: "none"; refusal: NotAdmin };

/** Finds out whether someone may administer. */
export async function adminStanding(actor: SlackActor): Promise<AdminStanding> {
  try {
    await requireAdmin(actor);
    return { is: "admin" };
  } catch (refusal) {
    if (!(refusal instanceof NotAdmin)) throw refusal;
    return { is: refusal.facts.askInstead.length > 0 ? "other" : "none", refusal };
  }
}
