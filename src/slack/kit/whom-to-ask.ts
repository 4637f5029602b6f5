import type { Words } from "../../locales/words.ts";
import { type AskableAdmin, NotAdmin, type NotRegistered } from "../../services/errors.ts";
import { paragraph, text } from "./blocks.ts";
import type { Card } from "./card.ts";
import type { SlackContext } from "./context.ts";
import { anyOfThem, gap, inline, inOneParagraph, say } from "./phrase.ts";

const MAX_NAMED = 3;
/** How many people Slack is asked about while someone waits. */
const MAX_LOOKED_AT = 10;

/**
 * Finds people who can help someone who may not do something: admins, then owners, as Slack ids. Nobody who can't act
 * right now, and never the person who asks.
 */
export async function whomToAsk(
  { accounts, owners }: Pick<SlackContext, "accounts" | "owners">,
  askerId: string,
  admins: readonly AskableAdmin[],
): Promise<string[]> {
  const ids = new Set([...admins.map(({ userId }) => userId), ...owners]);
  ids.delete(askerId);
  const looked = [...ids].slice(0, MAX_LOOKED_AT);
  const able = await Promise.all(looked.map(async (id) => ((await accounts.canAct(id)) ? [id] : [])));
  return able.flat().slice(0, MAX_NAMED);
}

/** Says what a person may not do, in their language, without whom to ask. */
export function refusedText(error: NotAdmin | NotRegistered, { slack }: Words): string {
  return error instanceof NotAdmin ? slack.onlyAdmins : slack.notLinked;
}

/**
 * Says that a person may not do something, and whom to ask, as Slack shows them. 1 block.
 *
 * @param others from `whomToAsk`, at least one
 * @param after a sentence that follows
 */
export function askCard(
  error: NotAdmin | NotRegistered,
  others: readonly string[],
  words: Words,
  after = "",
): Card {
  const { ask } = words.slack;
  const what = refusedText(error, words);
  const named = say(words, ask({ people: namedInWords(others, error.facts.askInstead, words) }));
  return {
    text: inOneParagraph(words, what, named, after),
    blocks: [
      paragraph(
        text(`${what}${gap(words)}`),
        ...inline(words, ask({ people: anyOfThem(words, others) })),
        text(after && `${gap(words)}${after}`),
      ),
    ],
  };
}

/** Names them where Slack shows no mentions: *Ben Okri or an owner of iam-bot*. */
function namedInWords(userIds: readonly string[], admins: readonly AskableAdmin[], { either, slack }: Words) {
  const named = admins.filter(({ userId }) => userIds.includes(userId));
  const names = named.map(({ name }) => name);
  return either(named.length < userIds.length ? [...names, slack.anOwner] : names);
}
