import {
  AccessRequest,
  type AccessRequestDocument,
  personOf,
  type RequestAnswer,
} from "../../models/access-request.ts";
import { Group, type GroupDocument } from "../../models/group.ts";
import { type AccountActor, anyEmailOf, type Principal, recordOf } from "../actor.ts";
import { requestEvent } from "../approvals/request-event.ts";
import { approvalsNeeded, approvalsThatCount, takesTwoAdmins } from "../approvals/words.ts";
import { recordAudit } from "../audit.ts";
import { changeAsDecider, requireForRights } from "../authorize.ts";
import { canonicalEmail } from "../email-address.ts";
import { shortest } from "../ends.ts";
import { InvalidFields } from "../errors.ts";
import { rulesOf } from "../groups/access-rules.ts";
import { groupConflict } from "../groups/group-conflict.ts";
import { actingUserId, personKey } from "../linked-user.ts";
import { inLines } from "../one-line.ts";
import { retryOnDuplicate } from "../retry-on-duplicate.ts";
import { databaseTime } from "../transaction.ts";
import { askToConfirm } from "./confirmations.ts";
import { LONGEST_REASON } from "./create-request.ts";
import { deciderGroup, ofThoseWhoDecide } from "./deciders.ts";
import { endIfIneligible } from "./end-request.ts";
import { grant, userFor } from "./grant.ts";
import type { RequestPolicy } from "./policy.ts";
import { InvalidRequest, OwnRequest } from "./refusals.ts";
import { pendingRequest, requestWithId, settledFirst } from "./request-conflict.ts";
import { hasAnswered, isSamePerson } from "./same-person.ts";

/** A decider's answer: yes, for at most this many hours; or no, and why. */
export type Answer =
  | { approved: true; hours?: number | null | undefined }
  | { approved: false; reason: string };

/** The outcome of an answer. */
export interface Answered {
  /** The person it is for. */
  person: string;
  group: string;
  outcome: "approved" | "denied" | "waits_for_another" | "waits_for_confirmation";
  /** Where the confirmation link was mailed. */
  mailedTo?: string;
}

/**
 * Answers a request. The first answer counts. Where two people must approve, the second completes it and the shorter of
 * the two times applies, up to the group's current maximum. From then on the asker has the group, or an invite into it.
 *
 * Where the group's rules say so, an approval counts once it is confirmed by email.
 *
 * @throws NotAdmin, NotPermitted; OwnRequest; ConfirmationNeeded; RequestSettled when someone was first (says who, what
 * and when); GroupDeleted;
 *   InvalidFields (`hours`, `reason`, `request`)
 */
export async function answerRequest(
  actor: Principal,
  requestId: string,
  answer: Answer,
  policy: RequestPolicy,
): Promise<Answered> {
  return answerBy(actor, requestId, answer, { policy });
}

/**
 * Approves what a decider has confirmed by email; only for `confirmAnswer`.
 *
 * @param confirm consumes the confirmation, within the transaction
 * @throws the errors of `answerRequest`
 */
export async function approveConfirmed(
  actor: AccountActor,
  requestId: string,
  hours: number | null,
  policy: RequestPolicy,
  confirm: (now: Date) => Promise<void>,
): Promise<Answered> {
  return answerBy(actor, requestId, { approved: true, hours }, { policy, confirm });
}

interface Means {
  policy: RequestPolicy;
  /** Consumes the confirmation by email; missing where there is none yet. */
  confirm?: (now: Date) => Promise<void>;
}

async function answerBy(
  actor: Principal,
  requestId: string,
  answer: Answer,
  { policy, confirm }: Means,
): Promise<Answered> {
  if (answer.approved) await endIfIneligible(requestId, policy);
  return retryOnDuplicate(() =>
    changeAsDecider(
      actor,
      () => deciderGroup(requestId),
      async () => {
        const request = await pendingRequest(requestId);
        const now = await databaseTime();
        await requireForRights(actor, [request.groupId]);
        await assertNotOwn(actor, request);
        const mine = { ...answerOf(actor, request, answer, now), key: await personKey(actor) };
        if (!answer.approved) return deny(actor, request, mine);
        const group = await Group.findById(request.groupId).lean();
        if (!group) throw await groupConflict(String(request.groupId));
        if (rulesOf(group).confirmByMail && !confirm) {
          const asked = { group, mine, now, keyId: policy.invites.keyId };
          const mailedTo = await askToConfirm(actor, request, asked);
          const { name: person } = personOf(request);
          return { person, group: group.name, outcome: "waits_for_confirmation", mailedTo };
        }
        await confirm?.(now);
        return approve(actor, request, { group, mine, now, policy });
      },
    ),
  );
}

/**
 * The asker and the person it is for are recognised by their accounts and, if they were registered, by any account or
 * API client of theirs.
 *
 * @throws OwnRequest
 */
export async function assertNotOwn(actor: Principal, request: AccessRequestDocument): Promise<void> {
  const account = actor.kind === "client" && actor.owner.kind === "user" ? actor.owner.account : actor;
  const userId = account && "userId" in account ? account.userId : undefined;
  const self = await actingUserId(actor);
  const isSelf = ({ userId: theirs, registeredId }: ReturnType<typeof personOf>) =>
    (theirs !== undefined && theirs === userId) || (registeredId && self?.equals(registeredId));
  if (isSelf(request.asker) || isSelf(personOf(request))) throw new OwnRequest();
  // Someone named by an address may be an owner who isn't registered, or may have registered since.
  const email = actor.kind === "account" && anyEmailOf(actor);
  if (request.subject && email && canonicalEmail(email) === request.subject.email) throw new OwnRequest();
  const user = request.subject && self && (await userFor(request));
  if (user && self.equals(user._id)) throw new OwnRequest();
}

function answerOf(
  actor: Principal,
  request: AccessRequestDocument,
  answer: Answer,
  at: Date,
): Omit<RequestAnswer, "key"> {
  const common = { by: recordOf(actor), at };
  if (!answer.approved) {
    const reason = inLines(answer.reason);
    if (reason === "" || reason.length > LONGEST_REASON)
      throw new InvalidRequest({ reason: { code: "whyNot", most: LONGEST_REASON } });
    return { ...common, approved: false, hours: null, reason };
  }
  const hours = answer.hours === undefined ? request.hours : answer.hours;
  const tooLong = request.hours !== null && (hours === null || hours > request.hours);
  if (tooLong || (hours !== null && !(Number.isInteger(hours) && hours >= 1)))
    throw new InvalidRequest({ hours: { code: "atMostAsked" } });
  return { ...common, approved: true, hours };
}

async function deny(
  actor: Principal,
  request: AccessRequestDocument,
  mine: RequestAnswer,
): Promise<Answered> {
  if (hasAnswered(request.answers, mine)) throw settledFirst(request);
  await settle(request, [...request.answers, mine], { status: "denied" });
  await recordAudit(actor, mine.at, {
    ...requestEvent("request.denied", request),
    before: { status: "pending" },
    after: { status: "denied", reason: mine.reason },
  });
  return { person: personOf(request).name, group: request.groupName, outcome: "denied" };
}

interface Approval {
  group: GroupDocument;
  mine: RequestAnswer;
  now: Date;
  policy: RequestPolicy;
}

async function approve(
  actor: Principal,
  request: AccessRequestDocument,
  { group, mine, now, policy }: Approval,
): Promise<Answered> {
  const said = { person: personOf(request).name, group: group.name };
  const needed = await approvalsNeeded(request, group);
  if (needed > 1 || takesTwoAdmins(group)) refuseProgram(actor, group);
  const earlier = request.answers.filter(({ approved }) => approved);
  // Requests for Admin are counted by who is an admin.
  const byDeciders = needed > 1 && !takesTwoAdmins(group);
  const still = byDeciders ? await ofThoseWhoDecide(earlier, group, policy) : earlier;
  const counting = await approvalsThatCount(request, [...still, mine], group);
  const others = counting.filter((each) => each !== mine && !isSamePerson(each, mine));
  const counted = others.length + (counting.includes(mine) ? 1 : 0);
  // What doesn't count any more is forgotten, so that whoever gave it can answer again once they may.
  const approvals = [...others, mine];
  if (counted < needed) {
    if (counting.length > counted) throw settledFirst(request);
    await settle(request, approvals, {});
    await recordAudit(actor, now, {
      ...requestEvent("request.approved_first", request),
      before: null,
      after: { hours: mine.hours },
    });
    return { ...said, outcome: "waits_for_another" };
  }
  // The maximum may have been lowered since they asked.
  const longest = rulesOf(group).longestHours ?? null;
  const hours = shortest([request.hours, longest, ...approvals.map((each) => each.hours)]);
  const given = await grant(actor, request, { group, hours, now, policy });
  await settle(request, approvals, { status: "approved", ...given });
  await recordAudit(actor, now, {
    ...requestEvent("request.approved", request),
    before: { status: "pending" },
    after: { status: "approved", hours, ...(given.until && { until: given.until }) },
  });
  return { ...said, outcome: "approved" };
}

/**
 * A program's word doesn't count where two must approve: the holder of its token could be both.
 *
 * @throws InvalidFields
 */
function refuseProgram(actor: Principal, { name }: GroupDocument): void {
  if (actor.kind !== "account")
    throw new InvalidFields({
      request: `Two people have to approve ${name}, and a program’s word doesn’t count. Somebody who decides about it has to answer.`,
    });
}

/**
 * Writes the answers, of which the last is new, unless someone was first since the request was read.
 *
 * @throws RequestSettled
 */
async function settle(
  { _id, version }: AccessRequestDocument,
  answers: readonly RequestAnswer[],
  settled: Partial<Pick<AccessRequestDocument, "status" | "until" | "zone" | "inviteId">>,
): Promise<void> {
  const { at, by } = answers.at(-1) ?? {};
  const { matchedCount } = await AccessRequest.updateOne(
    { _id, version, status: "pending" as const },
    {
      $set: { answers, ...settled, ...(settled.status && { settledAt: at, settledBy: by }) },
      $inc: { version: 1 },
    },
  );
  if (matchedCount === 0) throw settledFirst(await requestWithId(String(_id)));
}
