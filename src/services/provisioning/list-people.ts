import type { QueryFilter } from "mongoose";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import type { Attributes } from "../profiles/schema.ts";
import { databaseTime } from "../transaction.ts";
import {
  checkWidth,
  isById,
  type Listed,
  type ListRequest,
  MAX_LOOKED_THROUGH,
  nextById,
  partById,
  pickPart,
} from "./listing.ts";
import { peopleQuery } from "./people-query.ts";
import { type Person, peopleOf, visible } from "./person.ts";

type Query = QueryFilter<UserDocument>;

/**
 * Lists people. Uses an index where one answers the filter; otherwise searches up to 1,000.
 *
 * @param resourceOf returns the attributes that filters and orders compare
 * @throws NotPermitted; FilterTooWide if it would have to search more
 */
export async function listPeople(
  actor: Principal,
  request: ListRequest,
  resourceOf: (person: Person) => Attributes,
): Promise<Listed<Person>> {
  return readAs(actor, "scim", async () => {
    const found = request.filter ? peopleQuery(request.filter) : { query: null, exact: true };
    const query: Query = found?.query ? { $and: [visible, found.query] } : visible;
    const now = await databaseTime();
    if (found?.exact && isById(request)) return byId(query, request, now, found.query === null);
    const users = await User.find(query)
      .sort({ _id: 1 })
      .limit(MAX_LOOKED_THROUGH + 1)
      .lean();
    checkWidth(users, "users");
    const people = await peopleOf(users, now);
    return pickPart(
      people.map((row) => ({ id: row.id, row, resource: resourceOf(row) })),
      request,
    );
  });
}

async function byId(query: Query, request: ListRequest, now: Date, all: boolean): Promise<Listed<Person>> {
  const { count } = request;
  const total = all ? await countVisible() : await User.countDocuments(query);
  const { after, direction, skip, limit } = partById(request);
  const users =
    count === 0
      ? []
      : await User.find({ $and: [query, after] })
          .sort({ _id: direction })
          .skip(skip)
          .limit(limit)
          .lean();
  return { rows: await peopleOf(users.slice(0, count), now), total, next: nextById(users, count) };
}

/** Counts everyone whom providers see, from the count that MongoDB keeps. */
async function countVisible(): Promise<number> {
  const hidden = await User.countDocuments({ "provisioned.removed": true, status: "suspended" });
  return (await User.estimatedDocumentCount()) - hidden;
}
