import { nameOf } from "../../models/actor-record.ts";
import { membershipsAt } from "../../models/membership.ts";
import type { UserDocument } from "../../models/user.ts";
import { endOf, lastDayOf } from "../ends.ts";
import { membersAfter } from "../groups/read-groups.ts";
import { inPieces } from "../page.ts";
import type { ExportOf } from "./request.ts";
import type { Exporting, Sheet } from "./sheet.ts";

/** The members of a group, and since and until when they are in it. */
export function membersSheet({ groupId }: ExportOf<"members">, { actor, now }: Exporting): Sheet {
  const read = async (after: UserDocument | undefined, most: number) =>
    (await membersAfter(actor, groupId, after && { name: after.name, id: String(after._id) }, most)).rows;
  return {
    columns: ["email", "name", "status", "since", "added_by", "until", "ends_at", "id"],
    async *rows() {
      for await (const users of inPieces(read))
        yield users.map((user) => {
          const membership = membershipsAt(user, now).find((each) => String(each.groupId) === groupId);
          const end = membership ? endOf(membership) : null;
          return [
            ...[user.email, user.name, user.status, membership?.since],
            ...[membership && nameOf(membership.by), end && lastDayOf(end), end?.until, String(user._id)],
          ];
        });
    },
  };
}
