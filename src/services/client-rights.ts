import { type PipelineStage, Types } from "mongoose";
import { Client, type ClientDocument } from "../models/client.ts";
import { User, type UserDocument } from "../models/user.ts";
import type { ClientActor, ClientOwner } from "./actor.ts";
import type { ClientRefusalReason } from "./errors.ts";
import { isClientPermission, type Permission } from "./permissions.ts";

/** Short enough that, with reading and answering, a token revoked elsewhere works for less than a second longer. */
const FRESH_MS = 800;
const MAX_KEPT = 1_000;

/** A client with its owner, as they were when they were read. */
export interface ReadClient extends ClientDocument {
  owners: Pick<UserDocument, "_id" | "name" | "email" | "slack">[];
  /** The database's time then. */
  now: Date;
}

interface Kept {
  /** When the read began, on this process's steady clock. */
  since: number;
  client: Promise<ReadClient | null>;
}

/** Clients read recently, oldest first. */
const kept = new Map<string, Kept>();

/** Reads a client. If another process read or changed it less than a second ago, it may be as it was before. */
export async function recentClient(clientId: string): Promise<{ client: ReadClient; ageMs: number } | null> {
  const { since, client } = fresh(clientId) ?? keep(clientId);
  const found = await client;
  // A client that doesn't exist isn't kept, so made-up ids can't push out real ones.
  if (!found && kept.get(clientId)?.since === since) kept.delete(clientId);
  return found && { client: found, ageMs: performance.now() - since };
}

/** Makes the next read of a client go to the database: its rights, or its owner, have changed. */
export function forgetClient(clientId: string): void {
  kept.delete(clientId);
}

function fresh(clientId: string): Kept | undefined {
  const found = kept.get(clientId);
  return found && performance.now() - found.since < FRESH_MS ? found : undefined;
}

function keep(clientId: string): Kept {
  const reading = { since: performance.now(), client: readClient(clientId, "alone") };
  reading.client.catch(() => forgetClient(clientId));
  kept.delete(clientId);
  kept.set(clientId, reading);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  return reading;
}

/**
 * Decides from the database why a client may not use a permission; within a transaction, as the transaction sees it.
 *
 * @returns null when it may
 */
export async function clientRefusalNow(
  actor: ClientActor,
  permission: Permission,
): Promise<ClientRefusalReason | null> {
  return clientRefusalIn(await readClient(actor.clientId), actor, permission);
}

/** Decides the same from a client that was read a moment ago, together with other things. */
export function clientRefusalIn(
  client: ReadClient | null | undefined,
  actor: ClientActor,
  permission: Permission,
): ClientRefusalReason | null {
  return refusalOf(client ?? null, 0, actor, permission);
}

/** Decides the same for reads, from what was read less than a second ago. */
export async function clientRefusal(
  actor: ClientActor,
  permission: Permission,
): Promise<ClientRefusalReason | null> {
  const recent = await recentClient(actor.clientId);
  return refusalOf(recent?.client ?? null, recent?.ageMs ?? 0, actor, permission);
}

function refusalOf(
  client: ReadClient | null,
  ageMs: number,
  { tokenId }: ClientActor,
  permission: Permission,
): ClientRefusalReason | null {
  if (!client || !liveTokens(client, ageMs).some(({ id }) => String(id) === tokenId)) return "token_ended";
  return client.permissions.includes(permission) && isClientPermission(permission) ? null : "not_permitted";
}

/** Lists the tokens that work, this long after the client was read. */
export function liveTokens({ status, tokens, now }: ReadClient, ageMs = 0) {
  const time = now.getTime() + ageMs;
  if (status !== "active") return [];
  return tokens.filter(({ expiresAt }) => !expiresAt || expiresAt.getTime() > time);
}

/** Builds the actor for a client that was read. */
export function clientActor({ _id, name, permissions, ...client }: ReadClient, tokenId: string): ClientActor {
  const known = permissions.filter(isClientPermission);
  return {
    kind: "client",
    clientId: String(_id),
    tokenId,
    name,
    permissions: known,
    ...(client.withoutReasons && { withoutReasons: true }),
    ...(client.sendsInvites && { sendsInvites: true }),
    owner: ownerOf(client),
  };
}

function ownerOf({ ownerId, owners: [owner] }: Pick<ReadClient, "ownerId" | "owners">): ClientOwner {
  if (!ownerId || !owner) return { kind: "operator" };
  const { name, email, slack } = owner;
  const account = slack && { teamId: slack.teamId, userId: slack.userId };
  return { kind: "user", userId: String(ownerId), name, email, ...(account && { account }) };
}

/** Builds the stages that read a client, with its owner and the database's time. */
function clientStages(clientId: string) {
  return [
    { $match: { _id: new Types.ObjectId(clientId) } },
    {
      $lookup: {
        from: User.collection.name,
        localField: "ownerId",
        foreignField: "_id",
        as: "owners",
        pipeline: [{ $project: { name: 1, email: 1, slack: 1 } }],
      },
    },
    { $set: { now: "$$NOW" } },
  ];
}

/** Builds the stage that reads a client along with other things, into `client`. */
export function clientLookup({ clientId }: ClientActor): PipelineStage.Lookup {
  return { $lookup: { from: Client.collection.name, as: "client", pipeline: clientStages(clientId) } };
}

/** @param how `alone`: outside any transaction, whose snapshot may be older */
async function readClient(clientId: string, how?: "alone"): Promise<ReadClient | null> {
  const reading = Client.aggregate<ReadClient>(clientStages(clientId));
  const [client] = await (how === "alone" ? reading.session(null) : reading);
  return client ?? null;
}
