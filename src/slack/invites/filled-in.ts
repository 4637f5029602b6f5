import type { AccountActor } from "../../services/actor.ts";
import { usersGroupId } from "../../services/groups/groups.ts";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import type { SlackContext } from "../kit/context.ts";
import { type InviteDraft, LONGEST_EMAILS, MOST_ADDRESSES } from "./draft.ts";
import { resolveMentions } from "./mentions.ts";

/** A form to open, and what to say above it. */
export interface FilledIn {
  draft: InviteDraft;
  problem?: string;
}

/** The form with what was typed after a command: addresses, and those of the mentioned. */
export async function filledIn(text: string, actor: AccountActor, context: SlackContext): Promise<FilledIn> {
  const { text: emails, mentioned, refused } = await resolveMentions(text, actor, context.accounts);
  return withEmails(emails, mentioned, refused, context);
}

/** The form with the addresses that a message holds, one a line. */
export async function filledInFromMessage(
  message: string,
  actor: AccountActor,
  context: SlackContext,
): Promise<FilledIn> {
  const { text, mentioned, refused } = await resolveMentions(message, actor, context.accounts);
  const { emails } = addressesIn(text);
  const none = emails.length + refused.length === 0 ? ["There is no email address in this message."] : [];
  return withEmails(emails.join("\n"), mentioned, [...none, ...refused], context);
}

function withEmails(
  text: string,
  mentioned: Record<string, string>,
  problems: readonly string[],
  { policy }: SlackContext,
): FilledIn {
  const { emails, leftOut } = asMuchAsFits(text);
  const draft = { emails, groupIds: [usersGroupId], expiryDays: policy.expiryDays, message: "", mentioned };
  const rest = leftOut === 1 ? "1 more address does" : `${leftOut} more addresses do`;
  const told =
    leftOut > 0 ? [...problems, `${rest} not fit here. Invite these first, then the others.`] : problems;
  return told.length > 0 ? { draft, problem: told.join(" ") } : { draft };
}

/** A text up to the last whole word that the field can hold; of very many addresses, the first. */
function asMuchAsFits(text: string): { emails: string; leftOut: number } {
  const all = addressesIn(text).emails;
  const few = all.length > MOST_ADDRESSES ? all.slice(0, MOST_ADDRESSES).join("\n") : text;
  const emails =
    few.length > LONGEST_EMAILS
      ? few
          .slice(0, LONGEST_EMAILS + 1)
          .replace(/[^\s,;]*$/, "")
          .trimEnd()
      : few;
  return { emails, leftOut: all.length - addressesIn(emails).emails.length };
}
