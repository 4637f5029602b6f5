import { AccessRequest, type AccessRequestDocument, type Subject } from "../../models/access-request.ts";
import { builtInGroupIds, Group, type GroupDocument } from "../../models/group.ts";
import { Invite } from "../../models/invite.ts";
import { membershipsAt } from "../../models/membership.ts";
import { registered, User } from "../../models/user.ts";
import type { AccountActor } from "../actor.ts";
import { writeRequests } from "../approvals/write-request.ts";
import { cutOff } from "../cut-off.ts";
import { atAddress, emailAddress } from "../email-address.ts";
import { InvalidFields, ineligibleAs } from "../errors.ts";
import { rulesOf } from "../groups/access-rules.ts";
import { groupNameKey } from "../groups/group-name.ts";
import { linkedAs } from "../linked-user.ts";
import { existenceOfAll, lockShared } from "../locks.ts";
import { retryOnDuplicate } from "../retry-on-duplicate.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { checkHours, checkReason, refuseDomain } from "./create-request.ts";
import type { RequestPolicy } from "./policy.ts";

/** How many requests from steps may wait at once, so that a runaway workflow doesn't bury people's requests. */
const MAX_OPEN = 100;

/** What a workflow step asks for. It acts with nobody's rights. */
interface StepRequest {
  /** The step's run: asking again from the same run is the same request. */
  executionId: string;
  for: { email: string } | { account: AccountActor };
  /** A group's name; empty for Users. */
  group: string;
  /** How long it lasts; null for as long as the group is given. */
  hours: number | null;
  reason: string;
}

/**
 * Requests a group, or an invite into one, for someone else, as a workflow step does. The group's deciders
 * answer.
 *
 * @returns the request's id
 * @throws InvalidFields where it can't be requested
 */
export async function requestByStep(asked: StepRequest, policy: RequestPolicy): Promise<string> {
  const { executionId } = asked;
  return retryOnDuplicate(() =>
    inTransaction(async () => {
      const known = await AccessRequest.exists({ executionId });
      return known ? String(known._id) : write(asked, policy);
    }),
  );
}

async function write(asked: StepRequest, policy: RequestPolicy): Promise<string> {
  const { executionId } = asked;
  const now = await databaseTime();
  const group = await groupNamed(asked.group);
  if (group.managedBy)
    throw new InvalidFields({ group: `An identity provider decides who is in ${group.name}.` });
  const subject =
    "email" in asked.for
      ? await invitee(asked.for.email, now, policy)
      : await member(asked.for.account, group, now, policy);
  const person = subject.userId ?? subject.email;
  if (await AccessRequest.exists({ person, groupId: group._id, status: "pending" }))
    throw new InvalidFields({ person: `${subject.name} is already waiting for ${group.name}.` });
  const byStep = { status: "pending" as const, executionId: { $exists: true } };
  if ((await AccessRequest.countDocuments(byStep, { limit: MAX_OPEN })) >= MAX_OPEN)
    throw new InvalidFields({
      person: `${MAX_OPEN} requests from workflows are already waiting for an answer. Try again later.`,
    });
  const { longestHours = null } = rulesOf(group);
  const request = {
    executionId,
    asker: { name: "A workflow" },
    subject,
    person,
    groupId: group._id,
    groupName: group.name,
    hours: checkHours(asked.hours ?? longestHours, group),
    reason: checkReason(asked.reason),
  };
  const [requestId = ""] = await writeRequests({ kind: "system" }, [request], policy.lapseDays, now);
  await lockShared(...existenceOfAll([group._id]));
  return requestId;
}

async function groupNamed(name: string): Promise<GroupDocument> {
  const key = groupNameKey(name);
  const group = await Group.findOne(key === "" ? { _id: builtInGroupIds.users } : { nameKey: key }).lean();
  if (!group) throw new InvalidFields({ group: `There is no group ${cutOff(name, 60)}.` });
  return group;
}

/** Reads who a step wants invited. @throws InvalidFields */
async function invitee(typed: string, now: Date, policy: RequestPolicy): Promise<Subject> {
  const email = emailAddress(typed.trim());
  if (!email) throw new InvalidFields({ email: `${cutOff(typed, 200)} is not an email address.` });
  refuseDomain(email, policy);
  if (await User.exists({ ...atAddress(email), ...registered }))
    throw new InvalidFields({ email: `${email} is already registered.` });
  if (await Invite.exists({ email, status: "pending", expiresAt: { $gt: now } }))
    throw new InvalidFields({ email: `${email} already has a pending invite.` });
  return { name: email, email };
}

/** Reads who a step wants in a group. @throws InvalidFields */
async function member(
  account: AccountActor,
  group: GroupDocument,
  now: Date,
  policy: RequestPolicy,
): Promise<Subject> {
  const { teamId, userId, name, language, ineligible } = account;
  if (ineligible) throw new InvalidFields({ person: `${name} is ${ineligibleAs[ineligible]}.` });
  if (!rulesOf(group).open) throw new InvalidFields({ group: `${group.name} is not open to requests.` });
  const user = await User.findOne(linkedAs(account)).lean();
  if (user?.status === "suspended") throw new InvalidFields({ person: `${user.name} is suspended.` });
  const has = user && membershipsAt(user, now).find(({ groupId }) => groupId.equals(group._id));
  if (has && !has.until) throw new InvalidFields({ person: `${user.name} is already in ${group.name}.` });
  if (user) return { teamId, userId, name: user.name, email: user.email, registeredId: user._id };
  const email = account.email && emailAddress(account.email);
  if (!email) throw new InvalidFields({ person: `${name} has no confirmed email address to invite.` });
  refuseDomain(email, policy);
  return { teamId, userId, name: name.normalize("NFC"), email, language };
}

/** The outcome of a step's request: what they have now, or why not. */
export type StepOutcome =
  | { executionId: string; status: "added" | "invited"; inviteId: string | null }
  | { executionId: string; sentence: string };

/** Reads a step's outcome; null while it waits, and where no step asked. */
export async function stepOutcome(requestId: string): Promise<StepOutcome | null> {
  const request = await AccessRequest.findById(requestId).lean();
  const { executionId } = request ?? {};
  return request && executionId !== undefined && request.status !== "pending"
    ? { executionId, ...(await outcomeOf(request)) }
    : null;
}

async function outcomeOf(request: AccessRequestDocument) {
  const { status, subject, groupId, groupName, inviteId, answers, settledBy } = request;
  if (status === "approved")
    return inviteId
      ? { status: "invited" as const, inviteId: String(inviteId) }
      : { status: "added" as const, inviteId: null };
  const what = `request to add ${subject?.name ?? "somebody"} to ${groupName}`;
  if (status === "lapsed") return { sentence: `Nobody answered the ${what} in time.` };
  if (status === "withdrawn") {
    const isThere = await Group.exists({ _id: groupId });
    return { sentence: `The ${what} was withdrawn${isThere ? "" : " because the group was deleted"}.` };
  }
  const why = answers.find(({ approved }) => !approved)?.reason;
  return { sentence: `${settledBy?.name ?? "Somebody"} denied the ${what}.${why ? ` Reason: ${why}` : ""}` };
}
