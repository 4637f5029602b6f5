import { Client, type ClientToken } from "../../models/client.ts";
import type { ClientActor } from "../actor.ts";
import { clientActor, liveTokens, type ReadClient, recentClient } from "../client-rights.ts";
import { isHashOf, readToken } from "./token.ts";

const LONGEST_ADDRESS = 45;

/**
 * Finds out whose token this is, with at most one read. Anything that doesn't look like a token costs none.
 *
 * @param address where the request came from; the first of each day is stored with the client
 * @returns null for any token that isn't valid, whatever the reason
 */
export async function authenticate(token: string, address: string): Promise<ClientActor | null> {
  const parts = readToken(token);
  const recent = parts && (await recentClient(parts.clientId));
  if (!recent) return null;
  const { client, ageMs } = recent;
  const live = liveTokens(client, ageMs);
  const known = proven.get(client)?.get(token);
  if (known) return live.includes(known.token) ? known.actor : null;
  const found = live.find(({ hash }) => isHashOf(hash, parts.secret));
  if (!found) return null;
  noteUse(client, address);
  const actor = clientActor(client, String(found.id));
  proven.set(client, new Map(proven.get(client)).set(token, { token: found, actor }));
  return actor;
}

/**
 * Valid tokens, for as long as the client read is cached: each secret is hashed once in that time. Invalid ones
 * aren't cached, and are hashed every time.
 */
const proven = new WeakMap<ReadClient, Map<string, { token: ClientToken; actor: ClientActor }>>();

/** The days on which clients' requests were last recorded, so that each is written once. */
const noted = new Map<string, string>();

/** Records the first use of a day. Nobody waits for it, and if the write fails, a later request makes it. */
function noteUse({ _id, lastUsed, now }: ReadClient, address: string): void {
  const id = String(_id);
  const day = now.toISOString().slice(0, "2026-03-03".length);
  if (lastUsed?.day === day || noted.get(id) === day) return;
  noted.set(id, day);
  Client.updateOne(
    { _id, "lastUsed.day": { $ne: day } },
    { $set: { lastUsed: { day, address: address.slice(0, LONGEST_ADDRESS) } } },
  )
    .session(null)
    .catch(() => noted.delete(id));
}
