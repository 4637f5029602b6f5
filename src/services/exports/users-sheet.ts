import { nameOf } from "../../models/actor-record.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { pauseReason } from "../../models/user.ts";
import { groupCells } from "../groups/group-cells.ts";
import { matchingUsers } from "../users/matching-users.ts";
import type { ExportOf } from "./request.ts";
import type { Exporting, Sheet } from "./sheet.ts";

/** Users: importing them invites nobody who has registered. */
export function usersSheet(filter: ExportOf<"users">, { now }: Exporting): Sheet {
  return {
    columns: [
      ...["email", "name", "groups", "status", "title", "phone", "time_zone"],
      ...["account_linked", "rights_paused", "invited_by", "registered_at", "id"],
    ],
    async *rows() {
      const groupsCell = await groupCells();
      for await (const users of matchingUsers(filter, now))
        yield users.map((user) => [
          ...[user.email, user.name, groupsCell(groupIdsAt(user, now))],
          ...[user.awaited ? "not registered yet" : user.status, user.title, user.phone, user.timeZone],
          ...[user.slack !== undefined, pauseReason(user.slack), nameOf(user.invitedBy)],
          ...[user.registeredAt, String(user._id)],
        ]);
    },
  };
}
