import type { Types } from "mongoose";
import { AccessRequest, type RequestStatus } from "../../models/access-request.ts";
import { User } from "../../models/user.ts";
import { type AccountActor, anyEmailOf, type Principal } from "../actor.ts";
import { isAdminNow, readAs } from "../authorize.ts";
import { readAsAnyone } from "../authorize-self.ts";
import { spellingsOf } from "../email-address.ts";
import { groupNames } from "../groups/groups.ts";
import { groupsDecidedBy } from "../groups/groups-decided-by.ts";
import { linkedAs, ownGroupIds } from "../linked-user.ts";
import { beyond, type NextRows, nextRows, type Page, type PageCursor, readPage, sortFrom } from "../page.ts";
import { detailsOfAll, type RequestDetails, type RequestRow, rowOf } from "./request-details.ts";

/** Which requests: those waiting for the actor's answer, their own, or all. */
export type WhichRequests = "waiting" | "mine" | "all";

/** Reads the next requests for a program, newest first. @throws NotAdmin, NotPermitted */
export async function requestsAfter(
  actor: Principal,
  status: RequestStatus | undefined,
  after: { at: string; id: string } | undefined,
  limit: number,
): Promise<NextRows<RequestDetails>> {
  return readAs(actor, "requests:read", async () => {
    const start = after ? { direction: "after" as const, key: after.at, id: after.id } : null;
    const { rows, more } = await nextRows(limit, (most) =>
      AccessRequest.find(
        { ...(status && { status }), ...beyond(start, "createdAt", -1, start && new Date(start.key)) },
        { createdAt: 1 },
      )
        .sort(sortFrom(start, "createdAt", -1))
        .limit(most)
        .lean(),
    );
    return { rows: await detailsOfAll(rows.map(({ _id }) => _id)), more };
  });
}

/**
 * Lists a page of requests, newest first. Everyone may read their own and those waiting for them; all of them only with
 * permission to read requests.
 *
 * @throws NotRegistered, NotAdmin
 */
export async function listRequests(
  actor: AccountActor,
  which: WhichRequests,
  cursor: PageCursor | null,
): Promise<Page<RequestRow>> {
  switch (which) {
    case "mine":
      return readAsAnyone(actor, () => pageOf({ "asker.userId": actor.userId }, cursor));
    case "all":
      return readAs(actor, "requests:read", () => pageOf({}, cursor));
    case "waiting":
      return readAsAnyone(actor, async () => pageOf(await waitingFor(actor), cursor));
  }
}

/** Filters for the requests an account may answer now. Giving the first of two approvals is an answer. */
export async function waitingFor(actor: AccountActor): Promise<object> {
  return { ...(await decidedBy(actor)), "answers.by.userId": { $ne: actor.userId } };
}

/** Counts requests, up to `most` and one more. Opens only those that the account has answered. */
export async function countWaiting(actor: AccountActor, most: number): Promise<number> {
  const filter = await decidedBy(actor);
  const [open, answered] = await Promise.all([
    AccessRequest.countDocuments(filter, { limit: most + 1 }),
    AccessRequest.countDocuments({ ...filter, "answers.by.userId": actor.userId }),
  ]);
  return open > most ? open : open - answered;
}

/**
 * Filters for the requests an account decides: for admins, all but their own; for others, those for the groups they
 * decide about.
 */
async function decidedBy(actor: AccountActor): Promise<object> {
  const [self, isAdmin] = await Promise.all([
    User.findOne(linkedAs(actor), { email: 1 }).lean(),
    isAdminNow(actor),
  ]);
  // They may have been asked for by address before they registered, or as an owner who isn't registered.
  const addresses = [self?.email, anyEmailOf(actor)].filter((email) => typeof email === "string");
  const own = [actor.userId, ...addresses.flatMap(spellingsOf)];
  const pending = {
    status: "pending" as const,
    "asker.userId": { $ne: actor.userId },
    person: { $nin: own },
    // They may have asked from an account they were linked to before.
    _id: { $nin: self ? await pendingOf(self._id) : [] },
  };
  if (isAdmin) return pending;
  return { ...pending, groupId: { $in: await groupsDecidedBy(await ownGroupIds(actor)) } };
}

/** Lists the open requests that a user made or that are for them. */
async function pendingOf(userId: Types.ObjectId): Promise<Types.ObjectId[]> {
  return AccessRequest.distinct("_id", {
    status: "pending",
    $or: [{ "asker.registeredId": userId }, { "subject.registeredId": userId }],
  });
}

async function pageOf(filter: object, cursor: PageCursor | null): Promise<Page<RequestRow>> {
  const page = await readPage(cursor, {
    read: (start, most) =>
      AccessRequest.find({ ...filter, ...beyond(start, "createdAt", -1, start && new Date(start.key)) })
        .sort(sortFrom(start, "createdAt", -1))
        .limit(most)
        .lean(),
    keyOf: ({ createdAt, _id }) => ({ key: createdAt.toISOString(), id: String(_id) }),
  });
  const names = await groupNames(page.rows.map(({ groupId }) => groupId));
  return {
    ...page,
    rows: page.rows.map((request) => {
      const name = names.get(String(request.groupId));
      return rowOf(request, name === undefined ? null : { name });
    }),
  };
}
