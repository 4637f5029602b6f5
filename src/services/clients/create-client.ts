import { Types } from "mongoose";
import { Client, type ClientDocument } from "../../models/client.ts";
import { User } from "../../models/user.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { groupNameKey } from "../groups/group-name.ts";
import { MadeAlready } from "../made-already.ts";
import { refuseTakenName } from "../taken-name.ts";
import { type ClientRequest, clientFields } from "./client-fields.ts";
import { newToken } from "./token.ts";

/** A newly created token: shown once, and stored nowhere. */
export interface ShownToken {
  clientId: string;
  name: string;
  token: string;
  /** Null for one that doesn't expire. */
  expiresAt: Date | null;
}

/**
 * Creates an API client. Its owner is the user who creates it, or the operator.
 *
 * @param id its id
 * @throws NotAdmin; InvalidFields (`name`, `permissions`, `expiry`), also when another client has the name; MadeAlready
 * if
 *   a client already has the id
 */
export async function createClient(
  actor: Principal,
  request: ClientRequest,
  id?: string,
): Promise<ShownToken> {
  const { name, permissions, expiryDays } = clientFields(request);
  const _id = new Types.ObjectId(id);
  const { token, hash } = newToken(String(_id));
  return refuseTakenName("client", () =>
    changeAs(actor, "clients:write", async ({ now, selfId: ownerId }) => {
      if (id && (await Client.exists({ _id }))) throw new MadeAlready(id);
      const expiresAt = expiryOf(expiryDays, now);
      const client: ClientDocument = {
        _id,
        name,
        nameKey: groupNameKey(name),
        status: "active",
        ...(ownerId && { ownerId }),
        permissions,
        ...(request.withoutReasons && { withoutReasons: true }),
        ...(request.sendsInvites && { sendsInvites: true }),
        ...(expiryDays && { expiryDays }),
        tokens: [{ id: new Types.ObjectId(), hash, createdAt: now, ...(expiresAt && { expiresAt }) }],
        createdAt: now,
        createdBy: recordOf(actor),
      };
      await Client.insertMany([client], { lean: true });
      const owner = ownerId && (await User.findById(ownerId, { email: 1 }).lean());
      await recordAudit(actor, now, {
        action: "client.created",
        target: { kind: "client", id: String(_id), label: name },
        before: null,
        after: {
          name,
          owner: owner?.email ?? "the operator",
          permissions,
          ...(request.withoutReasons && { reasons: "off" }),
          ...(request.sendsInvites && { invites: "on" }),
          expires: expiresAt ?? "never",
        },
        about: owner ? [owner.email, String(ownerId)] : [],
      });
      return { clientId: String(_id), name, token, expiresAt };
    }),
  );
}

/** Computes when a token created now expires; null for never. */
export function expiryOf(days: number | null | undefined, now: Date): Date | null {
  return days ? new Date(now.getTime() + days * DAY_MS) : null;
}
