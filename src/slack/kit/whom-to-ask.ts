import type { AskableAdmin, NotAdmin, NotRegistered } from "../../services/errors.ts";
import { either } from "../../services/format.ts";
import { paragraph, text } from "./blocks.ts";
import type { Card } from "./card.ts";
import type { SlackContext } from "./context.ts";
import { anyOf } from "./text.ts";

const MOST_NAMED = 3;
/** Slack is asked about no more, where somebody waits. */
const MOST_LOOKED_AT = 10;

/**
 * Finds who can help somebody who may not do something: admins, then owners, as Slack ids. Nobody who can't act just now, and
 * never who asks.
 */
export async function whomToAsk(
  { accounts, owners }: Pick<SlackContext, "accounts" | "owners">,
  askerId: string,
  admins: readonly AskableAdmin[],
): Promise<string[]> {
  const ids = new Set([...admins.map(({ userId }) => userId), ...owners]);
  ids.delete(askerId);
  const looked = [...ids].slice(0, MOST_LOOKED_AT);
  const able = await Promise.all(looked.map(async (id) => ((await accounts.canAct(id)) ? [id] : [])));
  return able.flat().slice(0, MOST_NAMED);
}

/**
 * Says that somebody may not do something, and whom to ask, as Slack shows them. 1 block.
 *
 * @param others as `whomToAsk` finds them, at least one
 * @param after what follows, from its space on
 */
export function askCard(
  { what, facts }: NotAdmin | NotRegistered,
  others: readonly string[],
  after = "",
): Card {
  const ask = `${what} Ask `;
  return {
    text: `${ask}${namedInWords(others, facts.askInstead)}.${after}`,
    blocks: [paragraph(text(ask), ...anyOf(others), text(`.${after}`))],
  };
}

/** Names them where Slack shows no mention: *Ben Okri or an owner of iam-bot*. */
function namedInWords(userIds: readonly string[], admins: readonly AskableAdmin[]): string {
  const named = admins.filter(({ userId }) => userIds.includes(userId));
  const names = named.map(({ name }) => name);
  return either(named.length < userIds.length ? [...names, "an owner of iam-bot"] : names);
}
