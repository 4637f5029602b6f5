import { Client, type ClientDocument } from "../../models/client.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { AccountId, Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { forgetClient } from "../client-rights.ts";
import { InvalidFields } from "../errors.ts";
import { linkedAs } from "../linked-user.ts";
import { lockShared, rightsOf } from "../locks.ts";
import { objectId } from "../object-id.ts";
import { clientConflict } from "./client-conflict.ts";
import { answersForClients } from "./client-owner.ts";

/** A client, and the owner the actor saw: null for the operator. */
export interface SeenClient {
  clientId: string;
  ownerId: string | null;
}

/**
 * Makes another admin the owner of a client.
 *
 * @param account the new owner's, who is an active member of Admin
 * @returns the client's name, and the new owner's
 * @throws NotAdmin, NotFound; InvalidFields (`owner`); ClientChanged when someone acted on it first
 */
export async function handOverClient(
  actor: Principal,
  seen: SeenClient,
  account: AccountId,
): Promise<{ name: string; owner: string }> {
  try {
    return await changeAs(actor, "clients:write", async ({ now }) => {
      const client = await clientAsSeen(seen);
      const owner = await User.findOne(linkedAs(account)).lean();
      if (!owner?.slack || !answersForClients(owner, now))
        throw new InvalidFields({ owner: "Choose somebody who is in Admin and active." });
      // If their rights are taken away at this moment, admins are asked about this client too.
      await lockShared(rightsOf(owner.slack));
      await Client.updateOne({ _id: client._id }, { $set: { ownerId: owner._id }, $unset: { ownerLeft: 1 } });
      const before = client.ownerId ? await User.findById(client.ownerId).lean() : null;
      await recordAudit(actor, now, {
        ...eventOf(client, "client.handed_over", [owner, ...(before ? [before] : [])]),
        before: { owner: before?.email ?? "the operator" },
        after: { owner: owner.email },
      });
      return { name: client.name, owner: owner.name };
    });
  } finally {
    forgetClient(seen.clientId);
  }
}

/**
 * Keeps a client even though its owner can no longer answer for it.
 *
 * @returns its name
 * @throws NotAdmin, NotFound; ClientChanged when someone acted on it first
 */
export async function keepClient(actor: Principal, seen: SeenClient): Promise<string> {
  return changeAs(actor, "clients:write", async ({ now }) => {
    const client = await clientAsSeen(seen);
    // The owner is back.
    if (!client.ownerLeft) return client.name;
    const { modifiedCount } = await Client.updateOne(
      { _id: client._id, "ownerLeft.kept": false },
      { $set: { "ownerLeft.kept": true } },
    );
    if (modifiedCount === 0) throw await clientConflict(seen.clientId);
    const owner = await User.findById(client.ownerId).lean();
    await recordAudit(actor, now, {
      ...eventOf(client, "client.kept", owner ? [owner] : []),
      before: null,
      after: { owner: owner?.email ?? "the operator" },
    });
    return client.name;
  });
}

/** Reads a client for a change. @throws NotFound; ClientChanged when it is revoked, or now belongs to someone else */
async function clientAsSeen({ clientId, ownerId }: SeenClient): Promise<ClientDocument> {
  const id = objectId.safeParse(clientId).data;
  const client = id ? await Client.findOne({ _id: id, status: "active" }).lean() : null;
  if (!client || (client.ownerId ? String(client.ownerId) : null) !== ownerId)
    throw await clientConflict(clientId);
  return client;
}

function eventOf<A extends "client.kept" | "client.handed_over">(
  { _id, name }: ClientDocument,
  action: A,
  owners: readonly UserDocument[],
) {
  return {
    action,
    target: { kind: "client" as const, id: String(_id), label: name },
    about: owners.flatMap((owner) => [owner.email, String(owner._id)]),
  };
}
