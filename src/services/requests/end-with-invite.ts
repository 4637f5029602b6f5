import { Types, trusted } from "mongoose";
import { AccessRequest } from "../../models/access-request.ts";
import { builtInGroupIds } from "../../models/group.ts";
import { Invite } from "../../models/invite.ts";
import { requestEvent } from "../approvals/request-event.ts";
import { recordAudit } from "../audit.ts";
import type { DomainEvent } from "../events.ts";
import type { Due, RuleJob } from "../jobs.ts";
import { databaseTime, inTransaction } from "../transaction.ts";

const system = { kind: "system" } as const;
/** An invite that has expired can be sent again, and gives then what is approved meanwhile. */
const endings = ["cancelled", "declined"] as const;
const isEnding = (status: string) => endings.find((ending) => ending === status);

/** Says which requests end with what happened: those for Admin that were to be given by an invite. Only reads. */
export async function requestsThatEnd(
  { action, targets }: DomainEvent,
  dueAt: Date,
): Promise<Due<RuleJob>[]> {
  if (!endings.some((ending) => action === `invite.${ending}`)) return [];
  const requests = await AccessRequest.find(
    trusted({
      status: "pending" as const,
      groupId: builtInGroupIds.admin,
      "subject.inviteId": { $in: targets.map((id) => new Types.ObjectId(id)) },
    }),
    { _id: 1 },
  ).lean();
  return requests.map(({ _id: requestId }) => ({ kind: "request-end", requestId, dueAt }));
}

/** Withdraws a request whose invite gives nothing any more. Nothing where it was settled first. */
export async function endWithInvite(requestId: Types.ObjectId): Promise<void> {
  await inTransaction(async () => {
    const pending = { _id: requestId, status: "pending" as const };
    const request = await AccessRequest.findOne(pending).lean();
    const invite = request && (await Invite.findById(request.subject?.inviteId).lean());
    const inviteEnded = invite && isEnding(invite.status);
    if (!inviteEnded) return;
    const now = await databaseTime();
    await AccessRequest.updateOne(pending, {
      $set: { status: "withdrawn", settledAt: now, settledBy: invite.settledBy, inviteEnded },
      $inc: { version: 1 },
    });
    await recordAudit(system, now, {
      ...requestEvent("request.withdrawn", request),
      before: { status: "pending" },
      after: { status: "withdrawn", invite: inviteEnded },
    });
  });
}
