import type { Types } from "mongoose";
import { type ActorRecord, nameOf } from "../../models/actor-record.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import { Client, type ClientDocument } from "../../models/client.ts";
import { User } from "../../models/user.ts";
import { databaseTime } from "../transaction.ts";
import { answersForClients } from "./client-owner.ts";

/** What messages say about a client, as it is now. */
export interface ClientNews {
  clientId: string;
  tokenId: string;
  name: string;
  status: ClientDocument["status"];
  permissions: string[];
  expiresAt: Date | null;
  createdBy: ActorRecord;
  /** Null where the operator answers for it. */
  owner: { userId: string; name: string; email: string; accountId: string | null } | null;
  /** Whether admins are asked what to do with it without its owner, and nobody has answered. */
  asking: boolean;
}

/** Reads what messages say about a client; null when there is none. */
export async function clientNews(id: Types.ObjectId): Promise<ClientNews | null> {
  const client = await Client.findById(id).lean();
  if (!client) return null;
  const owner = client.ownerId ? await User.findById(client.ownerId).lean() : null;
  const [token] = client.tokens;
  return {
    clientId: String(id),
    tokenId: String(token?.id ?? id),
    name: client.name,
    status: client.status,
    permissions: client.permissions,
    expiresAt: token?.expiresAt ?? null,
    createdBy: client.createdBy,
    owner: owner && {
      userId: String(owner._id),
      name: owner.name,
      email: owner.email,
      accountId: owner.slack?.userId ?? null,
    },
    asking: client.status === "active" && client.ownerLeft?.kept === false,
  };
}

/** How admins decided about a client without its owner. */
export interface OwnerAnswer {
  name: string;
  answer: "kept" | "handed_over" | "revoked" | "returned";
  /** Who answered and when; if the owner returned, the owner. */
  by: string;
  at: Date;
}

const answers = {
  "client.kept": "kept",
  "client.handed_over": "handed_over",
  "client.revoked": "revoked",
} as const;

/** Reads the last answer about a client; null while admins are being asked. */
export async function ownerAnswer(id: Types.ObjectId): Promise<OwnerAnswer | null> {
  const news = await clientNews(id);
  if (!news || news.asking) return null;
  const event = await AuditEvent.findOne({
    "target.id": news.clientId,
    action: { $in: Object.keys(answers) },
  })
    .sort({ at: -1, _id: -1 })
    .lean();
  const client = await Client.findById(id, { ownerLeft: 1 }).lean();
  const { name, owner } = news;
  // Nobody answered: the owner is back.
  if (news.status === "active" && !client?.ownerLeft && owner && event?.action !== "client.handed_over")
    return { name, answer: "returned", by: owner.name, at: await databaseTime() };
  if (!event) return null;
  const answer = Object.entries(answers).find(([action]) => action === event.action)?.[1];
  return answer ? { name, answer, by: nameOf(event.actor), at: event.at } : null;
}

/**
 * A user's clients that admins must be asked about, as the owner can no longer answer for them, or no longer need be.
 */
export interface OwnedClients {
  left: Types.ObjectId[];
  returned: Types.ObjectId[];
}

/** Finds them. */
export async function ownedClients(ownerId: Types.ObjectId): Promise<OwnedClients> {
  const clients = await Client.find({ ownerId, status: "active" }, { ownerLeft: 1 }).lean();
  const owner = clients.length > 0 ? await User.findById(ownerId).lean() : null;
  const answersNow = owner !== null && answersForClients(owner, await databaseTime());
  const ids = (which: readonly Pick<ClientDocument, "_id">[]) => which.map(({ _id }) => _id);
  return {
    left: answersNow ? [] : ids(clients.filter(({ ownerLeft }) => !ownerLeft)),
    returned: answersNow ? ids(clients.filter(({ ownerLeft }) => ownerLeft)) : [],
  };
}

/** Records that admins are asked about this owner's client. Part of a transaction. @returns whether this is new */
export async function markOwnerLeft(
  id: Types.ObjectId,
  ownerId: Types.ObjectId,
  now: Date,
): Promise<boolean> {
  const { modifiedCount } = await Client.updateOne(
    { _id: id, ownerId, status: "active", ownerLeft: { $exists: false } },
    { $set: { ownerLeft: { at: now, kept: false } } },
  );
  return modifiedCount > 0;
}

/** Records that a client's owner answers for it again. Part of a transaction. */
export async function markOwnerReturned(id: Types.ObjectId, ownerId: Types.ObjectId): Promise<void> {
  await Client.updateOne({ _id: id, ownerId }, { $unset: { ownerLeft: 1 } });
}
