import { Invite } from "../../models/invite.ts";
import type { UserDocument } from "../../models/user.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { lockHandlers, suspensionOf } from "./cancel-handled.ts";

/**
 * Accepts the pending invite of an address that became a user's by other means, such as a provider: it is no longer
 * needed, and its groups are not given. Part of the transaction that registers the user.
 */
export async function settleInvite(
  actor: Principal,
  { _id, email, name }: Pick<UserDocument, "_id" | "email" | "name">,
  now: Date,
): Promise<void> {
  const pending = { email, status: "pending" as const, expiresAt: { $gt: now } };
  const invite = await Invite.findOne(pending).lean();
  if (!invite) return;
  await lockHandlers(invite);
  if (await suspensionOf(invite)) return;
  const settled = { status: "accepted" as const, settledAt: now, settledBy: recordOf(actor) };
  await Invite.updateOne({ _id: invite._id, ...pending }, { $set: settled });
  await recordAudit(actor, now, {
    action: "invite.accepted",
    target: { kind: "invite", id: String(invite._id), label: email },
    before: { status: "pending" },
    after: { status: "accepted", userId: String(_id), name, groups: [] },
    about: [email, String(_id)],
  });
}
