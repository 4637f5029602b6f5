import { Client } from "../../models/client.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { forgetClient } from "../client-rights.ts";
import { lockExclusive, rightsOfClient } from "../locks.ts";
import { objectId } from "../object-id.ts";
import { clientConflict } from "./client-conflict.ts";

/**
 * Revokes a client for good: its tokens stop working now, and any change it has under way isn't written.
 *
 * @returns its name
 * @throws NotAdmin, NotFound; ClientChanged when someone revoked it first
 */
export async function revokeClient(actor: Principal, clientId: string): Promise<string> {
  try {
    return await changeAs(actor, "clients:write", async ({ now }) => {
      const id = objectId.safeParse(clientId).data;
      const client = id
        ? await Client.findOneAndUpdate(
            { _id: id, status: "active" },
            { $set: { status: "revoked", tokens: [] }, $unset: { ownerLeft: 1 } },
          ).lean()
        : null;
      if (!client) throw await clientConflict(clientId);
      await lockExclusive(rightsOfClient(clientId));
      const { name, permissions } = client;
      await recordAudit(actor, now, {
        action: "client.revoked",
        target: { kind: "client", id: clientId, label: name },
        before: { permissions },
        after: null,
        about: [],
      });
      return name;
    });
  } finally {
    forgetClient(clientId);
  }
}
