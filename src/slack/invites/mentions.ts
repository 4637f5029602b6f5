import type { LanguageCode } from "../../locales/languages.ts";
import type { AccountActor } from "../../services/actor.ts";
import { ineligibleAs } from "../../services/errors.ts";
import type { MentionedAccount } from "../../services/invites/invite-request.ts";
import type { Accounts } from "../kit/accounts.ts";
import { isolated } from "../kit/phrase.ts";
import { slackErrorCode } from "../kit/slack-errors.ts";

const mention = /<@(?<id>[UW][A-Z0-9]+)(?:\|(?<handle>[^>]*))?>/g;

/** Text with addresses in place of mentions. */
export interface Resolved {
  text: string;
  /** The Slack ids of mentioned people, by address. */
  mentioned: Record<string, string>;
  /** A sentence for each person who can't be invited. */
  refused: string[];
}

/** Replaces mentions with confirmed addresses; bots, guests, deactivated accounts and strangers are refused by name. */
export async function resolveMentions(text: string, accounts: Accounts): Promise<Resolved> {
  const handles = new Map(
    [...text.matchAll(mention)].map(({ groups }) => [groups?.id ?? "", groups?.handle] as const),
  );
  const found = await Promise.all(
    [...handles].map(async ([id, handle]) => ({ id, ...(await accountOf(id, accounts, handle)) })),
  );
  const resolved = found.flatMap((each) => ("email" in each ? [each] : []));
  const written = new Map(resolved.map(({ id, email }) => [id, ` ${email} `]));
  const replaced = text.replace(mention, (_whole, id: string) => written.get(id) ?? " ");
  return {
    text: replaced.replace(/[ \t]+/g, " ").trim(),
    mentioned: Object.fromEntries(resolved.map(({ id, email }) => [email, id])),
    refused: found.flatMap((each) => ("refusal" in each ? [each.refusal] : [])),
  };
}

async function accountOf(
  userId: string,
  accounts: Accounts,
  handle?: string,
): Promise<{ email: string; language?: LanguageCode | undefined } | { refusal: string }> {
  try {
    const { name, ineligible, email, language } = await accounts.recent({ userId });
    if (ineligible)
      return { refusal: `${isolated(name)} can't be invited: this account is ${ineligibleAs[ineligible]}.` };
    return email
      ? { email, language }
      : {
          refusal: `${isolated(name)} can't be invited by mention: Slack has not confirmed their email address. Type the address instead.`,
        };
  } catch (error) {
    if (slackErrorCode(error) !== "user_not_found") throw error;
    const who = handle ? `@${handle}` : "Someone you mentioned";
    return {
      refusal: `${who} can't be invited by mention: Slack can't find them here. Type the address instead.`,
    };
  }
}

/** Finds which mentioned people still have their address in the form: only they are bound to their account. */
export async function stillBound(
  mentioned: Readonly<Record<string, string>>,
  emails: readonly string[],
  actor: AccountActor,
  accounts: Accounts,
): Promise<Map<string, MentionedAccount>> {
  const { teamId } = actor;
  const named = Object.entries(mentioned).filter(([email]) => emails.includes(email));
  const bound = await Promise.all(
    named.map(async ([email, userId]) => {
      const found = await accountOf(userId, accounts);
      return "email" in found && found.email === email
        ? [[email, { teamId, userId, language: found.language }] as const]
        : [];
    }),
  );
  return new Map(bound.flat());
}
