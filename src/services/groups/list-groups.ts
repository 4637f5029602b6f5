import { Group, type GroupDocument } from "../../models/group.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { beyond, type Page, type PageCursor, readPage } from "../page.ts";
import { prefixEnd } from "../search-terms.ts";
import { countMembers } from "./group-counts.ts";
import { groupNameKey } from "./group-name.ts";
import { type GroupSummary, groupSummary } from "./groups.ts";

export interface GroupRow extends GroupSummary {
  description: string;
  /** Counted up to 1,001. */
  members: number;
}

/**
 * Lists a page of groups, in the order of their names.
 *
 * @param text only groups whose name starts so, whatever the case
 * @throws NotAdmin
 */
export async function findGroups(
  actor: Principal,
  text: string,
  cursor: PageCursor | null,
): Promise<Page<GroupRow>> {
  return readAs(actor, "groups:read", async () => {
    const prefix = groupNameKey(text);
    const page = await readPage(cursor, {
      read: (start, most) =>
        Group.find({
          $and: [
            prefix === "" ? {} : { nameKey: { $gte: prefix, $lt: prefixEnd(prefix) } },
            beyond(start, "nameKey", 1),
          ],
        })
          .sort({ nameKey: start?.direction === "before" ? -1 : 1 })
          .limit(most)
          .lean(),
      keyOf: ({ nameKey, _id }) => ({ key: nameKey, id: String(_id) }),
    });
    return { ...page, rows: await Promise.all(page.rows.map(row)) };
  });
}

async function row(group: GroupDocument): Promise<GroupRow> {
  return {
    ...groupSummary(group),
    description: group.description,
    members: await countMembers(group._id),
  };
}
