import type { QueryFilter, Types } from "mongoose";
import { type DeliveryStep, Invite, type InviteDocument } from "../models/invite.ts";
import type { SlackActor } from "./actor.ts";
import { groupNames } from "./groups.ts";
import { forAdmin } from "./rights.ts";
import { databaseTime } from "./transaction.ts";

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
 * A page of pending invites, newest first. A page that has emptied meanwhile gives the nearest one before it.
 *
 * @param text only invites with a word of the address that starts so
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
    return page.invites.length === 0 && cursor?.direction === "after"
      ? readPage(text, { ...cursor, direction: "before" }, now)
      : page;
  });
}

async function readPage(text: string, cursor: Cursor | null, now: Date): Promise<PendingPage> {
  const backwards = cursor?.direction === "before";
  const order = backwards ? 1 : -1;
  const found = await Invite.find({
    status: "pending",
    expiresAt: { $gt: now },
    ...wordFilter(text),
    ...range(cursor),
  })
    .sort({ createdAt: order, _id: order })
    .limit(PAGE + 1)
    .lean();
  const more = found.length > PAGE;
  const rows = found.slice(0, PAGE);
  if (backwards) rows.reverse();
  const [first, last] = [rows.at(0), rows.at(-1)];
  const hasPrevious = backwards ? more : cursor !== null;
  const hasNext = backwards ? cursor !== null : more;
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

function wordFilter(text: string): QueryFilter<InviteDocument> {
  const prefix = text.trim().toLowerCase();
  return prefix === "" ? {} : { words: { $gte: prefix, $lt: `${prefix}\u{10FFFF}` } };
}

function range(cursor: Cursor | null): QueryFilter<InviteDocument> {
  if (!cursor) return {};
  const { createdAt, inviteId } = cursor;
  const beyond = cursor.direction === "after" ? "$lt" : "$gt";
  return { $or: [{ createdAt: { [beyond]: createdAt } }, { createdAt, _id: { [beyond]: inviteId } }] };
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
