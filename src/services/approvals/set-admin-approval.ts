import { isDeepStrictEqual } from "node:util";
import { type AdminApproval, builtInGroupIds, Group } from "../../models/group.ts";
import { recordAudit } from "../audit.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { adminApproval } from "./admin-approval.ts";

const { admin } = builtInGroupIds;

/**
 * Stores the operator's setting for Admin in the database, and records in the audit log when it is switched on or off:
 * starting a process with a different setting can't go unnoticed.
 *
 * @param approval null where one person's word is enough
 */
export async function setAdminApproval(approval: AdminApproval | null): Promise<void> {
  if (isDeepStrictEqual(await adminApproval(), approval)) return;
  await inTransaction(async () => {
    const group = await Group.findById(admin).orFail().lean();
    const before = group.approval ?? null;
    await Group.updateOne(
      { _id: admin },
      { ...(approval ? { $set: { approval } } : { $unset: { approval: 1 } }), $inc: { membersVersion: 1 } },
    );
    const needed = (set: AdminApproval | null) => (set ? 2 : 1);
    if (needed(before) === needed(approval)) return;
    await recordAudit({ kind: "operator" }, await databaseTime(), {
      action: "group.approvals_changed",
      target: { kind: "group", id: String(admin), label: group.name },
      before: { approvals: needed(before) },
      after: { approvals: needed(approval) },
      about: [],
    });
  });
}
