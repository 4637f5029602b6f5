import type { AccountActor } from "../../services/actor.ts";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import { findUser, userProfile } from "../../services/users/find-user.ts";
import type { Accounts } from "./accounts.ts";
import { mentionIn, readable } from "./command.ts";
import { slackErrorCode } from "./slack-errors.ts";

/** The person behind a mention. */
export interface Mentioned {
  /** Null if they aren't a user. */
  userId: string | null;
  /** The user's address, or the one Slack confirmed; null if there is neither. */
  email: string | null;
}

/**
 * Finds the user of a linked account; for an account that isn't linked, the user with its address.
 *
 * @throws NotAdmin
 */
export async function findMentioned(
  slackId: string,
  actor: AccountActor,
  accounts: Accounts,
): Promise<Mentioned> {
  const { teamId, otherTeamIds } = actor;
  const linked = await findUser(actor, { by: "account", teamId, otherTeamIds, userId: slackId });
  if (linked) return { userId: linked, email: (await userProfile(actor, linked)).email };
  const email = await confirmedEmail(slackId, accounts);
  return { userId: email && (await findUser(actor, { by: "email", email })), email };
}

async function confirmedEmail(userId: string, accounts: Accounts) {
  try {
    return (await accounts.recent({ userId })).email;
  } catch (error) {
    if (slackErrorCode(error) === "user_not_found") return null;
    throw error;
  }
}

/**
 * Replaces a mention, or `Eve Adams <eve@example.com>`, in a search text with that person's address.
 *
 * @throws NotAdmin
 */
export async function resolveSearchText(
  text: string,
  actor: AccountActor,
  accounts: Accounts,
): Promise<string> {
  const [named, another] = text.includes("<") ? addressesIn(text).emails : [];
  if (named && !another) return named;
  const mention = mentionIn(text);
  const email = mention && (await findMentioned(mention, actor, accounts)).email;
  return email ?? readable(text);
}
