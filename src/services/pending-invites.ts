import type { QueryFilter, Types } from "mongoose";
import { type DeliveryState, type DeliveryStep, Invite, type InviteDocument } from "../models/invite.ts";
import type { SlackActor } from "./actor.ts";
import { groupNames } from "./groups.ts";
import { forAdmin } from "./rights.ts";
import { databaseTime } from "./transaction.ts";
import { whatHappened } from "./what-happened.ts";
import { beginning } from "./words.ts";

const PAGE = 10;
/** What a mail that will not arrive ended in. */
export const troubles: DeliveryState[] = ["bounced", "dropped", "failed"];

const EXPIRED_LATELY_MS = 30 * 24 * 60 * 60 * 1000;

/** Where a page starts: right before or right after this invite in the list's order. */
export interface Cursor {
  direction: "before" | "after";
  /** When it was made; of expired ones, when they expired. */
  at: Date;
  inviteId: string;
}

/** Which invites are listed. */
export interface PendingFilter {
  /** Only those with a word of the address that starts so. */
  text: string;
  /** Only those that the actor made. */
  mine: boolean;
  which: "pending" | "trouble" | "expired";
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
  groupIds: string[];
  expired: boolean;
}

export interface PendingPage {
  invites: PendingInvite[];
  /** The database's time, which ages are told by. */
  now: Date;
  previous: Cursor | null;
  next: Cursor | null;
}

/**
 * A page of pending invites, newest first; of expired ones, the latest first. The first page is always full, if there
 * are enough; one that has emptied meanwhile gives the nearest one before it.
 *
 * @throws NotAdmin
 */
export async function listPendingInvites(
  actor: SlackActor,
  filter: PendingFilter,
  cursor: Cursor | null,
): Promise<PendingPage> {
  return forAdmin(actor, async () => {
    const now = await databaseTime();
    const read = (start: Start | null) => readPage(queryOf(actor, filter, now), filter, start, now);
    const page = await read(cursor);
    const emptied = page.invites.length === 0 && cursor?.direction === "after";
    // The page that ends with the invite that an emptied page came after.
    const shown = emptied ? await read({ ...cursor, direction: "through" }) : page;
    const isFirst = (emptied || cursor?.direction === "before") && !shown.previous;
    return isFirst ? read(null) : shown;
  });
}

function queryOf(
  actor: SlackActor,
  { text, mine, which }: PendingFilter,
  now: Date,
): QueryFilter<InviteDocument> {
  const starts = beginning(text);
  return {
    ...(starts.length > 0 && { $and: starts }),
    ...(mine && { "invitedBy.userId": actor.userId }),
    ...(which === "expired"
      ? {
          status: { $in: ["pending", "expired"] },
          expiresAt: { $lte: now, $gt: new Date(now.getTime() - EXPIRED_LATELY_MS) },
        }
      : { status: "pending", expiresAt: { $gt: now } }),
    ...(which === "trouble" && { "delivery.state": { $in: troubles } }),
  };
}

/** A place to read from; "through" is "before" with the invite itself, which nothing follows. */
type Start = Omit<Cursor, "direction"> & { direction: Cursor["direction"] | "through" };

async function readPage(
  query: QueryFilter<InviteDocument>,
  { which }: PendingFilter,
  cursor: Start | null,
  now: Date,
): Promise<PendingPage> {
  const field = which === "expired" ? "expiresAt" : "createdAt";
  const backwards = cursor !== null && cursor.direction !== "after";
  const order = backwards ? 1 : -1;
  const found = await Invite.find({ $and: [query, range(field, cursor)] })
    .sort({ [field]: order, _id: order })
    .limit(PAGE + 1)
    .lean();
  const more = found.length > PAGE;
  const rows = found.slice(0, PAGE);
  if (backwards) rows.reverse();
  const [first, last] = [rows.at(0), rows.at(-1)];
  const hasPrevious = backwards ? more : cursor !== null;
  const hasNext = backwards ? cursor.direction === "before" : more;
  const cursorAt = (invite: InviteDocument, direction: Cursor["direction"]): Cursor => ({
    direction,
    at: invite[field],
    inviteId: String(invite._id),
  });
  return {
    invites: await withGroupNames(rows, now),
    now,
    previous: first && hasPrevious ? cursorAt(first, "before") : null,
    next: last && hasNext ? cursorAt(last, "after") : null,
  };
}

function range(field: "createdAt" | "expiresAt", cursor: Start | null): QueryFilter<InviteDocument> {
  if (!cursor) return {};
  const { at, inviteId, direction } = cursor;
  const beyond = direction === "after" ? "$lt" : "$gt";
  const from = direction === "through" ? "$gte" : beyond;
  return { $or: [{ [field]: { [beyond]: at } }, { [field]: at, _id: { [from]: inviteId } }] };
}

/** Invites as lists show them. */
export async function withGroupNames(invites: InviteDocument[], now: Date): Promise<PendingInvite[]> {
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
    groupIds: groupIds.map(String),
    expired: expiresAt <= now,
  }));
}

/**
 * Reads one pending invite, as the admin had it on the screen.
 *
 * @throws NotAdmin; InviteSettled or InviteResent when someone acted on it first
 */
export async function pendingInvite(
  actor: SlackActor,
  inviteId: string,
  seen: number,
): Promise<{ email: string; groupIds: string[] }> {
  return forAdmin(actor, async () => {
    const invite = await Invite.findOne({ _id: inviteId, status: "pending", generation: seen }).lean();
    if (!invite) throw await whatHappened(inviteId);
    return { email: invite.email, groupIds: invite.groupIds.map(String) };
  });
}
