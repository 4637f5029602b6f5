import { type QueryFilter, Types } from "mongoose";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import type { Attributes } from "../profiles/schema.ts";
import { databaseTime } from "../transaction.ts";
import { checkWidth, type Listed, type ListRequest, MAX_LOOKED_THROUGH, pickPart } from "./listing.ts";
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

/** Tells whether the list is in the order of ids, which is that of registration, or in reverse. */
function isById({ order }: ListRequest): boolean {
  return order === null || order.path.attribute.name === "id";
}

async function byId(
  query: Query,
  { order, from, count }: ListRequest,
  now: Date,
  all: boolean,
): Promise<Listed<Person>> {
  const total = all ? await countVisible() : await User.countDocuments(query);
  const [direction, beyond] = order?.descending ? ([-1, "$lt"] as const) : ([1, "$gt"] as const);
  const after = "after" in from && from.after ? { _id: { [beyond]: new Types.ObjectId(from.after.id) } } : {};
  const users =
    count === 0
      ? []
      : await User.find({ $and: [query, after] })
          .sort({ _id: direction })
          // SCIM's startIndex (RFC 7644, 3.4.2.4) is a position: clients that read far are offered cursors.
          .skip("skip" in from ? from.skip : 0)
          .limit(count + 1)
          .lean();
  const part = users.slice(0, count);
  const last = part.at(-1);
  return {
    rows: await peopleOf(part, now),
    total,
    next: users.length > count && last ? { key: null, id: String(last._id) } : null,
  };
}

/** Counts everyone whom providers see, from the count that MongoDB keeps. */
async function countVisible(): Promise<number> {
  const hidden = await User.countDocuments({ "provisioned.removed": true, status: "suspended" });
  return (await User.estimatedDocumentCount()) - hidden;
}
