import type { InviteDocument } from "../../models/invite.ts";
import { inPieces, startAfter } from "../page.ts";
import { isSearch, type ListQuery, orderOf, readFound, readNewest } from "./list-invites.ts";

/** Reads all invites that the pending list finds, in its order, a few at a time. The caller checks the permission. */
export function matchingInvites(query: ListQuery): AsyncGenerator<InviteDocument[]> {
  const { field } = orderOf(query);
  return inPieces(async (last, most) => {
    if (isSearch(query)) return readFound(query, last, most);
    return readNewest(query, last ? startAfter(last[field].toISOString(), last) : null, most);
  });
}
