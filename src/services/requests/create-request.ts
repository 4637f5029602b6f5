import { Types } from "mongoose";
import { AccessRequest, type AccessRequestDocument, type AtOnceRule } from "../../models/access-request.ts";
import { builtInGroupIds, Group, type GroupDocument } from "../../models/group.ts";
import { groupIdsAt, type Membership, membershipsAt } from "../../models/membership.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import type { UserDocument } from "../../models/user.ts";
import { lookUp } from "../acting.ts";
import type { AccountActor } from "../actor.ts";
import { type Asking, withdrawRequests, writeRequests } from "../approvals/write-request.ts";
import { changeAsAnyone } from "../authorize-self.ts";
import { DAY_MS } from "../durations.ts";
import { canonicalEmail, domainOf } from "../email-address.ts";
import { endOf } from "../ends.ts";
import { MAX_HOURS, rulesOf } from "../groups/access-rules.ts";
import { isDomainAllowed } from "../invites/policy.ts";
import { existenceOfAll, lockShared } from "../locks.ts";
import { objectId } from "../object-id.ts";
import { inLines } from "../one-line.ts";
import { writeCounts } from "../transaction.ts";
import { type AtOnceHours, atOnceHours, giveAtOnce, ruleAtOnce } from "./at-once.ts";
import type { RequestPolicy } from "./policy.ts";
import { InvalidRequest } from "./refusals.ts";
import { askedBy } from "./requestable.ts";

export const LONGEST_REASON = 500;
const MAX_OPEN = 10;
const MAX_A_DAY = 20;

/** What someone asks for. */
export interface NewRequest {
  groupId: string;
  /** How long it lasts; null for no end. */
  hours: number | null;
  reason: string;
  /** They say it can't wait. */
  emergency?: boolean | undefined;
}

/** A request just created. */
export interface Asked {
  requestId: string;
  group: string;
  /** The rule that already gave it to them; null where someone has to answer. */
  rule: AtOnceRule | null;
}

/**
 * Requests a group, or more time in it. People who aren't registered may ask too: an approval invites them.
 *
 * People the group's rules give it to at once have it right away.
 *
 * @param id its id; if a request of theirs already has it, none is created
 * @throws NotRegistered; InvalidFields (`group`, `hours`, `reason`, `emergency`) when it can't be requested, already
 * was, or
 *   they ask too often
 */
export async function createRequest(
  actor: AccountActor,
  typed: NewRequest,
  policy: RequestPolicy,
  id?: string,
): Promise<Asked> {
  try {
    return await changeAsAnyone(actor, (self) => write(actor, self, typed, policy, new Types.ObjectId(id)));
  } catch (error) {
    throw isDuplicate(error) ? new InvalidRequest({ group: { code: "askedAlready" } }) : error;
  }
}

async function write(
  actor: AccountActor,
  self: UserDocument | null,
  typed: NewRequest,
  policy: RequestPolicy,
  _id: Types.ObjectId,
): Promise<Asked> {
  const { now, group, own, asked: before, forThem } = await readFacts(actor, self, typed.groupId);
  // Two simultaneous requests would not see each other.
  await writeCounts([{ _id: `requests:${actor.userId}`, expiresAt: new Date(now.getTime() + DAY_MS) }]);
  const made = before.find((each) => each._id.equals(_id));
  if (made) return { requestId: String(_id), group: made.groupName, rule: made.rule ?? null };
  if (!group) throw new InvalidRequest({ group: { code: "groupGone" } });
  const hours = checkHours(typed.hours, group);
  const rule = await ruleAtOnce(own, group, { hours, emergency: typed.emergency ?? false });
  const circumstances = { now, own, rule, before, forThem };
  const has = membershipsAt(self ?? { memberships: [] }, now).find(({ groupId }) =>
    groupId.equals(group._id),
  );
  checkGroup(has, group, circumstances);
  const reason = checkReason(typed.reason);
  checkOften(group._id, circumstances);
  const email = self?.email ?? addressOf(actor, policy);
  const asked: Asking = {
    _id,
    asker: {
      teamId: actor.teamId,
      userId: actor.userId,
      name: (self?.name ?? actor.name).normalize("NFC"),
      email,
      ...(self ? { registeredId: self._id } : { language: actor.language }),
    },
    person: actor.userId,
    groupId: group._id,
    groupName: group.name,
    hours,
    reason,
  };
  const waiting = [...before.filter((each) => isOpen(each, group._id)), ...forThem].map(({ _id }) => _id);
  if (waiting.length > 0)
    await withdrawRequests(actor, await AccessRequest.find({ _id: { $in: waiting } }).lean(), now);
  const [requestId = ""] = await writeRequests(actor, [asked], policy.lapseDays, now);
  await lockShared(...existenceOfAll([group._id]));
  const earlierEnd = has ? endOf(has) : null;
  if (rule) await giveAtOnce(actor, requestId, { rule, group, hours, earlierEnd, now, policy });
  return { requestId, group: group.name, rule };
}

/** Someone's earlier requests, as far as they count: those waiting, and those made or settled within the last day. */
type AskedBefore = Pick<
  AccessRequestDocument,
  "_id" | "groupId" | "groupName" | "status" | "createdAt" | "settledAt" | "rule"
>;

interface Facts {
  now: Date;
  group: GroupDocument | undefined;
  /** The groups they are in: deleting a large one removes its members one by one. */
  own: Types.ObjectId[];
  asked: AskedBefore[];
  /** Pending requests for the group that someone else made for them. */
  forThem: AskedForThem[];
}

interface Found {
  groups: GroupDocument[];
  there: Pick<GroupDocument, "_id">[];
}

type AskedForThem = Pick<AccessRequestDocument, "_id" | "asker" | "executionId">;

/** Reads everything a request is checked against at once: each read is a round trip to the database. */
async function readFacts(
  { userId }: AccountActor,
  self: UserDocument | null,
  groupId: string,
): Promise<Facts> {
  const _id = objectId.safeParse(groupId).success ? new Types.ObjectId(groupId) : null;
  const yesterday = { $subtract: ["$$NOW", DAY_MS] };
  const isRecent = { $expr: { $gt: [{ $ifNull: ["$settledAt", "$createdAt"] }, yesterday] } };
  const counts = { ...askedBy(userId), $or: [{ status: "pending" }, isRecent] };
  const forThem = { person: userId, groupId: _id, status: "pending", subject: { $exists: true } };
  const memberships = self?.memberships ?? [];
  const [facts] = await Group.aggregate<Omit<Facts, "group" | "own"> & Found>([
    { $match: { _id: builtInGroupIds.users } },
    { $project: { now: "$$NOW" } },
    lookUp("groups", Group, { _id }),
    lookUp("there", Group, { _id: { $in: memberships.map((each) => each.groupId) } }, { _id: 1 }),
    lookUp("asked", AccessRequest, counts, {
      _id: 1,
      groupId: 1,
      groupName: 1,
      status: 1,
      createdAt: 1,
      settledAt: 1,
      rule: 1,
    }),
    lookUp("forThem", AccessRequest, forThem, { _id: 1, asker: 1, executionId: 1 }),
  ]);
  if (!facts) throw new Error("the built-in groups are not seeded");
  const [group] = facts.groups;
  const there = new Set(facts.there.map((each) => String(each._id)));
  const own = groupIdsAt({ memberships }, facts.now).filter((id) => there.has(String(id)));
  return { ...facts, group, own };
}

interface Circumstances extends Pick<Facts, "now" | "own"> {
  /** The rule that gives it to them at once. */
  rule: AtOnceRule | null;
  before: readonly AskedBefore[];
  forThem: readonly AskedForThem[];
}

/**
 * @param has their current membership of the group
 * @throws InvalidFields where the group can't be requested, or they are in it with no end
 */
function checkGroup(
  has: Membership | undefined,
  group: GroupDocument,
  { own, rule, before, forThem }: Circumstances,
): void {
  if (has && !has.until) throw new InvalidRequest({ group: { code: "inForGood", group: group.name } });
  // Members may request more time, whether or not others can request the group.
  if ((!has && !rule && !rulesOf(group).open) || group.managedBy)
    throw new InvalidRequest(notOpen(group, atOnceHours(group, own)));
  // An emergency doesn't wait for the pending answer either.
  if (rule === "emergency") return;
  if (before.some((each) => isOpen(each, group._id)))
    throw new InvalidRequest({ group: { code: "askedAlready" } });
  const [other] = forThem;
  if (other?.executionId) throw new InvalidRequest({ group: { code: "askedForYouByWorkflow" } });
  if (other) throw new InvalidRequest({ group: { code: "askedForYou", name: other.asker.name } });
}

const isOpen = ({ groupId, status }: AskedBefore, group: Types.ObjectId) =>
  status === "pending" && groupId.equals(group);

/** Explains why a group can't be requested. Groups that someone gets at once are requested differently. */
function notOpen({ name: group, managedBy }: GroupDocument, { preApproved, emergency }: AtOnceHours) {
  if (preApproved !== null && !managedBy)
    return { hours: { code: "hoursMost" as const, group, hours: preApproved } };
  if (emergency !== null && !managedBy) return { emergency: { code: "onlyEmergency" as const, group } };
  return { group: { code: "notOpen" as const, group } };
}

/** Reads a reason. @throws InvalidFields (`reason`) */
export function checkReason(typed: string): string {
  const reason = inLines(typed);
  if (reason === "" || reason.length > LONGEST_REASON)
    throw new InvalidRequest({ reason: { code: "reason", most: LONGEST_REASON } });
  return reason;
}

/** Reads how long a group is requested for; null is no end. @throws InvalidFields (`hours`) */
export function checkHours(hours: number | null, group: GroupDocument): number | null {
  const { longestHours: most = MAX_HOURS } = rulesOf(group);
  const noEnd = rulesOf(group).longestHours === undefined;
  if (hours === null && noEnd) return null;
  if (hours === null || hours > most)
    throw new InvalidRequest({ hours: { code: "hoursMost", group: group.name, hours: most } });
  if (!Number.isInteger(hours) || hours < 1) throw new InvalidRequest({ hours: { code: "oneHour" } });
  return hours;
}

/** @throws InvalidFields where they asked too often, or were denied it a moment ago */
function checkOften(group: Types.ObjectId, { now, rule, before }: Circumstances): void {
  const yesterday = new Date(now.getTime() - DAY_MS);
  const open = before.filter(({ status }) => status === "pending");
  if (!rule && open.length >= MAX_OPEN)
    throw new InvalidRequest({ group: { code: "manyOpen", most: MAX_OPEN } });
  const today = before.filter(({ createdAt }) => createdAt > yesterday);
  if (today.length >= MAX_A_DAY) throw new InvalidRequest({ group: { code: "manyToday", most: MAX_A_DAY } });
  if (rule === "emergency") return;
  const denied = before.some(
    ({ groupId, status, settledAt }) =>
      groupId.equals(group) && status === "denied" && settledAt && settledAt > yesterday,
  );
  if (denied) throw new InvalidRequest({ group: { code: "deniedToday" } });
}

/** Returns the address an approval will invite. @throws InvalidFields */
function addressOf({ email }: AccountActor, policy: RequestPolicy): string {
  const address = email && canonicalEmail(email);
  if (!address) throw new InvalidRequest({ group: { code: "noAddress" } });
  refuseDomain(address, policy);
  return address;
}

/** @throws InvalidFields where the organisation doesn't invite anyone at that domain */
export function refuseDomain(address: string, { invites }: RequestPolicy): void {
  if (!isDomainAllowed(address, invites))
    throw new InvalidRequest({ group: { code: "domain", domain: domainOf(address) } });
}
