import { readableEmails } from "../../services/email-address.ts";
import { usersGroupId } from "../../services/groups/groups.ts";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import type { SlackContext } from "../kit/context.ts";
import { type InviteDraft, LONGEST_EMAILS, MAX_ADDRESSES } from "./draft.ts";
import { malformedWords } from "./malformed.ts";
import { resolveMentions } from "./mentions.ts";

/** A form to open, and what to say above it. */
export interface FilledForm {
  draft: InviteDraft;
  problem?: string;
}

/** Fills in the form with what was typed after a command, unchanged if it fits; mentions become addresses. */
export async function fillIn(text: string, context: SlackContext): Promise<FilledForm> {
  const { text: typed, mentioned, refused } = await resolveMentions(text, context.accounts);
  const { emails, malformed } = addressesIn(typed);
  if (typed.length <= LONGEST_EMAILS && emails.length <= MAX_ADDRESSES)
    return withProblems(blank(context, { emails: typed, mentioned }), refused);
  return withAddresses({ emails, mentioned }, [...refused, ...named(malformed)], context);
}

/** Fills in the form with the addresses in a message; malformed ones are listed above it. */
export async function fillInFromMessage(message: string, context: SlackContext): Promise<FilledForm> {
  const { text, mentioned, refused } = await resolveMentions(message, context.accounts);
  const { emails, malformed } = addressesIn(text);
  // In a message, `@eve` is a nickname.
  const faulty = malformed.filter((word) => !/^@[^@.]*$/.test(word));
  const none =
    emails.length + faulty.length + refused.length === 0 ? ["This message has no email address in it."] : [];
  return withAddresses({ emails, mentioned }, [...none, ...refused, ...named(faulty)], context);
}

/** Addresses that wait for a form, and who among them was mentioned. */
export interface Waiting {
  emails: readonly string[];
  mentioned: InviteDraft["mentioned"];
}

/** Fills in the form with as many addresses as fit, one per line; the others wait until these have been invited. */
export function withAddresses(
  { emails, mentioned }: Waiting,
  problems: readonly string[],
  context: SlackContext,
): FilledForm {
  const fitting = thatFit(emails);
  const waiting = emails.slice(fitting.length);
  const rest = waiting.length === 1 ? "1 more address does" : `${waiting.length} more addresses do`;
  const next = `${rest} not fit here. Send these first, then press ${nextLabel(waiting)}.`;
  const draft = blank(context, { emails: readableEmails(fitting.join("\n")), mentioned, waiting });
  return withProblems(draft, waiting.length > 0 ? [...problems, next] : problems);
}

/** Returns the label of the button that leads to the waiting addresses. */
export const nextLabel = (waiting: readonly string[]): string => `Next ${thatFit(waiting).length}`;

function thatFit(emails: readonly string[]): string[] {
  let length = 0;
  const fits = (email: string) => {
    length += readableEmails(email).length + 1;
    return length <= LONGEST_EMAILS + 1;
  };
  const few = emails.slice(0, MAX_ADDRESSES);
  const tooFar = few.findIndex((email) => !fits(email));
  return tooFar < 0 ? few : few.slice(0, tooFar);
}

/** How many malformed addresses are listed above a form. */
const MAX_NAMED = 10;

function named(malformed: readonly string[]): string[] {
  const more = malformed.length - MAX_NAMED;
  const others = more > 0 ? [`${more} more like ${more === 1 ? "it" : "them"} are left out.`] : [];
  return malformed.length > 0 ? [malformedWords(malformed.slice(0, MAX_NAMED)), ...others] : [];
}

function blank(
  { policy }: SlackContext,
  filled: Pick<InviteDraft, "emails" | "mentioned"> & { waiting?: string[] },
): InviteDraft {
  const { expiryDays } = policy;
  return {
    waiting: [],
    replaces: null,
    groupIds: [usersGroupId],
    lastDay: null,
    expiryDays,
    message: "",
    language: null,
    ...filled,
  };
}

function withProblems(draft: InviteDraft, problems: readonly string[]): FilledForm {
  return problems.length > 0 ? { draft, problem: problems.join(" ") } : { draft };
}
