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
  return readTogether(actor);
}

const readTogether = together(readingLanguages, { most: 100 });

async function readingLanguages(actors: readonly AccountActor[]): Promise<(LanguageCode | undefined)[]> {
  const others = actors.filter((actor) => !actsAsOwner(actor));
  const users =
    others.length > 0
      ? await User.find({ $or: others.map(linkedAs) }, asRead).lean<(ReadUser & { now: Date })[]>()
      : [];
  return actors.map((actor) => {
    if (actsAsOwner(actor)) return "en";
    const user = users.find(({ slack }) => slack && isLinkOf(actor, slack));
    if (user && acts(actor, user) && roleIn(user, user.now)) return "en";
    return (user && languageOf(user)) ?? actor.language;
  });
}

const isLinkOf = (actor: AccountActor, { teamId, userId }: LinkedAccount) =>
  userId === actor.userId && teamsOf(actor).$in.includes(teamId);

const actsAsOwner = ({ owner, ineligible }: AccountActor) => owner && !ineligible;

const asRead = {
  language: 1,
  provisioned: 1,
  memberships: 1,
  status: 1,
  slack: 1,
  now: "$$NOW",
} as const;
type ReadUser = Pick<UserDocument, Exclude<keyof typeof asRead, "now">>;

/** Whether an account acts as the user it is linked to. */
function acts(actor: AccountActor, { status, slack }: Pick<ReadUser, "status" | "slack">): boolean {
  if (actor.ineligible || status !== "active" || !slack || pauseReason(slack)) return false;
  return hasLinkedEmail(actor, slack);
}
