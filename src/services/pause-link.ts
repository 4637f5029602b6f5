import { type Ineligibility, oldIneligibilities } from "../models/ineligibility.ts";
import { type LinkedAccount, pausedFor, pauseReason, User } from "../models/user.ts";
import type { AccountActor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { hasLinkedEmail, linkedAs } from "./linked-user.ts";
import { lockExclusive, rightsOf } from "./locks.ts";
import { databaseTime, inTransaction } from "./transaction.ts";

/**
 * Takes the rights from a linked account whose description has changed since it was linked. They come back only when an
 * admin links it again.
 */
export async function pauseIfChanged(account: AccountActor): Promise<void> {
  const linked = await User.findOne(linkedAs(account), { slack: 1 }).lean();
  if (linked?.slack) await pauseWhereChanged(account, linked.slack);
}

/** Does the same with a link that was just read. @returns whether it did */
export async function pauseWhereChanged(account: AccountActor, link: LinkedAccount): Promise<boolean> {
  const reason = nextReason(account, link);
  if (reason) await pause(link, reason);
  return reason !== null;
}

async function pause(link: LinkedAccount, reason: Ineligibility): Promise<void> {
  await inTransaction(async () => {
    const now = await databaseTime();
    const before = await User.findOneAndUpdate(
      {
        ...linkedAs(link),
        "slack.linkedAt": link.linkedAt,
        "slack.paused.because": { $ne: oldIneligibilities[reason] },
      },
      {
        $set: { "slack.paused": pausedFor(reason, now) },
        $inc: { changes: 1 },
        $currentDate: { changedAt: true },
      },
    ).lean();
    if (!before) return;
    await lockExclusive(rightsOf(link));
    await recordAudit({ kind: "system" }, now, {
      action: "user.paused",
      target: { kind: "user", id: String(before._id), label: before.email },
      before: { paused: pauseReason(before.slack) },
      after: { paused: reason },
      about: [before.email],
    });
  });
}

/** Decides why the link is now paused; null if it stays as it is. */
function nextReason(account: AccountActor, link: LinkedAccount): Ineligibility | null {
  const paused = pauseReason(link);
  const changed = account.ineligible ?? (hasLinkedEmail(account, link) ? null : "email_changed");
  if (paused === "deactivated" && changed !== "deactivated") return "reactivated";
  if (paused && changed !== "deactivated") return null;
  return changed === paused ? null : changed;
}
