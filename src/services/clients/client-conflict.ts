import { nameOf } from "../../models/actor-record.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import { Client } from "../../models/client.ts";
import { type DomainError, NotFound } from "../errors.ts";
import { objectId } from "../object-id.ts";
import { ClientChanged } from "./refusals.ts";

/** Explains why a conditional write on a client found nothing: who changed it first, how and when. */
export async function clientConflict(clientId: string): Promise<DomainError> {
  const id = objectId.safeParse(clientId).data;
  const client = id ? await Client.findById(id, { name: 1, status: 1 }).lean() : null;
  const last = await AuditEvent.findOne({ "target.id": clientId, action: { $ne: "access.refused" } })
    .sort({ at: -1, _id: -1 })
    .lean();
  if (!client || !last) return new NotFound({ what: "client" });
  return new ClientChanged({
    name: client.name,
    revoked: client.status === "revoked",
    by: nameOf(last.actor),
    at: last.at,
  });
}
