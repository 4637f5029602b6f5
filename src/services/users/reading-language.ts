import type { LanguageCode } from "../../locales/languages.ts";
import { type LinkedAccount, pauseReason, User, type UserDocument } from "../../models/user.ts";
import { roleIn } from "../acting.ts";
import { type AccountActor, teamsOf } from "../actor.ts";
import { hasLinkedEmail, linkedAs } from "../linked-user.ts";
import { together } from "../together.ts";
import { languageOf } from "./language-of.ts";

/**
 * Returns the language of an account's screens: English for admins and auditors, whose screens exist in no other; for
 * everybody else what their details say, otherwise what their account says. Accounts asked about in one turn share a
 * read.
 *
 * @returns undefined if nothing says which
 */
export async function readingLanguage(actor: AccountActor): Promise<LanguageCode | undefined> {
  if (actor.owner && !actor.ineligible) return "en";
  const user = await userOf(actor);
  if (user && acts(actor, user) && roleIn(user, user.now)) return "en";
  return (user && languageOf(user)) ?? actor.language;
}

const userOf = together(usersOf, { most: 100 });

async function usersOf(actors: readonly AccountActor[]): Promise<(ReadUser | undefined)[]> {
  const users = await User.find({ $or: actors.map(linkedAs) }, asRead).lean<ReadUser[]>();
  return actors.map((actor) => users.find(({ slack }) => slack && isLinkOf(actor, slack)));
}

const isLinkOf = (actor: AccountActor, { teamId, userId }: LinkedAccount) =>
  userId === actor.userId && teamsOf(actor).$in.includes(teamId);

const asRead = {
  language: 1,
  provisioned: 1,
  memberships: 1,
  status: 1,
  slack: 1,
  now: "$$NOW",
} as const;
type ReadUser = Pick<UserDocument, Exclude<keyof typeof asRead, "now">> & { now: Date };

/** Whether an account acts as the user it is linked to. */
function acts(actor: AccountActor, { status, slack }: Pick<ReadUser, "status" | "slack">): boolean {
  if (actor.ineligible || status !== "active" || !slack || pauseReason(slack)) return false;
  return hasLinkedEmail(actor, slack);
}
