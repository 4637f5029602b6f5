import { User } from "../../models/user.ts";
import type { AccountActor } from "../actor.ts";
import { linkedAs } from "../linked-user.ts";
import { pauseWhereChanged } from "../pause-link.ts";
import { linkAtFirstCommand, userAwaitingAccount } from "./link-account.ts";

/**
 * Brings an account that shows up up to date: pauses a linked account whose description has changed since it was
 * linked, and links one that a user is waiting for. Usually it does neither, as a single read finds out.
 *
 * @returns whether it did, so that the account may have different rights from before
 */
export async function syncAccount(account: AccountActor): Promise<boolean> {
  const waiting = userAwaitingAccount(account);
  const users = await User.find(
    { $or: [linkedAs(account), ...(waiting ? [waiting] : [])] },
    { slack: 1 },
  ).lean();
  const linked = users.find(({ slack }) => slack);
  if (linked?.slack) return pauseWhereChanged(account, linked.slack);
  if (users.length > 0) await linkAtFirstCommand(account);
  return users.length > 0;
}
