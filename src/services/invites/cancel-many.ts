import type { InviteDocument } from "../../models/invite.ts";
import type { Principal } from "../actor.ts";
import { changeAs, readAs } from "../authorize.ts";
import { databaseTime } from "../transaction.ts";
import { cancelPending, wasMailed } from "./cancel-invite.ts";
import type { SeenInvite } from "./replace-invite.ts";
import { assertFewEnough, type LeftOut, type ReadyInvite, readSeen, readyInvite } from "./seen-invites.ts";

const isPending =
  (now: Date) =>
  ({ status, expiresAt }: InviteDocument) =>
    status === "pending" && expiresAt > now;

/**
 * Finds out what cancelling these invites would do, without doing it.
 *
 * @throws NotAdmin; InvalidFields when there are none, or too many
 */
export async function reviewCancellation(
  actor: Principal,
  seen: readonly SeenInvite[],
): Promise<{ ready: ReadyInvite[]; leftOut: LeftOut[] }> {
  assertFewEnough(seen);
  return readAs(actor, "invites:write", async () => {
    const now = await databaseTime();
    const { found, leftOut } = await readSeen(seen, now, isPending(now));
    return { ready: found.map((invite) => readyInvite(invite, now)), leftOut };
  });
}

/**
 * Cancels pending invites in one transaction. Those that somebody acted on since they were seen don't hold back the
 * others.
 *
 * @returns the addresses, and for how many of them a mail had left before
 * @throws NotAdmin; InvalidFields when there are none, or too many
 */
export async function cancelMany(
  actor: Principal,
  seen: readonly SeenInvite[],
): Promise<{ emails: string[]; mailed: number; leftOut: LeftOut[] }> {
  assertFewEnough(seen);
  return changeAs(actor, "invites:write", async ({ now }) => {
    const { found, leftOut } = await readSeen(seen, now, isPending(now));
    await cancelPending(actor, now, { _id: { $in: found.map(({ _id }) => _id) } });
    return {
      emails: found.map(({ email }) => email),
      mailed: found.filter(wasMailed).length,
      leftOut,
    };
  });
}
