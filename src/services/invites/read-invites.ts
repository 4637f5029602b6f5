import { isValidObjectId } from "mongoose";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { spellingsOf } from "../email-address.ts";
import { NotFound } from "../errors.ts";
import { type GroupSummary, groupsWithIds } from "../groups/groups.ts";
import { beyond, type NextRows, nextRows, sortFrom } from "../page.ts";
import { databaseTime } from "../transaction.ts";
import { isSearch, orderOf, type PendingFilter, readFound, readNewest } from "./list-invites.ts";

/** Which invites are read: those the pending list would show, or every one to an address. */
export type InviteFilter = PendingFilter | { email: string };

/** Where a list of invites continues: after one of them, by the field it is sorted by. */
export interface InvitePosition {
  /** A time; empty in a search. */
  key: string;
  id: string;
}

/** What invites are shown with. */
export interface InviteSurroundings {
  /** The groups they give, by id, without deleted ones. */
  groups: ReadonlyMap<string, GroupSummary>;
  /** The database's time, which decides what has expired. */
  now: Date;
}

/** Reads the next invites for a program, in the order of the pending list. @throws NotAdmin, NotPermitted */
export async function invitesAfter(
  actor: Principal,
  filter: InviteFilter,
  after: InvitePosition | undefined,
  limit: number,
): Promise<NextRows<InviteDocument> & InviteSurroundings & { next: InvitePosition | null }> {
  return readAs(actor, "invites:read", async () => {
    const now = await databaseTime();
    const start = after ? { direction: "after" as const, ...after } : null;
    const query = "email" in filter ? null : { actor, filter, now };
    const page = await nextRows(limit, (most) => {
      if (!query) return toAddress("email" in filter ? filter.email : "", start, most);
      return isSearch(query) ? readFound(query, after?.id, most) : readNewest(query, start, most);
    });
    const last = page.more ? page.rows.at(-1) : undefined;
    const sortedBy = query ? orderOf(query).field : "createdAt";
    return {
      ...page,
      next: last ? { key: last[sortedBy].toISOString(), id: String(last._id) } : null,
      ...(await surroundingsOf(page.rows, now)),
    };
  });
}

/** Finds the invites to an address, newest first. */
async function toAddress(
  email: string,
  start: { direction: "after"; key: string; id: string } | null,
  most: number,
): Promise<InviteDocument[]> {
  const range = start ? beyond(start, "createdAt", -1, new Date(start.key)) : {};
  return Invite.find({ email: { $in: spellingsOf(email) }, ...range })
    .sort(sortFrom(start, "createdAt", -1))
    .limit(most)
    .lean();
}

/**
 * Reads one invite for a program that may read invites, change them or see their links.
 *
 * @throws NotAdmin, NotPermitted, NotFound
 */
export async function readInvite(
  actor: Principal,
  permission: "invites:read" | "invites:write" | "invites:link",
  inviteId: string,
): Promise<{ invite: InviteDocument } & InviteSurroundings> {
  return readAs(actor, permission, async () => {
    const invite = isValidObjectId(inviteId) ? await Invite.findById(inviteId).lean() : null;
    if (!invite) throw new NotFound({ what: "invite" });
    return { invite, ...(await surroundingsOf([invite], await databaseTime())) };
  });
}

async function surroundingsOf(invites: readonly InviteDocument[], now: Date): Promise<InviteSurroundings> {
  const groups = await groupsWithIds(invites.flatMap(({ groupIds }) => groupIds));
  return { groups: new Map(groups.map((group) => [group.id, group])), now };
}
