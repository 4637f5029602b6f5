import { nameOf } from "../../models/actor-record.ts";
import { endOf, lastDayOf } from "../ends.ts";
import { groupCells } from "../groups/group-cells.ts";
import { matchingInvites } from "../invites/matching-invites.ts";
import type { ExportOf } from "./request.ts";
import type { Exporting, Sheet } from "./sheet.ts";

/**
 * Invites: the first columns are those of an import, which skips anyone with a pending invite. The message is private
 * to the inviter and the invitee.
 */
export function invitesSheet(filter: ExportOf<"invites">, { actor, now }: Exporting): Sheet {
  return {
    columns: [
      ...["email", "name", "groups", "until", "language"],
      ...["hours", "status", "delivery", "delivery_reason", "emails_sent"],
      ...["invited_by", "invited_at", "expires_at", "id"],
    ],
    async *rows() {
      const groupsCell = await groupCells();
      for await (const invites of matchingInvites({ actor, filter, now }))
        yield invites.map((invite) => {
          const { delivery, expiresAt } = invite;
          const end = endOf({ until: invite.groupsUntil, zone: invite.groupsZone });
          return [
            ...[invite.email, invite.name, groupsCell(invite.groupIds), end && lastDayOf(end)],
            ...[invite.language, invite.groupsHours],
            ...[expiresAt <= now ? "expired" : invite.status, delivery.state, delivery.reason],
            ...[invite.generation, nameOf(invite.invitedBy), invite.createdAt, expiresAt, String(invite._id)],
          ];
        });
    },
  };
}
