import { isValidObjectId, Types } from "mongoose";
import { AccessRequest, type AccessRequestDocument } from "../../models/access-request.ts";
import type { GroupDocument } from "../../models/group.ts";
import { membershipsAt } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { HOUR_MS } from "../durations.ts";
import { atAddress } from "../email-address.ts";
import { type End, endOf, laterEnd } from "../ends.ts";
import { InvalidFields } from "../errors.ts";
import { groupSummary } from "../groups/groups.ts";
import { writeInvites } from "../invites/create-invites.ts";
import type { OverLimit, Share } from "../invites/daily-limits.ts";
import { existenceOfAll, lockShared } from "../locks.ts";
import { linkedAs } from "../pause-link.ts";
import { writeGroups } from "../users/change-groups.ts";
import { writeEnd } from "../users/set-membership-end.ts";
import type { RequestPolicy } from "./policy.ts";

/** What is given, and to whom. */
interface Granted {
  group: GroupDocument;
  hours: number | null;
  now: Date;
  policy: RequestPolicy;
  /** What is left of the daily limits on invites. */
  share: Share;
}

type Given = Partial<Pick<AccessRequestDocument, "until" | "zone" | "inviteId">>;

/**
 * Gives what was approved, from now on: a membership, or to whoever is not registered an invite that gives one from when it
 * is accepted. Part of the transaction of the approval.
 *
 * @throws GroupManaged; InvalidFields (`request`) where it can't be given now
 */
export async function grant(
  actor: Principal,
  { asker }: AccessRequestDocument,
  granted: Granted,
): Promise<Given> {
  const user = await userWhoAsks(asker);
  await lockShared(...existenceOfAll([granted.group._id]));
  return user ? join(actor, user, granted) : invite(actor, asker, granted);
}

/** Tells whether an approval would invite whoever asks. */
export async function wouldInvite(requestId: string): Promise<boolean> {
  const request = isValidObjectId(requestId) ? await AccessRequest.findById(requestId).lean() : null;
  return request?.status === "pending" && (await userWhoAsks(request.asker)) === null;
}

async function userWhoAsks(asker: AccessRequestDocument["asker"]): Promise<UserDocument | null> {
  return (
    (await User.findOne(linkedAs(asker)).lean()) ??
    User.findOne({ ...atAddress(asker.email), slack: { $exists: false } }).lean()
  );
}

async function join(
  actor: Principal,
  user: UserDocument,
  { group, hours, now, policy }: Granted,
): Promise<Given> {
  if (user.status !== "active")
    throw new InvalidFields({ request: `${user.name} is suspended. Reactivate them first, or deny this.` });
  const { _id: groupId } = group;
  const has = membershipsAt(user, now).find((each) => each.groupId.equals(groupId));
  const asked: End | null =
    hours === null ? null : { until: new Date(now.getTime() + hours * HOUR_MS), zone: policy.timeZone };
  const end = has ? laterEnd(endOf(has), asked) : asked;
  if (has) await writeEnd(actor, { user, now, current: has, group: groupSummary(group) }, end);
  else await writeGroups(actor, user, now, { gets: [groupId], loses: [] }, end);
  return end ? { until: end.until, zone: end.zone } : {};
}

async function invite(
  actor: Principal,
  { teamId, userId, email, name }: AccessRequestDocument["asker"],
  { group, hours, policy, share }: Granted,
): Promise<Given> {
  const request = {
    emails: [email],
    groupIds: [String(group._id)],
    expiryDays: policy.invites.expiryDays,
    ...(hours !== null && { lasting: { hours, zone: policy.timeZone } }),
    accounts: new Map([[email, { teamId, userId }]]),
  };
  const { outcomes } = await writeInvites(actor, request, policy.invites, share);
  const [outcome] = outcomes;
  if (outcome?.outcome === "invited") return { inviteId: new Types.ObjectId(outcome.inviteId) };
  const why = {
    pending: "has a pending invite. Approve this once they registered",
    user: "is registered, but with another account. Link it on their profile first",
    domain: "has an address that can’t be invited here",
    limit: limitText(outcome?.outcome === "limit" ? outcome.limit : "total"),
  }[outcome?.outcome ?? "limit"];
  throw new InvalidFields({ request: `${name} ${why}.` });
}

function limitText(limit: OverLimit): string {
  switch (limit) {
    case "address":
      return "got too many emails today. Try again tomorrow";
    case "admin":
      return "can’t be invited: you reached your daily limit of invites. Try again tomorrow, or have somebody else approve";
    case "total":
      return "can’t be invited: the daily limit of invites is reached. Try again tomorrow";
  }
}
