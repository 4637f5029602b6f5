import { Types } from "mongoose";
import { AccessRequest, type AccessRequestDocument } from "../../models/access-request.ts";
import { type Principal, recordOf, type SystemActor } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { DAY_MS } from "../durations.ts";
import { enqueue } from "../jobs.ts";
import { requestEvent } from "./request-event.ts";

/** What is requested, by whom and for whom. */
export type Asking = Pick<
  AccessRequestDocument,
  "asker" | "subject" | "person" | "groupId" | "groupName" | "hours" | "wanted" | "reason" | "executionId"
> & { _id?: Types.ObjectId };

/** Writes requests, and schedules what is due if nobody answers. Part of a transaction. @returns their ids */
export async function writeRequests(
  actor: Parameters<typeof recordAudit>[0],
  asked: readonly Asking[],
  lapseDays: number,
  now: Date,
): Promise<string[]> {
  const lapseMs = lapseDays * DAY_MS;
  const after = (part: number) => new Date(now.getTime() + lapseMs * part);
  const requests = asked.map(
    (each): AccessRequestDocument => ({
      _id: new Types.ObjectId(),
      ...each,
      status: "pending",
      createdAt: now,
      lapsesAt: after(1),
      answers: [],
      questions: [],
      escalated: false,
      version: 1,
      cards: [],
    }),
  );
  await AccessRequest.insertMany(requests);
  await recordAudit(actor, now, ...requests.map(createdEvent));
  await enqueue(
    now,
    ...requests.flatMap(({ _id: requestId }) => {
      const due = { kind: "request-due" as const, requestId };
      return [
        { ...due, step: "remind" as const, dueAt: after(1 / 7) },
        { ...due, step: "escalate" as const, dueAt: after(2 / 7) },
        { ...due, step: "lapse" as const, dueAt: after(1) },
      ];
    }),
  );
  return requests.map(({ _id }) => String(_id));
}

/** Who or what ended a request. */
export type Ending = Pick<AccessRequestDocument, "settledBy" | "inviteEnded">;

/**
 * Withdraws requests that something else replaces, or that no longer give anything. Part of a transaction.
 *
 * @param ending only the actor unless given
 */
export async function withdrawRequests(
  actor: Principal | SystemActor,
  requests: readonly AccessRequestDocument[],
  now: Date,
  ending: Ending = { settledBy: recordOf(actor) },
): Promise<void> {
  const { inviteEnded: invite } = ending;
  for (const request of requests) {
    await AccessRequest.updateOne(
      { _id: request._id, status: "pending" },
      { $set: { status: "withdrawn", settledAt: now, ...ending }, $inc: { version: 1 } },
    );
    await recordAudit(actor, now, {
      ...requestEvent("request.withdrawn", request),
      before: { status: "pending" },
      after: { status: "withdrawn", ...(invite && { invite }) },
    });
  }
}

function createdEvent(request: AccessRequestDocument) {
  const { groupName: group, hours, wanted, reason, subject } = request;
  return {
    ...requestEvent("request.created", request),
    before: null,
    after: {
      group,
      hours,
      ...(wanted && { until: wanted.until }),
      ...(reason !== undefined && { reason }),
      ...(subject && { for: subject.email }),
    },
  };
}
