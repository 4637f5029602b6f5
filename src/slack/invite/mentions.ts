import { WebAPIPlatformError } from "@slack/web-api";
import type { SlackActor } from "../../services/actor.ts";
import type { Accounts } from "../account.ts";

const mention = /<@(?<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>/g;

/** Text with addresses in place of mentions. */
export interface Resolved {
  text: string;
  /** The Slack ids of those who were mentioned, by address. */
  mentioned: Record<string, string>;
  /** A sentence for each who can't be invited. */
  refused: string[];
}

/** Puts confirmed addresses in place of mentions; who is a bot, a guest, deactivated or a stranger is refused by name. */
export async function resolveMentions(
  text: string,
  actor: SlackActor,
  accounts: Accounts,
): Promise<Resolved> {
  const ids = new Set([...text.matchAll(mention)].flatMap(({ groups }) => groups?.id ?? []));
  const mentioned: Record<string, string> = {};
  const refused: string[] = [];
  const written = new Map<string, string>();
  for (const id of ids) {
    const found = await accountOf(id, actor, accounts);
    if ("email" in found) {
      mentioned[found.email] = id;
      written.set(id, ` ${found.email} `);
    } else refused.push(found.refusal);
  }
  const replaced = text.replace(mention, (_whole, id: string) => written.get(id) ?? " ");
  return { text: replaced.replace(/[ \t]+/g, " ").trim(), mentioned, refused };
}

async function accountOf(
  userId: string,
  { teamId }: SlackActor,
  accounts: Accounts,
): Promise<{ email: string } | { refusal: string }> {
  try {
    const { name, barred, email } = await accounts.recent({ userId, teamId });
    if (barred) return { refusal: `${name} can't be invited: this account is ${barred}.` };
    return email
      ? { email }
      : {
          refusal: `${name} can't be invited by mention: Slack has confirmed no email address. Type the address.`,
        };
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error === "user_not_found")
      return { refusal: "Somebody you mentioned is not known to Slack here. Type their address." };
    throw error;
  }
}

/** Which of the mentioned still have the address that stands in the form: only they are bound to their account. */
export async function stillBound(
  mentioned: Readonly<Record<string, string>>,
  emails: readonly string[],
  actor: SlackActor,
  accounts: Accounts,
): Promise<Map<string, { teamId: string; userId: string }>> {
  const bound = new Map<string, { teamId: string; userId: string }>();
  for (const [email, userId] of Object.entries(mentioned)) {
    if (!emails.includes(email)) continue;
    const found = await accountOf(userId, actor, accounts);
    if ("email" in found && found.email === email) bound.set(email, { teamId: actor.teamId, userId });
  }
  return bound;
}
