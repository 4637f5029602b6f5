import type { AskableAdmin } from "../../services/errors.ts";
import { either } from "../../services/format.ts";
import type { SlackContext } from "./context.ts";

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

/** Names them where Slack shows no mention: *Ben Okri or an owner of iam-bot*. */
export function namedInWords(userIds: readonly string[], admins: readonly AskableAdmin[]): string {
  const named = admins.filter(({ userId }) => userIds.includes(userId));
  const names = named.map(({ name }) => name);
  return either(named.length < userIds.length ? [...names, "an owner of iam-bot"] : names);
}
