import type { Types } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { Client } from "../../models/client.ts";

/** What a provider changed in a period. */
export interface ProvisioningNews {
  clientId: string;
  name: string;
  registered: number;
  invited: number;
  suspended: number;
  reactivated: number;
  detailsChanged: number;
  groupsChanged: number;
  groupsCreated: number;
  groupsDeleted: number;
}

const counted = {
  registered: "user.provisioned",
  invited: "invite.created",
  suspended: "user.suspended",
  reactivated: "user.reactivated",
  detailsChanged: "user.details_changed",
  groupsChanged: "user.groups_changed",
  groupsCreated: "group.created",
  groupsDeleted: "group.deleted",
} as const;

/** Tells whether a client is an identity provider's. */
export async function isProvider(clientId: string): Promise<boolean> {
  return (await Client.exists({ _id: clientId, permissions: "scim" })) !== null;
}

/** Counts what a provider changed; null when there is nothing to report. */
export async function provisionedSince(
  clientId: Types.ObjectId,
  since: Date,
  until: Date,
): Promise<ProvisioningNews | null> {
  const client = await Client.findById(clientId, { name: 1 }).lean();
  const rows = await AuditEvent.aggregate<{ _id: string; count: number }>([
    {
      $match: {
        at: { $gte: since, $lt: until },
        "actor.clientId": String(clientId),
        action: { $in: Object.values(counted) },
      },
    },
    { $group: { _id: "$action", count: { $sum: { $cond: [{ $eq: ["$after.awaited", true] }, 0, 1] } } } },
  ]);
  if (!client || rows.length === 0) return null;
  const of = (action: string) => rows.find(({ _id }) => _id === action)?.count ?? 0;
  return {
    clientId: String(clientId),
    name: client.name,
    registered: of(counted.registered),
    invited: of(counted.invited),
    suspended: of(counted.suspended),
    reactivated: of(counted.reactivated),
    detailsChanged: of(counted.detailsChanged),
    groupsChanged: of(counted.groupsChanged),
    groupsCreated: of(counted.groupsCreated),
    groupsDeleted: of(counted.groupsDeleted),
  };
}
