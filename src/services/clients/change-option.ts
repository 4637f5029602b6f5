import { Client } from "../../models/client.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { forgetClient } from "../client-rights.ts";
import { objectId } from "../object-id.ts";
import { databaseTime } from "../transaction.ts";
import { clientConflict } from "./client-conflict.ts";

/** The options a client has, with the audit event for each and what it writes. */
const options = {
  withoutReasons: {
    action: "client.reasons_changed",
    written: (on: boolean) => ({ reasons: on ? "off" : "on" }),
  },
  sendsInvites: {
    action: "client.invites_changed",
    written: (on: boolean) => ({ invites: on ? "on" : "off" }),
  },
} as const;
export type ClientOption = keyof typeof options;

/**
 * Switches a client's option on or off; changes nothing where it already is so.
 *
 * @returns the client's name
 * @throws NotAdmin, NotFound; ClientChanged when it was revoked (says by whom, and when)
 */
export async function changeClientOption(
  actor: Principal,
  clientId: string,
  option: ClientOption,
  on: boolean,
): Promise<string> {
  try {
    return await changeAs(actor, "clients:write", async () => {
      const id = objectId.safeParse(clientId).data;
      const client = id ? await Client.findOne({ _id: id, status: "active" }).lean() : null;
      if (!client) throw await clientConflict(clientId);
      const { _id, name } = client;
      if (Boolean(client[option]) === on) return name;
      await Client.updateOne({ _id }, on ? { $set: { [option]: true } } : { $unset: { [option]: 1 } });
      const { action, written } = options[option];
      await recordAudit(actor, await databaseTime(), {
        action,
        target: { kind: "client", id: clientId, label: name },
        before: written(!on),
        after: written(on),
        about: [],
      });
      return name;
    });
  } finally {
    forgetClient(clientId);
  }
}
