import { isValidObjectId, Types, trusted } from "mongoose";
import { AccessRequest, type AccessRequestDocument, personOf } from "../../models/access-request.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import { builtInGroupIds, Group } from "../../models/group.ts";
import { Invite } from "../../models/invite.ts";
import { type Ending, withdrawRequests } from "../approvals/write-request.ts";
import type { DomainEvent } from "../events.ts";
import type { Due, RuleJob } from "../jobs.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import type { RequestPolicy } from "./policy.ts";
import { askedBy } from "./requestable.ts";

const { admin } = builtInGroupIds;
const system = { kind: "system" } as const;
/** Not `expired`: such an invite can be resent, and then gives what has been approved in the meantime. */
const endings = ["cancelled", "declined"] as const;
const isEnding = (status: string) => endings.find((ending) => ending === status);

/** Lists the requests an event ends: those an invite made for Admin, and those for a deleted group. Only reads. */
export async function requestsThatEnd(
  { action, targets }: DomainEvent,
  dueAt: Date,
): Promise<Due<RuleJob>[]> {
  const ofInvite = endings.some((ending) => action === `invite.${ending}`);
  if (!ofInvite && action !== "group.deleted") return [];
  const among = { $in: targets.map((id) => new Types.ObjectId(id)) };
  const about = ofInvite ? { groupId: admin, "subject.inviteId": among } : { groupId: among };
  const requests = await AccessRequest.find(trusted({ status: "pending" as const, ...about }), {
    _id: 1,
  }).lean();
  return requests.map(({ _id: requestId }) => ({ kind: "request-end", requestId, dueAt }));
}

/** Withdraws a request whose invite or group no longer gives anything. Does nothing if it was already settled. */
export async function endRequest(requestId: Types.ObjectId): Promise<void> {
  await inTransaction(async () => {
    const request = await AccessRequest.findOne({ _id: requestId, status: "pending" }).lean();
    const ending = request && ((await endedByInvite(request)) ?? (await endedByDeletion(request)));
    if (ending) await withdrawRequests(system, [request], await databaseTime(), ending);
  });
}

/** Withdraws requests for someone whose account was deactivated, whoever made them: approval would invite them. */
export async function endRequestsOf(userId: string): Promise<void> {
  const open = { $or: [{ person: userId }, askedBy(userId)], status: "pending" as const };
  if (!(await AccessRequest.exists(open))) return;
  await inTransaction(async () =>
    withdrawRequests(system, await AccessRequest.find(open).lean(), await databaseTime()),
  );
}

/** Withdraws requests for this request's subject if they may no longer act here: word of that may have been lost. */
export async function endIfIneligible(
  requestId: string,
  { isEligible }: Pick<RequestPolicy, "isEligible">,
): Promise<void> {
  if (!isValidObjectId(requestId)) return;
  const request = await AccessRequest.findOne({ _id: requestId, status: "pending" }).lean();
  const userId = request && personOf(request).userId;
  if (userId && !(await isEligible(userId))) await endRequestsOf(userId);
}

async function endedByInvite({ subject }: AccessRequestDocument): Promise<Ending | null> {
  const invite = subject?.inviteId && (await Invite.findById(subject.inviteId).lean());
  const inviteEnded = invite && isEnding(invite.status);
  return inviteEnded ? { settledBy: invite.settledBy, inviteEnded } : null;
}

async function endedByDeletion({ groupId }: AccessRequestDocument): Promise<Ending | null> {
  if (await Group.exists({ _id: groupId })) return null;
  const deletion = await AuditEvent.findOne({ about: String(groupId), action: "group.deleted" }).lean();
  return deletion ? { settledBy: deletion.actor } : {};
}
