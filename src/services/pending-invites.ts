import type { QueryFilter, Types } from "mongoose";
import { type DeliveryStep, Invite, type InviteDocument } from "../models/invite.ts";
import type { SlackActor } from "./actor.ts";
import { groupNames } from "./groups.ts";
import { forAdmin } from "./rights.ts";
import { databaseTime } from "./transaction.ts";
import { beginning } from "./words.ts";

const PAGE = 10;

/** Where a page starts: right before or right after this invite in the list's order. */
export interface Cursor {
  direction: "before" | "after";
  createdAt: Date;
  inviteId: string;
}

export interface PendingInvite {
  inviteId: string;
  generation: number;
  email: string;
  groups: string[];
  by: string;
  createdAt: Date;
  expiresAt: Date;
  delivery: DeliveryStep;
}

export interface PendingPage {
  invites: PendingInvite[];
  /** The database's time, which ages are told by. */
  now: Date;
  previous: Cursor | null;
  next: Cursor | null;
}

/**
 * A page of pending invites, newest first. The newest page is always full, if there are enough; one that has
 * emptied meanwhile gives the nearest one before it.
 *
 * @param text only invites whose address has a word that begins so, for each word of it
 * @throws NotAdmin
 */
export async function listPendingInvites(
  actor: SlackActor,
  text: string,
  cursor: Cursor | null,
): Promise<PendingPage> {
  return forAdmin(actor, async () => {
    const now = await databaseTime();
    const page = await readPage(text, cursor, now);
    if (page.invites.length === 0 && cursor?.direction === "after") return lastPage(text, cursor, now);
    return cursor?.direction === "before" && !page.previous ? readPage(text, null, now) : page;
  });
}

/** The page that ends with the invite that an emptied page came after. */
async function lastPage(text: string, cursor: Cursor, now: Date): Promise<PendingPage> {
  const page = await readPage(text, { ...cursor, direction: "through" }, now);
  return page.previous ? page : readPage(text, null, now);
}

/** A place to read from; "through" is "before" with the invite itself, which nothing follows. */
type Start = Omit<Cursor, "direction"> & { direction: Cursor["direction"] | "through" };

async function readPage(text: string, cursor: Start | null, now: Date): Promise<PendingPage> {
  const backwards = cursor !== null && cursor.direction !== "after";
  const order = backwards ? 1 : -1;
  const found = await Invite.find({
    status: "pending",
    expiresAt: { $gt: now },
    $and: [...beginning(text), range(cursor)],
  })
    .sort({ createdAt: order, _id: order })
    .limit(PAGE + 1)
    .lean();
  const more = found.length > PAGE;
  const rows = found.slice(0, PAGE);
  if (backwards) rows.reverse();
  const [first, last] = [rows.at(0), rows.at(-1)];
  const hasPrevious = backwards ? more : cursor !== null;
  const hasNext = backwards ? cursor.direction === "before" : more;
  return {
    invites: await withGroupNames(rows),
    now,
    previous: first && hasPrevious ? cursorAt(first, "before") : null,
    next: last && hasNext ? cursorAt(last, "after") : null,
  };
}

function cursorAt({ createdAt, _id }: InviteDocument, direction: Cursor["direction"]): Cursor {
  return { direction, createdAt, inviteId: String(_id) };
}

function range(cursor: Start | null): QueryFilter<InviteDocument> {
  if (!cursor) return {};
  const { createdAt, inviteId, direction } = cursor;
  const beyond = direction === "after" ? "$lt" : "$gt";
  const from = direction === "through" ? "$gte" : beyond;
  return { $or: [{ createdAt: { [beyond]: createdAt } }, { createdAt, _id: { [from]: inviteId } }] };
}

async function withGroupNames(invites: InviteDocument[]): Promise<PendingInvite[]> {
  const ids: Types.ObjectId[] = invites.flatMap((invite) => invite.groupIds);
  const nameOf = await groupNames(ids);
  return invites.map(({ _id, generation, email, groupIds, invitedBy, createdAt, expiresAt, delivery }) => ({
    inviteId: String(_id),
    generation,
    email,
    groups: groupIds.flatMap((id) => nameOf.get(String(id)) ?? []),
    by: invitedBy.name,
    createdAt,
    expiresAt,
    delivery,
  }));
}
