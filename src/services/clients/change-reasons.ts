import { Client } from "../../models/client.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { forgetClient } from "../client-rights.ts";
import { objectId } from "../object-id.ts";
import { databaseTime } from "../transaction.ts";
import { clientConflict } from "./client-conflict.ts";

/**
 * Changes whether a client is told the reasons of decisions. One that already has it so stays as it is.
 *
 * @returns its name
 * @throws NotAdmin, NotFound; ClientChanged when it was revoked (says by whom, and when)
 */
export async function changeReasons(
  actor: Principal,
  clientId: string,
  withoutReasons: boolean,
): Promise<string> {
  try {
    return await changeAs(actor, "clients:write", async () => {
      const id = objectId.safeParse(clientId).data;
      const client = id ? await Client.findOne({ _id: id, status: "active" }).lean() : null;
      if (!client) throw await clientConflict(clientId);
      const { _id, name } = client;
      if (Boolean(client.withoutReasons) === withoutReasons) return name;
      await Client.updateOne(
        { _id },
        withoutReasons ? { $set: { withoutReasons } } : { $unset: { withoutReasons: 1 } },
      );
      await recordAudit(actor, await databaseTime(), {
        action: "client.reasons_changed",
        target: { kind: "client", id: clientId, label: name },
        before: { reasons: withoutReasons ? "on" : "off" },
        after: { reasons: withoutReasons ? "off" : "on" },
        about: [],
      });
      return name;
    });
  } finally {
    forgetClient(clientId);
  }
}
