import { trusted } from "mongoose";
import { AccessRequest, type AccessRequestDocument, type Subject } from "../../models/access-request.ts";
import { nameOf } from "../../models/actor-record.ts";
import { type AdminApproval, builtInGroupIds, Group } from "../../models/group.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type Principal, recordOf } from "../actor.ts";
import { type End, endOf } from "../ends.ts";
import { InvalidFields } from "../errors.ts";
import { lockMembers } from "../groups/lock-members.ts";
import { adminWithAccount } from "../linked-accounts.ts";
import { actingUserId } from "../linked-user.ts";
import { NoOtherAdmin } from "./refusals.ts";
import { type Asking, withdrawRequests, writeRequests } from "./write-request.ts";

/** Someone to be put into Admin, and until when. */
export interface WantedAdmin {
  subject: Subject;
  /** When their membership ends; null for no end. */
  end: End | null;
  /** How long it lasts instead, from the approval. */
  hours?: number | undefined;
}

/** Names the invitee a pending invite is to put into Admin, for as long as it gives its other groups. */
export function wantedAdmin(invite: InviteDocument): WantedAdmin {
  const { _id: inviteId, email, account, groupsUntil, groupsZone, groupsHours } = invite;
  return {
    subject: { ...account, name: email, email, inviteId },
    end: endOf({ until: groupsUntil, zone: groupsZone }),
    hours: groupsHours,
  };
}

/**
 * Asks the other admins to approve putting someone into Admin. Part of the transaction of a change that left Admin out;
 * any error is thrown before anything that counts is written.
 *
 * An admin's word is the first of two. A program's doesn't count: its creator, or its token's holder, may be the
 * approver.
 *
 * @returns the ids of the requests, in the order given
 * @throws NoOtherAdmin; InvalidFields (`groups`) where a request for Admin is already waiting for one of them
 */
export async function askForAdmin(
  actor: Principal,
  approval: AdminApproval,
  wanted: readonly WantedAdmin[],
  now: Date,
): Promise<string[]> {
  // Simultaneous askers see each other, and the set of admins doesn't change.
  await lockMembers([admin]);
  const asker = await askerOf(actor);
  const { obstacles, outdated } = await look(asker, approval, wanted);
  const [refusal] = obstacles.filter((each) => each !== null);
  if (refusal) throw refusal;
  await withdrawRequests(actor, outdated, now);
  const { name: groupName } = await Group.findById(admin, { name: 1 }).orFail().lean();
  const asked = wanted.map(
    ({ subject, end, hours }): Asking => ({
      asker,
      subject,
      person: subject.userId ?? subject.email,
      groupId: admin,
      groupName,
      hours: hours ?? null,
      ...(end && { wanted: end }),
    }),
  );
  return writeRequests(actor, asked, approval.lapseDays, now);
}

/** Returns why asking would be refused, for each person; null where it wouldn't be. Asks nobody. */
export async function adminObstacles(
  actor: Principal,
  approval: AdminApproval,
  wanted: readonly WantedAdmin[],
): Promise<(NoOtherAdmin | InvalidFields | null)[]> {
  return (await look(await askerOf(actor), approval, wanted)).obstacles;
}

const { admin } = builtInGroupIds;

/** Names a user a request is for. */
export function subjectOf({ _id, name, email, slack }: SubjectUser): Subject {
  return { registeredId: _id, name, email, ...(slack && { teamId: slack.teamId, userId: slack.userId }) };
}
type SubjectUser = Pick<UserDocument, "_id" | "name" | "email" | "slack">;

type Asker = Asking["asker"];

async function askerOf(actor: Principal): Promise<Asker> {
  const self = await actingUserId(actor);
  const record = recordOf(actor);
  const { teamId, userId, name } = record;
  return actor.kind === "account"
    ? { teamId, userId, name, ...(self && { registeredId: self }) }
    : { name: nameOf(record) };
}

/** How many admins to read: two are needed, besides the person it is about and an asker who was linked anew. */
const ENOUGH = 4;

/** Finds what prevents asking for someone, and requests tied to an invite that no longer gives anything. */
async function look(asker: Asker, { owners }: AdminApproval, wanted: readonly WantedAdmin[]) {
  const waiting = await waitingFor(wanted.map(({ subject }) => subject));
  const outdated = await outdatedAmong(waiting);
  const except = asker.registeredId && { _id: { $ne: asker.registeredId } };
  const others = await User.find(trusted({ ...adminWithAccount, ...except }), { slack: 1 })
    .limit(ENOUGH)
    .lean();
  const isAnswerable = ({ registeredId, userId }: Subject) => {
    const able = others.filter(({ _id }) => !registeredId?.equals(_id));
    const accounts = new Set([...able.flatMap(({ slack }) => slack?.userId ?? []), ...owners]);
    for (const each of [asker.userId, userId]) if (each) accounts.delete(each);
    return accounts.size >= (asker.userId ? 1 : 2);
  };
  const obstacles = wanted.map(({ subject }) => {
    const persons = personsOf(subject);
    const other = waiting.find(
      (each) => persons.some((person) => person === each.person) && !outdated.includes(each),
    );
    if (other) return waitsAlready(other);
    return isAnswerable(subject) ? null : new NoOtherAdmin({ person: subject.name });
  });
  return { obstacles, outdated };
}

const personsOf = ({ email, userId }: Subject) => [email, ...(userId ? [userId] : [])];

async function waitingFor(subjects: readonly Subject[]): Promise<AccessRequestDocument[]> {
  const persons = subjects.flatMap(personsOf);
  return AccessRequest.find(
    trusted({ person: { $in: persons }, groupId: admin, status: "pending" as const }),
  ).lean();
}

/** Picks the requests tied to an invite that no longer gives anything. */
async function outdatedAmong(waiting: readonly AccessRequestDocument[]): Promise<AccessRequestDocument[]> {
  if (waiting.length === 0) return [];
  const inviteIds = waiting.flatMap(({ subject }) => subject?.inviteId ?? []);
  const giving = await Invite.find(
    { _id: { $in: inviteIds }, status: { $in: ["pending", "accepted"] } },
    { _id: 1 },
  ).lean();
  return waiting.filter(({ subject }) => {
    const { inviteId } = subject ?? {};
    return inviteId !== undefined && !giving.some(({ _id }) => _id.equals(inviteId));
  });
}

function waitsAlready({ subject, asker }: AccessRequestDocument): InvalidFields {
  return new InvalidFields({
    groups: `${subject?.name ?? asker.name} is already waiting for Admin: another admin has to approve it.`,
  });
}
