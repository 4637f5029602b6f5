import { Group } from "../../models/group.ts";
import type { AccountActor } from "../actor.ts";
import { ownGroupIds } from "../linked-user.ts";
import { atOnceFor } from "./at-once.ts";
import { countWaiting } from "./list-requests.ts";

/** What of requests stands on somebody's Home. */
export interface HomeRequests {
  /** Whether there is a group that they can ask for. */
  canAsk: boolean;
  /** How many wait for their answer; above 1,000 it says 1,001. */
  waiting: number;
}

const MAX_COUNTED = 1_000;

/** Reads it. */
export async function homeRequests(actor: AccountActor): Promise<HomeRequests> {
  if (actor.ineligible) return { canAsk: false, waiting: 0 };
  const canAsk = { $or: [{ "requests.open": true }, ...atOnceFor(await ownGroupIds(actor))] };
  const open = await Group.exists(canAsk);
  return { canAsk: open !== null, waiting: await countWaiting(actor, MAX_COUNTED) };
}
