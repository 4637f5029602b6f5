import { nameOf } from "../../models/actor-record.ts";
import { Invite } from "../../models/invite.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { atAddress } from "../email-address.ts";

/** How the last invite to an address ended. */
export interface EndedInvite {
  status: "declined" | "cancelled" | "expired";
  /** Who settled it; null if nobody did. */
  by: string | null;
  at: Date;
}

/**
 * Reads how the last invite to an address ended; null if there is none, it is still pending, or it was accepted.
 *
 * @throws NotAdmin
 */
export async function lastEnded(actor: Principal, email: string): Promise<EndedInvite | null> {
  return readAs(actor, "invites:read", async () => {
    const last = await Invite.findOne(atAddress(email)).sort({ createdAt: -1 }).lean();
    if (!last || last.status === "accepted") return null;
    const { expiresAt, settledAt = expiresAt, settledBy } = last;
    const status = last.status === "pending" ? "expired" : last.status;
    return { status, by: settledBy ? nameOf(settledBy) : null, at: settledAt };
  });
}
