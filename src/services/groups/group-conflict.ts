import { nameOf } from "../../models/actor-record.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import { Group } from "../../models/group.ts";
import { type DomainError, NotFound } from "../errors.ts";
import { GroupChanged, GroupDeleted } from "./refusals.ts";

/**
 * Explains why a conditional write on a group found nothing, or why the group isn't there: who changed or deleted it,
 * and when.
 */
export async function groupConflict(groupId: string): Promise<DomainError> {
  const group = await Group.findById(groupId).lean();
  if (group) {
    const { name, changedBy, changedAt } = group;
    return new GroupChanged({ name, by: changedBy ? nameOf(changedBy) : null, at: changedAt ?? null });
  }
  const deletion = await AuditEvent.findOne({ about: groupId, action: "group.deleted" })
    .sort({ at: -1 })
    .lean();
  return deletion
    ? new GroupDeleted({ name: deletion.target.label, by: nameOf(deletion.actor), at: deletion.at })
    : new NotFound({ what: "group" });
}
