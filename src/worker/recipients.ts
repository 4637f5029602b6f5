import type { ActorRecord } from "../models/actor-record.ts";
import { User } from "../models/user.ts";
import { adminWithAccount } from "../services/linked-accounts.ts";

/** Finds the Slack id of whoever did something; null when they may not be told of it any more: they are no admin now. */
export async function reachable(
  { teamId = "", userId = "" }: ActorRecord,
  owners: readonly string[],
): Promise<string | null> {
  if (owners.includes(userId)) return userId;
  const admin = await User.exists({ ...adminWithAccount, "slack.teamId": teamId, "slack.userId": userId });
  return admin && userId;
}

/** Finds out whether an account that was chosen to be told something is still an admin's. */
export async function isStillAdmin(userId: string, owners: readonly string[]): Promise<boolean> {
  if (owners.includes(userId)) return true;
  return (await User.exists({ ...adminWithAccount, "slack.userId": userId })) !== null;
}

/** Finds the Slack ids of all active admins with a Slack account; the owners where there are none. */
export async function allAdmins(owners: readonly string[]): Promise<string[]> {
  const admins = await User.find(adminWithAccount, { slack: 1 }).lean();
  const ids = admins.flatMap(({ slack }) => slack?.userId ?? []);
  return ids.length > 0 ? ids : [...owners];
}
