import { User } from "../models/user.ts";
import type { SlackActor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { databaseTime, inTransaction, isDuplicate } from "./transaction.ts";

/**
 * Links a Slack account to its user at the first command: by the mention that invited them, or by the email that
 * Slack confirmed. A user who is linked already keeps that link, whatever emails say since.
 */
export async function linkAtFirstCommand(actor: SlackActor): Promise<void> {
  const { teamId, userId, email, barred } = actor;
  if (barred || !email) return;
  if (await User.exists({ "slack.teamId": teamId, "slack.userId": userId })) return;
  const mine = {
    slack: { $exists: false },
    $or: [
      { "invitedAccount.teamId": teamId, "invitedAccount.userId": userId },
      { email, invitedAccount: { $exists: false } },
    ],
  };
  if (!(await User.exists(mine))) return;
  try {
    await inTransaction(async () => {
      const now = await databaseTime();
      const slack = { teamId, userId, email, linkedAt: now };
      const user = await User.findOneAndUpdate(mine, { $set: { slack } }, { returnDocument: "after" }).lean();
      if (!user) return;
      await recordAudit(actor, now, {
        action: "user.linked",
        target: { kind: "user", id: String(user._id), label: user.email },
        before: { slack: null },
        after: { slack: `${teamId}:${userId}` },
        about: [user.email],
      });
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}
