import type { UserDocument } from "../../models/user.ts";
import { inPieces, startAfter } from "../page.ts";
import { matchesWord, parseQuery } from "../search-terms.ts";
import { endingUsers } from "./ending-users.ts";
import { everyoneFrom, searchUsers } from "./list-users.ts";

/** What the list of users was searched for. */
export interface UserFilter {
  text: string;
  which: "everyone" | "ending";
}

/** Reads all users that their list finds, in its order, a few at a time. The caller checks the permission. */
export function matchingUsers({ text, which }: UserFilter, now: Date): AsyncGenerator<UserDocument[]> {
  const words = parseQuery(text);
  const [lead, ...others] = words;
  return inPieces<UserDocument>(async (last, most) => {
    if (text.trim() !== "" && lead === undefined) return [];
    if (which === "ending") return endingUsers(now, words.map(matchesWord), last, most);
    if (lead) return searchUsers([lead, ...others], last, most);
    return everyoneFrom(last ? startAfter(last.name, last) : null, most);
  });
}
