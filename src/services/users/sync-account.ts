import { User } from "../../models/user.ts";
import type { AccountActor } from "../actor.ts";
import { linkedAs, pauseWhereChanged } from "../pause-link.ts";
import { linkAtFirstCommand, userAwaitingAccount } from "./link-account.ts";

/**
 * What happens to an account that turns up: a linked one that Slack describes otherwise than when it was linked is
 * paused, and one that is promised to a user is linked. Mostly neither, which one read finds out.
 */
export async function syncAccount(account: AccountActor): Promise<void> {
  const promised = userAwaitingAccount(account);
  const users = await User.find(
    { $or: [linkedAs(account), ...(promised ? [promised] : [])] },
    { slack: 1 },
  ).lean();
  const linked = users.find(({ slack }) => slack);
  if (linked?.slack) await pauseWhereChanged(account, linked.slack);
  else if (users.length > 0) await linkAtFirstCommand(account);
}
