import { nameOf } from "../../models/actor-record.ts";
import type { InviteDocument } from "../../models/invite.ts";
import { endOf, lastDayOf } from "../ends.ts";
import { groupCells } from "../groups/group-cells.ts";
import { isSearch, type ListQuery, orderOf, readFound, readNewest } from "../invites/list-invites.ts";
import type { ExportOf } from "./request.ts";
import { type Exporting, inPieces, type Sheet } from "./sheet.ts";

/** Invites: the first columns are those of an import, which invites nobody who has a pending invite. */
export function invitesSheet(filter: ExportOf<"invites">, { actor, now }: Exporting): Sheet {
  return {
    columns: [
      ...["email", "name", "groups", "until", "message", "language"],
      ...["hours", "status", "delivery", "delivery_reason", "emails_sent"],
      ...["invited_by", "invited_at", "expires_at", "id"],
    ],
    async *rows() {
      const groupsCell = await groupCells();
      for await (const invites of inPieces(reader({ actor, filter, now })))
        yield invites.map((invite) => {
          const { delivery, expiresAt } = invite;
          const end = endOf({ until: invite.groupsUntil, zone: invite.groupsZone });
          return [
            ...[invite.email, invite.name, groupsCell(invite.groupIds), end && lastDayOf(end)],
            ...[invite.message, invite.language, invite.groupsHours],
            ...[expiresAt <= now ? "expired" : invite.status, delivery.state, delivery.reason],
            ...[invite.generation, nameOf(invite.invitedBy), invite.createdAt, expiresAt, String(invite._id)],
          ];
        });
    },
  };
}

function reader(query: ListQuery) {
  const { field } = orderOf(query);
  return async (after: InviteDocument | undefined, most: number): Promise<InviteDocument[]> => {
    const id = after && String(after._id);
    if (isSearch(query)) return readFound(query, id, most);
    const start = after && { direction: "after" as const, key: after[field].toISOString(), id: String(id) };
    return readNewest(query, start ?? null, most);
  };
}
