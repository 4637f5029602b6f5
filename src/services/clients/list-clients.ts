import { nameOf } from "../../models/actor-record.ts";
import { Client, type ClientDocument } from "../../models/client.ts";
import { User } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { objectId } from "../object-id.ts";
import { beyond, type Page, type PageCursor, readPage, sortFrom } from "../page.ts";
import { databaseTime } from "../transaction.ts";
import { clientConflict } from "./client-conflict.ts";
import { type ClientOwnerNow, ownerNow } from "./client-owner.ts";

/** A client as admins see it. */
export interface ClientSummary {
  clientId: string;
  name: string;
  permissions: string[];
  /** Its decisions say yes or no, but not why. */
  withoutReasons: boolean;
  /** People it registers are invited first. */
  sendsInvites: boolean;
  /** Null where the operator answers for it. */
  owner: ClientOwnerNow | null;
  createdBy: string;
  createdAt: Date;
  /** Its newest token, which a rotation expects. */
  token: { id: string; createdAt: Date; expiresAt: Date | null; ended: boolean };
  /** Until when the previous token works; null when it no longer does. */
  olderEndsAt: Date | null;
  /** How many days a new token lasts; null for no expiry. */
  expiryDays: number | null;
  /** The last day on which it made a request, and the address of its first request that day. */
  lastUsed: { day: string; address: string } | null;
}

/** Lists a page of the clients that aren't revoked, by name. @throws NotAdmin */
export async function listClients(actor: Principal, cursor: PageCursor | null): Promise<Page<ClientSummary>> {
  return readAs(actor, "clients:read", async () => {
    const page = await readPage(cursor, {
      read: (start, most) =>
        Client.find({ status: "active", ...beyond(start, "nameKey", 1) })
          .sort(sortFrom(start, "nameKey", 1))
          .limit(most)
          .lean(),
      keyOf: ({ nameKey, _id }) => ({ key: nameKey, id: String(_id) }),
    });
    return { ...page, rows: await summaries(page.rows) };
  });
}

/** Reads one client. @throws NotAdmin, NotFound; ClientChanged when it was revoked (says by whom, and when) */
export async function openClient(actor: Principal, clientId: string): Promise<ClientSummary> {
  return readAs(actor, "clients:read", async () => {
    const id = objectId.safeParse(clientId).data;
    const client = id ? await Client.findOne({ _id: id, status: "active" }).lean() : null;
    const [summary] = client ? await summaries([client]) : [];
    if (!summary) throw await clientConflict(clientId);
    return summary;
  });
}

async function summaries(clients: readonly ClientDocument[]): Promise<ClientSummary[]> {
  const now = await databaseTime();
  const owners = await User.find({ _id: { $in: clients.flatMap(({ ownerId }) => ownerId ?? []) } }).lean();
  const owner = new Map(owners.map((user) => [String(user._id), ownerNow(user, now)]));
  return clients.flatMap((client) => {
    const [newest, older] = client.tokens;
    if (!newest) return [];
    const { expiresAt = null } = newest;
    return {
      clientId: String(client._id),
      name: client.name,
      permissions: client.permissions,
      withoutReasons: Boolean(client.withoutReasons),
      sendsInvites: Boolean(client.sendsInvites),
      owner: owner.get(String(client.ownerId)) ?? null,
      createdBy: nameOf(client.createdBy),
      createdAt: client.createdAt,
      token: {
        id: String(newest.id),
        createdAt: newest.createdAt,
        expiresAt,
        ended: expiresAt !== null && expiresAt <= now,
      },
      olderEndsAt: older?.expiresAt && older.expiresAt > now ? older.expiresAt : null,
      expiryDays: client.expiryDays ?? null,
      lastUsed: client.lastUsed ?? null,
    };
  });
}
