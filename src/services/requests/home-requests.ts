import { Group } from "../../models/group.ts";
import type { AccountActor } from "../actor.ts";
import { ownGroupIds } from "../linked-user.ts";
import { atOnceFor } from "./at-once.ts";
import { countWaiting } from "./list-requests.ts";

/** The requests section of someone's Home. */
export interface HomeRequests {
  /** Whether there is a group they can request. */
  canAsk: boolean;
  /** How many wait for their answer; 1,001 stands for more than 1,000. */
  waiting: number;
}

const MAX_COUNTED = 1_000;

/** Reads that section. */
export async function homeRequests(actor: AccountActor): Promise<HomeRequests> {
  if (actor.ineligible) return { canAsk: false, waiting: 0 };
  const canAsk = { $or: [{ "requests.open": true }, ...atOnceFor(await ownGroupIds(actor))] };
  const open = await Group.exists(canAsk);
  return { canAsk: open !== null, waiting: await countWaiting(actor, MAX_COUNTED) };
}
