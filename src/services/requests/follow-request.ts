import { isDeepStrictEqual } from "node:util";
import { type Types, trusted } from "mongoose";
import { AccessRequest, type AccessRequestDocument } from "../../models/access-request.ts";
import { type AccountActor, type Principal, recordOf } from "../actor.ts";
import { requestEvent } from "../approvals/request-event.ts";
import { recordAudit } from "../audit.ts";
import { changeAsDecider } from "../authorize.ts";
import { changeAsAnyone } from "../authorize-self.ts";
import { HOUR_MS } from "../durations.ts";
import { NotFound } from "../errors.ts";
import { inLines } from "../one-line.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { assertNotOwn } from "./answer-request.ts";
import { LONGEST_REASON } from "./create-request.ts";
import { deciderGroup } from "./deciders.ts";
import { InvalidRequest } from "./refusals.ts";
import { pendingRequest, requestWithId, settledFirst } from "./request-conflict.ts";

/** How often deciders can be reminded. */
const REMIND_EVERY_MS = 4 * HOUR_MS;
const MAX_QUESTIONS = 10;

/**
 * Asks the asker a question before a request is answered. Does nothing while the same question by the same actor waits
 * for a reply.
 *
 * @throws the errors of `answerRequest`
 */
export async function askAboutRequest(
  actor: Principal,
  requestId: string,
  typed: string,
): Promise<{ asker: string }> {
  return changeAsDecider(
    actor,
    () => deciderGroup(requestId),
    async () => {
      const request = await pendingRequest(requestId);
      await assertNotOwn(actor, request);
      const text = checkedText(typed, "question");
      const by = recordOf(actor);
      const asked = { asker: request.asker.name };
      const waits = request.questions.some(
        (each) => !each.reply && each.text === text && isDeepStrictEqual(each.by, by),
      );
      if (waits) return asked;
      if (request.questions.length >= MAX_QUESTIONS)
        throw new InvalidRequest({ question: { code: "manyQuestions", most: MAX_QUESTIONS } });
      const now = await databaseTime();
      await change(request, { $push: { questions: { by, text, at: now } } });
      await recordAudit(actor, now, {
        ...requestEvent("request.asked", request),
        before: null,
        after: { question: text },
        whichQuestion: request.questions.length,
      });
      return asked;
    },
  );
}

/**
 * Replies to a question.
 *
 * @param which the question they saw, counted from 0, because another may be asked meanwhile; null for the last
 * @throws NotRegistered; NotFound where it isn't theirs; RequestSettled; InvalidFields (`reply`)
 */
export async function replyAboutRequest(
  actor: AccountActor,
  requestId: string,
  which: number | null,
  typed: string,
): Promise<void> {
  await changeAsAnyone(actor, async () => {
    const request = await ownRequest(actor, requestId);
    const reply = checkedText(typed, "reply");
    const at = which ?? request.questions.length - 1;
    const question = request.questions[at];
    if (!question || question.reply) throw new InvalidRequest({ reply: { code: "noQuestion" } });
    const now = await databaseTime();
    await change(request, {
      $set: { [`questions.${at}.reply`]: reply, [`questions.${at}.repliedAt`]: now },
    });
    await recordAudit(actor, now, {
      ...requestEvent("request.replied", request),
      before: null,
      after: { reply },
      whichQuestion: at,
    });
  });
}

/** Withdraws a request. @throws NotRegistered; NotFound where it isn't theirs; RequestSettled */
export async function withdrawRequest(actor: AccountActor, requestId: string): Promise<{ group: string }> {
  return changeAsAnyone(actor, async () => {
    const request = await ownRequest(actor, requestId);
    const now = await databaseTime();
    await change(request, {
      $set: { status: "withdrawn", settledAt: now, settledBy: recordOf(actor) },
    });
    await recordAudit(actor, now, {
      ...requestEvent("request.withdrawn", request),
      before: { status: "pending" },
      after: { status: "withdrawn" },
    });
    return { group: request.groupName };
  });
}

/** Reminds the deciders, once in four hours. @throws NotRegistered; NotFound; RequestSettled; InvalidFields */
export async function remindDeciders(actor: AccountActor, requestId: string): Promise<void> {
  await changeAsAnyone(actor, async () => {
    const request = await ownRequest(actor, requestId);
    const now = await databaseTime();
    const last = request.remindedAt ?? request.createdAt;
    if (now.getTime() - last.getTime() < REMIND_EVERY_MS)
      throw new InvalidRequest({ request: { code: "remindedLately" } });
    await change(request, { $set: { remindedAt: now } });
    await recordAudit(actor, now, {
      ...requestEvent("request.reminded", request),
      before: null,
      after: {},
    });
  });
}

/**
 * Takes the step now due for an unanswered request: reminds the deciders, asks all admins, or lets it lapse. Does
 * nothing if it was settled.
 */
export async function requestDue(
  requestId: Types.ObjectId,
  step: "remind" | "escalate" | "lapse",
): Promise<void> {
  await inTransaction(async () => {
    const request = await AccessRequest.findOne({ _id: requestId, status: "pending" }).lean();
    if (!request) return;
    const now = await databaseTime();
    const system = { kind: "system" } as const;
    if (step === "lapse" && request.lapsesAt > now) return;
    const steps = {
      remind: { action: "request.reminded", update: { remindedAt: now } },
      escalate: { action: "request.escalated", update: { escalated: true } },
      lapse: {
        action: "request.lapsed",
        update: { status: "lapsed", settledAt: now, settledBy: recordOf(system) },
      },
    } as const;
    const { action, update } = steps[step];
    await change(request, { $set: update });
    await recordAudit(system, now, {
      ...requestEvent(action, request),
      before: null,
      after: step === "lapse" ? { status: "lapsed" } : {},
    });
  });
}

/** @throws NotFound, RequestSettled */
async function ownRequest({ userId }: AccountActor, requestId: string): Promise<AccessRequestDocument> {
  const request = await pendingRequest(requestId);
  if (request.asker.userId !== userId) throw new NotFound({ what: "request" });
  return request;
}

async function change({ _id, version }: AccessRequestDocument, update: object): Promise<void> {
  const { matchedCount } = await AccessRequest.updateOne(
    trusted({ _id, version, status: "pending" as const }),
    { ...update, $inc: { version: 1 } },
  );
  if (matchedCount === 0) throw settledFirst(await requestWithId(String(_id)));
}

function checkedText(typed: string, field: "question" | "reply"): string {
  const text = inLines(typed);
  if (text === "" || text.length > LONGEST_REASON)
    throw new InvalidRequest({ [field]: { code: field, most: LONGEST_REASON } });
  return text;
}
