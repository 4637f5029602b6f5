import type { AccountActor } from "../../services/actor.ts";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import { findUser, userProfile } from "../../services/users/find-user.ts";
import type { Accounts } from "./accounts.ts";
import { mentionIn, readable } from "./command.ts";
import { slackErrorCode } from "./slack-errors.ts";

/** Whom a mention stands for. */
export interface Mentioned {
  /** Null when they are no user. */
  userId: string | null;
  /** The user's address, or the one that Slack confirmed; null when there is neither. */
  email: string | null;
}

/** Finds the user of a linked account; of one that is not linked, the user with its address. @throws NotAdmin */
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

/** Puts the address of whoever was mentioned, or of `Eve Adams <eve@example.com>`, in the place of what is searched for. @throws NotAdmin */
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
