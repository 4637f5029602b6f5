import { type Types, trusted } from "mongoose";
import { AccessRequest } from "../../models/access-request.ts";
import type { AccountId } from "../actor.ts";
import { withdrawRequests } from "./write-request.ts";

/**
 * Moves the requests that someone made, and the pending ones for them, along to the account they are linked to from now
 * on: the next holder of the old one must not see them. Withdraws those they made again from the new account. Part of
 * the transaction that links.
 */
export async function moveRequests(
  registeredId: Types.ObjectId,
  { userId: old }: AccountId,
  { teamId, userId }: AccountId,
  now: Date,
): Promise<void> {
  if (old === userId) return;
  // Those made before they registered came from the account that became theirs.
  const self = trusted({ $in: [registeredId, null] });
  const made = { "asker.userId": old, "asker.registeredId": self };
  const forThem = { "subject.registeredId": registeredId, "subject.userId": old, status: "pending" as const };
  const pending = { $or: [{ ...made, person: old }, forThem], status: "pending" as const };
  const again = await AccessRequest.distinct("groupId", { person: userId, status: "pending" });
  const twice = await AccessRequest.find({ ...pending, groupId: trusted({ $in: again }) }).lean();
  await withdrawRequests({ kind: "system" }, twice, now);
  await AccessRequest.updateMany(pending, { $set: { person: userId } });
  await AccessRequest.updateMany(forThem, { $set: { "subject.teamId": teamId, "subject.userId": userId } });
  await AccessRequest.updateMany(made, {
    $set: { "asker.teamId": teamId, "asker.userId": userId },
    $inc: { version: 1 },
  });
}
