import { User } from "../models/user.ts";
import type { AccountActor, Principal } from "./actor.ts";
import { recordRefusal } from "./audit.ts";
import { type AskableAdmin, NotAdmin, NotPermitted, NotRegistered } from "./errors.ts";
import { adminWithAccount } from "./linked-accounts.ts";
import { linkedAs } from "./linked-user.ts";
import { pauseIfChanged } from "./pause-link.ts";

const ASKABLE_ADMINS = 5;

/** Refuses an account that lacks a permission, and says whom to ask. */
export async function notAdmin(actor: AccountActor): Promise<NotAdmin> {
  return new NotAdmin({
    reason: actor.ineligible ?? "not_admin",
    askInstead: await adminsToAsk(actor),
  });
}

/** Refuses an account that doesn't act as an active user, and says whom to ask. */
export async function notRegistered(actor: AccountActor): Promise<NotRegistered> {
  return new NotRegistered({
    reason: actor.ineligible ?? "not_registered",
    askInstead: await adminsToAsk(actor),
  });
}

/**
 * Runs some work, and audits a refusal. Call it outside any transaction: a refusal there writes nothing.
 *
 * @throws what `work` throws
 */
export async function auditingRefusals<T>(actor: Principal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await auditRefusal(actor, error);
    throw error;
  }
}

/** Audits a refusal. Pauses an account whose description has changed since it was linked. */
async function auditRefusal(actor: Principal, error: unknown): Promise<void> {
  if (error instanceof NotPermitted && actor.kind === "client") {
    const { reason, permission } = error.facts;
    await recordRefusal(actor, reason, permission);
  }
  if ((error instanceof NotAdmin || error instanceof NotRegistered) && actor.kind === "account") {
    await pauseIfChanged(actor);
    await recordRefusal(actor, error.facts.reason);
  }
}

/** Finds a few other admins to ask: not those without an account, or whose rights are paused. */
async function adminsToAsk(account: AccountActor): Promise<AskableAdmin[]> {
  const admins = await User.find({ ...adminWithAccount, $nor: [linkedAs(account)] }, { name: 1, slack: 1 })
    .sort({ name: 1, _id: 1 })
    .limit(ASKABLE_ADMINS)
    .lean();
  return admins.flatMap(({ name, slack }) => (slack ? [{ name, userId: slack.userId }] : []));
}
