import type { UserProfile } from "../../services/users/find-user.ts";

/** Why the rights of a linked Slack account are paused, as an admin reads it. */
export const pauseWords: Record<NonNullable<UserProfile["paused"]>, string> = {
  "email changed": "the account’s email changed",
  deactivated: "the account is deactivated",
  "deactivated earlier": "the account was deactivated meanwhile",
  "a guest": "the account is a guest",
  "a bot": "the account is a bot",
  "from another team": "the account is from another team",
};
