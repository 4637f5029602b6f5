import type { Types } from "mongoose";
import { Invite } from "../../models/invite.ts";
import { recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";

const system = { kind: "system" } as const;

/**
 * Gives overdue pending invites the status they already count as, with an audit event each. Part of a transaction. An
 * invite that was settled first stays as it is.
 */
export async function expireOverdue(
  which: { email: { $in: readonly string[] } } | { _id: Types.ObjectId; generation: number },
  now: Date,
): Promise<void> {
  const overdue = { ...which, status: "pending" as const, expiresAt: { $lte: now } };
  const invites = await Invite.find(overdue, { email: 1, groupIds: 1 }).lean();
  if (invites.length === 0) return;
  const ids = invites.map((invite) => invite._id);
  await Invite.updateMany(
    { _id: { $in: ids }, ...overdue },
    [{ $set: { status: "expired", settledAt: "$expiresAt", settledBy: recordOf(system) } }],
    { updatePipeline: true },
  );
  await recordAudit(
    system,
    now,
    ...invites.map(({ _id, email, groupIds }) => ({
      action: "invite.expired" as const,
      target: { kind: "invite" as const, id: String(_id), label: email },
      before: { status: "pending" },
      after: { status: "expired" },
      about: [email, ...groupIds.map(String)],
    })),
  );
}
