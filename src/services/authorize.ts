import { builtInGroupIds } from "../models/group.ts";
import { User, type UserDocument } from "../models/user.ts";
import type { SlackActor } from "./actor.ts";
import { recordRefusal } from "./audit.ts";
import { NotAdmin, NotRegistered } from "./errors.ts";
import { inTransaction } from "./transaction.ts";
import { pauseIfChanged } from "./users/pause-link.ts";

const NAMED_ADMINS = 2;

/**
 * Finds out, from the database, whether the actor is an admin now: an active member of Admin through a linked
 * Slack account whose email is still the one that was linked, or one of IAM_OWNERS.
 *
 * @throws NotAdmin
 */
async function requireAdmin(actor: SlackActor): Promise<void> {
  if (actor.barred) throw new NotAdmin(await refusal(actor, `The account is ${actor.barred}.`));
  if (actor.owner) return;
  const admin = await User.exists({ ...linkedTo(actor), "memberships.groupId": builtInGroupIds.admin });
  if (!admin)
    throw new NotAdmin(await refusal(actor, "The account is not linked to an active member of Admin."));
}

/** The active user whom the account is linked to, while its email is still the one that was linked. */
function linkedTo({ teamId, userId, email }: SlackActor) {
  return {
    "slack.teamId": teamId,
    "slack.userId": userId,
    "slack.email": email ?? "",
    "slack.paused": { $exists: false },
    status: "active" as const,
  };
}

async function refusal(actor: SlackActor, reason: string) {
  return { reason, askInstead: await adminsToAsk(actor) };
}

/** Audits a refusal; an account that Slack describes otherwise than when it was linked is paused from now on. */
async function refused(actor: SlackActor, error: unknown): Promise<unknown> {
  if (!(error instanceof NotAdmin || error instanceof NotRegistered)) return error;
  await pauseIfChanged(actor);
  await recordRefusal(actor, error.facts.reason);
  return error;
}

/** Names of admins whose rights do not rest, for whoever needs another one. */
async function adminsToAsk({ teamId, userId }: SlackActor): Promise<string[]> {
  const admins = await User.find(
    {
      "memberships.groupId": builtInGroupIds.admin,
      status: "active",
      "slack.paused": { $exists: false },
      $nor: [{ "slack.teamId": teamId, "slack.userId": userId }],
    },
    { name: 1 },
  )
    .sort({ name: 1, _id: 1 })
    .limit(NAMED_ADMINS)
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

/** For a form that shows nothing of anybody: whoever may not send it need not fill it in. @throws NotAdmin, audited */
export async function forAdminsOnly(actor: SlackActor): Promise<void> {
  await forAdmin(actor, async () => undefined);
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

/**
 * Runs a change that someone makes to themselves: who they are is the first read of its transaction.
 *
 * @throws NotRegistered, audited
 */
export async function asSelf<T>(actor: SlackActor, change: (self: UserDocument) => Promise<T>): Promise<T> {
  try {
    return await inTransaction(async () => change(await requireSelf(actor)));
  } catch (error) {
    throw await refused(actor, error);
  }
}

/** Reads something about whoever asks. @throws NotRegistered, audited */
export async function forSelf<T>(actor: SlackActor, read: (self: UserDocument) => Promise<T>): Promise<T> {
  try {
    return await read(await requireSelf(actor));
  } catch (error) {
    throw await refused(actor, error);
  }
}

async function requireSelf(actor: SlackActor): Promise<UserDocument> {
  const self = actor.barred ? null : await User.findOne(linkedTo(actor)).lean();
  if (self) return self;
  const reason = actor.barred
    ? `The account is ${actor.barred}.`
    : "The account is not linked to an active user.";
  throw new NotRegistered(await refusal(actor, reason));
}

/** Whether someone may administer, as help and the Home tab show it; asking is no attempt, so nothing is audited. */
export type AdminStatus =
  | { kind: "admin" }
  | { kind: "other"; refusal: NotAdmin }
  /** There is no active admin at all. */
  | { kind: "none"; refusal: NotAdmin };

/** Finds out whether someone may administer. */
export async function adminStatus(actor: SlackActor): Promise<AdminStatus> {
  try {
    await requireAdmin(actor);
    return { kind: "admin" };
  } catch (refusal) {
    if (!(refusal instanceof NotAdmin)) throw refusal;
    return { kind: refusal.facts.askInstead.length > 0 ? "other" : "none", refusal };
  }
}
