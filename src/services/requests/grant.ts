import { Types } from "mongoose";
import { matchLanguage } from "../../locales/match-language.ts";
import { type AccessRequestDocument, accountIn, personOf } from "../../models/access-request.ts";
import type { GroupDocument } from "../../models/group.ts";
import { membershipsAt } from "../../models/membership.ts";
import { registered, User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { HOUR_MS } from "../durations.ts";
import { atAddress } from "../email-address.ts";
import { type End, endOf, laterEnd } from "../ends.ts";
import { groupSummary } from "../groups/groups.ts";
import { writeInvites } from "../invites/create-invites.ts";
import type { OverLimit } from "../invites/daily-limits.ts";
import { linkedAs } from "../linked-user.ts";
import { existenceOfAll, lockShared } from "../locks.ts";
import { writeGroups } from "../users/change-groups.ts";
import { writeEnd } from "../users/set-membership-end.ts";
import { addToInvite } from "./add-to-invite.ts";
import type { RequestPolicy } from "./policy.ts";
import { InvalidRequest } from "./refusals.ts";

/** What is given, and to whom. */
interface Granted {
  group: GroupDocument;
  hours: number | null;
  now: Date;
  policy: RequestPolicy;
}

type Given = Partial<Pick<AccessRequestDocument, "until" | "zone" | "inviteId">>;

/**
 * Gives what was approved, starting now: a membership or, for people who aren't registered, an invite that gives one
 * from acceptance. Part of the transaction of the approval.
 *
 * @throws GroupManaged; InvalidFields (`request`) where it can't be given now
 */
export async function grant(
  actor: Principal,
  request: AccessRequestDocument,
  granted: Granted,
): Promise<Given> {
  await lockShared(...existenceOfAll([granted.group._id]));
  const { group, hours, now } = granted;
  if (request.subject?.inviteId && (await addToInvite(actor, request, { groupId: group._id, hours, now })))
    return { inviteId: request.subject.inviteId };
  const user = await userFor(request);
  return user ? join(actor, user, request, granted) : invite(actor, request, granted);
}

/**
 * Reads the user a request is for: who they were when it was made; for people who weren't registered, by account, or by
 * address, which proves nothing once it is linked to an account. Null for anyone who isn't registered.
 */
export async function userFor(request: AccessRequestDocument): Promise<UserDocument | null> {
  const person = personOf(request);
  // An account may be somebody else's by now.
  if (person.registeredId) return User.findById(person.registeredId).lean();
  const account = accountIn(person);
  const linked = account && (await User.findOne(linkedAs(account)).lean());
  if (linked || !person.email) return linked;
  return User.findOne({
    ...atAddress(person.email),
    ...registered,
    ...(account && { slack: { $exists: false } }),
  }).lean();
}

async function join(
  actor: Principal,
  user: UserDocument,
  { wanted }: AccessRequestDocument,
  { group, hours, now, policy }: Granted,
): Promise<Given> {
  if (user.status !== "active")
    throw new InvalidRequest({ request: { code: "suspended", person: user.name } });
  const { _id: groupId } = group;
  const has = membershipsAt(user, now).find((each) => each.groupId.equals(groupId));
  const asked = endAsked({ hours, wanted }, now, policy.timeZone);
  const end = has ? laterEnd(endOf(has), asked) : asked;
  if (has) await writeEnd(actor, { user, now, current: has, group: groupSummary(group) }, end);
  else await writeGroups(actor, user, now, { gets: [groupId], loses: [] }, end);
  return end ? { until: end.until, zone: end.zone } : {};
}

/** The earlier of the remaining hours and the named end. */
function endAsked(
  { hours, wanted = null }: { hours: number | null; wanted?: End | null | undefined },
  now: Date,
  zone: string,
): End | null {
  if (hours === null) return wanted;
  const until = new Date(now.getTime() + hours * HOUR_MS);
  return wanted && wanted.until < until ? wanted : { until, zone };
}

async function invite(
  actor: Principal,
  asked: AccessRequestDocument,
  { group, hours, policy }: Granted,
): Promise<Given> {
  const person = personOf(asked);
  const { name, email, language = "" } = person;
  if (!email) throw new Error("a request for nobody");
  const account = accountIn(person);
  const request = {
    approved: true as const,
    emails: [email],
    groupIds: [String(group._id)],
    expiryDays: policy.invites.expiryDays,
    ...(hours !== null && { lasting: { hours, zone: policy.timeZone } }),
    ...(hours === null && { end: asked.wanted }),
    ...(account && { accounts: new Map([[email, { ...account, language: matchLanguage(language) }]]) }),
  };
  const [outcome] = await writeInvites(actor, request, policy.invites);
  if (outcome?.outcome === "invited") return { inviteId: new Types.ObjectId(outcome.inviteId) };
  const code = {
    pending: "pendingInvite",
    user: "otherAccount",
    domain: "domainOfPerson",
    limit: limitCode(outcome?.outcome === "limit" ? outcome.limit : "total"),
  } as const;
  throw new InvalidRequest({ request: { code: code[outcome?.outcome ?? "limit"], person: name } });
}

function limitCode(limit: OverLimit) {
  switch (limit) {
    case "address":
      return "manyMailsToPerson";
    case "admin":
      return "yourLimit";
    case "total":
      return "totalLimit";
  }
}
