import { Batch } from "../../models/batch.ts";
import { Invite } from "../../models/invite.ts";

const AT_ONCE = 500;

/**
 * Removes settled invites whose links would have expired before a time. The log says what happened to them.
 *
 * @returns how many
 */
export async function removeSettledInvites(before: Date): Promise<number> {
  let removed = 0;
  for (;;) {
    const settled = {
      $in: ["accepted" as const, "declined" as const, "cancelled" as const, "expired" as const],
    };
    const old = { status: settled, expiresAt: { $lt: before } };
    const invites = await Invite.find(old, { batchId: 1 }).limit(AT_ONCE).lean();
    if (invites.length === 0) return removed;
    // One that was resent meanwhile is pending, and stays.
    const { deletedCount } = await Invite.deleteMany({ ...old, _id: { $in: invites.map(({ _id }) => _id) } });
    removed += deletedCount;
    const batches = [...new Set(invites.map(({ batchId }) => batchId))];
    const left = await Invite.distinct("batchId", { batchId: { $in: batches } });
    await Batch.deleteMany({ _id: { $in: batches, $nin: left } });
  }
}
