import { nameOf } from "../../models/actor-record.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { pauseReason, type UserDocument } from "../../models/user.ts";
import { groupCells } from "../groups/group-cells.ts";
import { matchesWord, parseQuery } from "../search-terms.ts";
import { endingUsers } from "../users/ending-users.ts";
import { everyoneFrom, searchUsers } from "../users/list-users.ts";
import type { ExportOf } from "./request.ts";
import { type Exporting, inPieces, type Sheet } from "./sheet.ts";

/** Users: an import of them changes nothing, since they are registered. */
export function usersSheet(filter: ExportOf<"users">, { now }: Exporting): Sheet {
  return {
    columns: [
      ...["email", "name", "groups", "status", "title", "phone", "time_zone"],
      ...["account_linked", "rights_paused", "invited_by", "registered_at", "id"],
    ],
    async *rows() {
      const groupsCell = await groupCells();
      for await (const users of inPieces(reader(filter, now)))
        yield users.map((user) => [
          ...[user.email, user.name, groupsCell(groupIdsAt(user, now))],
          ...[user.awaited ? "not registered yet" : user.status, user.title, user.phone, user.timeZone],
          ...[user.slack !== undefined, pauseReason(user.slack), nameOf(user.invitedBy)],
          ...[user.registeredAt, String(user._id)],
        ]);
    },
  };
}

function reader({ text, which }: ExportOf<"users">, now: Date) {
  const words = parseQuery(text);
  const [lead, ...others] = words;
  return async (after: UserDocument | undefined, most: number): Promise<UserDocument[]> => {
    const afterId = after && String(after._id);
    if (text.trim() !== "" && !lead) return [];
    if (which === "ending") return endingUsers(now, words.map(matchesWord), afterId, most);
    if (lead) return searchUsers([lead, ...others], afterId, most);
    return everyoneFrom(after ? { direction: "after", key: after.name, id: String(after._id) } : null, most);
  };
}
