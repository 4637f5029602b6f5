import { Group } from "../../models/group.ts";
import { recordAudit } from "../audit.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { groupNameKey, groupTerms } from "./group-name.ts";

/** A group that was renamed so that a built-in one can have its name. */
export interface Renamed {
  before: string;
  after: string;
}

/**
 * Renames the group that has a built-in group's name: *Auditors (2)*, or the next free number. Its members, its access
 * and everything that refers to it by id stay.
 *
 * @returns null if no group has that name any longer
 * @throws E11000 when somebody takes the new name meanwhile
 */
export async function makeRoom(nameKey: string): Promise<Renamed | null> {
  return inTransaction(async () => {
    const group = await Group.findOne({ nameKey, builtIn: false }).lean();
    if (!group) return null;
    const now = await databaseTime();
    const after = await freeName(group.name);
    await Group.updateOne(
      { _id: group._id, version: group.version },
      {
        $set: { name: after, nameKey: groupNameKey(after), words: groupTerms(after) },
        $inc: { version: 1 },
      },
    );
    await recordAudit({ kind: "system" }, now, {
      action: "group.renamed",
      target: { kind: "group", id: String(group._id), label: group.name },
      before: { name: group.name },
      after: { name: after },
      about: [],
    });
    return { before: group.name, after };
  });
}

async function freeName(name: string): Promise<string> {
  for (let number = 2; ; number += 1) {
    const next = `${name} (${number})`;
    if (!(await Group.exists({ nameKey: groupNameKey(next) }))) return next;
  }
}
