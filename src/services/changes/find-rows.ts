import type { InviteDocument } from "../../models/invite.ts";
import type { ChangeFacts } from "../../models/run.ts";
import { nameOrder, User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import {
  isSearch,
  type ListQuery,
  orderOf,
  type PendingFilter,
  readFound,
  readNewest,
} from "../invites/list-invites.ts";
import { beyond, type PageStart, sortFrom } from "../page.ts";
import { matchesWord, parseQuery } from "../search-terms.ts";
import { endingUsers } from "../users/ending-users.ts";
import { searchUsers } from "../users/list-users.ts";

/** So many rows are read at a time. */
const AT_ONCE = 500;

/** What the list of users was searched for. */
export interface UserFilter {
  text: string;
  which: "everyone" | "ending";
}

/** Which rows a change is about: all that one of the lists finds. */
export type ChangedRows = { of: "invites"; filter: PendingFilter } | { of: "users"; filter: UserFilter };

/** Reads all invites that the list of pending ones finds, in its order, some at a time. */
export async function* matchingInvites(
  actor: Principal,
  filter: PendingFilter,
  now: Date,
): AsyncGenerator<InviteDocument[]> {
  const query: ListQuery = { actor, filter, now };
  const { field } = orderOf(query);
  yield* readAll((last) => {
    if (isSearch(query)) return readFound(query, last && String(last._id), AT_ONCE);
    const start = last && startAfter(last[field].toISOString(), last);
    return readNewest(query, start ?? null, AT_ONCE);
  });
}

/** Reads all users that their list finds, in its order, some at a time. */
export async function* matchingUsers({ text, which }: UserFilter, now: Date): AsyncGenerator<UserDocument[]> {
  const words = parseQuery(text);
  const [lead, ...others] = words;
  if (text.trim() !== "" && lead === undefined) return;
  yield* readAll<UserDocument>((last) => {
    const after = last && String(last._id);
    if (which === "ending") return endingUsers(now, words.map(matchesWord), after, AT_ONCE);
    if (lead) return searchUsers([lead, ...others], after, AT_ONCE);
    const start = last ? startAfter(last.name, last) : null;
    return User.find(beyond(start, "name", 1))
      .collation(nameOrder)
      .sort(sortFrom(start, "name", 1))
      .limit(AT_ONCE)
      .lean();
  });
}

const startAfter = (key: string, { _id }: { _id: unknown }): PageStart => ({
  direction: "after",
  key,
  id: String(_id),
});

/** Reads from one row on to the next. */
async function* readAll<Row>(read: (last: Row | undefined) => Promise<Row[]>): AsyncGenerator<Row[]> {
  let last: Row | undefined;
  for (;;) {
    const rows = await read(last);
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    if (rows.length < AT_ONCE) return;
  }
}

/** What a change is asked to do, and to which rows. */
export type ChangeRequest = ChangedRows &
  Pick<ChangeFacts, "action" | "theirInvites"> & {
    /** Ids of groups. */
    add: readonly string[];
    remove: readonly string[];
    /** The last day of the memberships that each gets; empty for none. */
    until: string;
  };
