import { Types } from "mongoose";
import { Client, type ClientToken } from "../../models/client.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { forgetClient } from "../client-rights.ts";
import { HOUR_MS } from "../durations.ts";
import { InvalidFields } from "../errors.ts";
import { lockExclusive, rightsOfClient } from "../locks.ts";
import { objectId } from "../object-id.ts";
import { clientConflict } from "./client-conflict.ts";
import { expiryOf, type ShownToken } from "./create-client.ts";
import { newToken } from "./token.ts";

const LONGEST_OVERLAP_HOURS = 30 * 24;

/** A new token, and until when the previous one works; null when it has ended. */
export interface RotatedToken extends ShownToken {
  olderEndsAt: Date | null;
}

/**
 * Creates a new token for a client, with the same lifetime in days as its first. The previous one keeps working for the
 * given hours, but not beyond its own end; an even older one ends now. So a client has at most two tokens.
 *
 * @param expectedTokenId the newest token known to the actor
 * @throws NotAdmin, NotFound; InvalidFields (`overlap`); ClientChanged when someone rotated or revoked it first
 */
export async function rotateClient(
  actor: Principal,
  clientId: string,
  expectedTokenId: string,
  overlapHours: number,
): Promise<RotatedToken> {
  if (!(overlapHours >= 0 && overlapHours <= LONGEST_OVERLAP_HOURS))
    throw new InvalidFields({ overlap: `Choose 0 to ${LONGEST_OVERLAP_HOURS} hours.` });
  const { token, hash } = newToken(clientId);
  try {
    return await changeAs(actor, "clients:write", async ({ now }) => {
      const id = objectId.safeParse(clientId).data;
      const client = id ? await Client.findOne({ _id: id, status: "active" }).lean() : null;
      const [newest, ...others] = client?.tokens ?? [];
      if (!client || !newest || String(newest.id) !== expectedTokenId) throw await clientConflict(clientId);
      const older = cutShort(newest, now, overlapHours);
      const expiresAt = expiryOf(client.expiryDays, now);
      const made: ClientToken = {
        id: new Types.ObjectId(),
        hash,
        createdAt: now,
        ...(expiresAt && { expiresAt }),
      };
      await Client.updateOne({ _id: client._id }, { $set: { tokens: older ? [made, older] : [made] } });
      // A token that ends now may have a change under way.
      if (!older || others.length > 0) await lockExclusive(rightsOfClient(clientId));
      const olderEndsAt = older?.expiresAt ?? null;
      await recordAudit(actor, now, {
        action: "client.rotated",
        target: { kind: "client", id: clientId, label: client.name },
        before: { expires: newest.expiresAt ?? "never" },
        after: { expires: expiresAt ?? "never", olderEnds: olderEndsAt ?? "at once" },
        about: [],
      });
      return { clientId, name: client.name, token, expiresAt, olderEndsAt };
    });
  } finally {
    forgetClient(clientId);
  }
}

/** Ends a token this many hours from now, or at its own end; null when that is now. */
function cutShort(token: ClientToken, now: Date, hours: number): (ClientToken & { expiresAt: Date }) | null {
  const end = Math.min(
    now.getTime() + hours * HOUR_MS,
    token.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
  );
  return end > now.getTime() ? { ...token, expiresAt: new Date(end) } : null;
}
