import type { ActorRecord } from "../models/actor-record.ts";
import { builtInGroupIds } from "../models/group.ts";
import { User } from "../models/user.ts";

/** Finds the Slack id of whoever did something; null when they may not be told of it any more: suspended, or no Slack account. */
export async function reachable({ teamId, userId }: ActorRecord): Promise<string | null> {
  if (!userId) return null;
  const suspended = await User.exists({
    "slack.teamId": teamId ?? "",
    "slack.userId": userId,
    status: "suspended",
  });
  return suspended ? null : userId;
}

/** Finds the Slack ids of all active admins with a Slack account; the owners where there are none. */
export async function allAdmins(owners: readonly string[]): Promise<string[]> {
  const admins = await User.find(
    {
      "memberships.groupId": builtInGroupIds.admin,
      status: "active",
      "slack.userId": { $exists: true },
      "slack.paused": { $exists: false },
    },
    { slack: 1 },
  ).lean();
  const ids = admins.flatMap(({ slack }) => slack?.userId ?? []);
  return ids.length > 0 ? ids : [...owners];
}
