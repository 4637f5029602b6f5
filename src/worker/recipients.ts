import type { ActorRecord } from "../models/actor-record.ts";
import { User } from "../models/user.ts";
import { adminWithAccount } from "../services/linked-accounts.ts";

/**
 * Returns the Slack id of someone who did something; null if they may no longer be told about it, as they aren't an
 * admin now.
 */
export async function reachable(
  { teamId = "", userId = "" }: ActorRecord,
  owners: readonly string[],
): Promise<string | null> {
  if (owners.includes(userId)) return userId;
  const admin = await User.exists({ ...adminWithAccount, "slack.teamId": teamId, "slack.userId": userId });
  return admin && userId;
}

/** Tells whether an account that was chosen to be told something still belongs to an admin. */
export async function isStillAdmin(userId: string, owners: readonly string[]): Promise<boolean> {
  if (owners.includes(userId)) return true;
  return (await User.exists({ ...adminWithAccount, "slack.userId": userId })) !== null;
}

/** Lists the Slack ids of all active admins with a Slack account, or of the owners if there are none. */
export async function allAdmins(owners: readonly string[]): Promise<string[]> {
  const admins = await User.find(adminWithAccount, { slack: 1 }).lean();
  const ids = admins.flatMap(({ slack }) => slack?.userId ?? []);
  return ids.length > 0 ? ids : [...owners];
}
