import type { InviteDocument } from "../../models/invite.ts";
import { inPieces, startAfter } from "../page.ts";
import { isSearch, type ListQuery, orderOf, readFound, readNewest } from "./list-invites.ts";

/** Reads all invites that the list of pending ones finds, in its order, some at a time. Part of what asks. */
export function matchingInvites(query: ListQuery): AsyncGenerator<InviteDocument[]> {
  const { field } = orderOf(query);
  return inPieces(async (last, most) => {
    if (isSearch(query)) return readFound(query, last, most);
    return readNewest(query, last ? startAfter(last[field].toISOString(), last) : null, most);
  });
}
