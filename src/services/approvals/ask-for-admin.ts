import { trusted } from "mongoose";
import { AccessRequest, type Subject } from "../../models/access-request.ts";
import { nameOf } from "../../models/actor-record.ts";
import { type AdminApproval, builtInGroupIds, Group } from "../../models/group.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { adminWithAccount } from "../authorize.ts";
import { type End, endOf } from "../ends.ts";
import { InvalidFields, NoOtherAdmin } from "../errors.ts";
import { lockMembers } from "../groups/lock-members.ts";
import { actingUserId } from "../pause-link.ts";
import { requestEvent } from "./request-event.ts";
import { type Asking, writeRequests } from "./write-request.ts";

/** Whom somebody wants in Admin, and until when. */
export interface WantedAdmin {
  subject: Subject;
  /** When their membership ends; null for no end. */
  end: End | null;
  /** For how long it lasts instead, from the approval. */
  hours?: number | undefined;
}

/** Names whom a pending invite is to put into Admin, for as long as it gives its other groups. */
export function wantedAdmin(invite: InviteDocument): WantedAdmin {
  const { _id: inviteId, email, account, groupsUntil, groupsZone, groupsHours } = invite;
  return {
    subject: { ...account, name: email, email, inviteId },
    end: endOf({ until: groupsUntil, zone: groupsZone }),
    hours: groupsHours,
  };
}

/**
 * Asks the other admins to approve that somebody gets into Admin. Part of the transaction of a change that left Admin out.
 *
 * An admin's word is the first of two. A program's is none: whoever made it, or has its token, may be who approves.
 *
 * @returns the ids of the requests, in their order
 * @throws NoOtherAdmin; InvalidFields (`groups`) where somebody waits for Admin already
 */
export async function askForAdmin(
  actor: Principal,
  approval: AdminApproval,
  wanted: readonly WantedAdmin[],
  now: Date,
): Promise<string[]> {
  const self = await actingUserId(actor);
  const record = recordOf(actor);
  const { teamId, userId, name } = record;
  const asker =
    actor.kind === "account"
      ? { teamId, userId, name, ...(self && { registeredId: self }) }
      : { name: nameOf(record) };
  // Two who ask at once see each other, and the admins stay who they are.
  await lockMembers([admin]);
  await dropOutdated(
    actor,
    wanted.map(({ subject }) => subject),
    now,
  );
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
  for (const each of asked) await assertAnswerable(each, approval);
  return writeRequests(actor, asked, approval.lapseDays, now);
}

const { admin } = builtInGroupIds;

/** Names a user whom a request is for. */
export function subjectOf({ _id, name, email, slack }: SubjectUser): Subject {
  return { registeredId: _id, name, email, ...(slack && { teamId: slack.teamId, userId: slack.userId }) };
}
type SubjectUser = Pick<UserDocument, "_id" | "name" | "email" | "slack">;

/** Makes sure that as many others as are needed could approve. @throws NoOtherAdmin */
async function assertAnswerable({ asker, subject }: Asking, { owners }: AdminApproval): Promise<void> {
  const concerned = [asker, subject].flatMap((each) => each?.registeredId ?? []);
  const others = await User.find(trusted({ ...adminWithAccount, _id: { $nin: concerned } }), { slack: 1 })
    .limit(2)
    .lean();
  const accounts = new Set([...others.flatMap(({ slack }) => slack?.userId ?? []), ...owners]);
  for (const each of [asker, subject]) if (each?.userId) accounts.delete(each.userId);
  if (accounts.size < (asker.userId ? 1 : 2)) throw new NoOtherAdmin({ person: subject?.name ?? asker.name });
}

/** Withdraws what was asked for with an invite that gives nothing any more. @throws InvalidFields (`groups`) where somebody waits still */
async function dropOutdated(actor: Principal, subjects: readonly Subject[], now: Date): Promise<void> {
  const persons = subjects.flatMap(({ email, userId }) => [email, ...(userId ? [userId] : [])]);
  const waiting = await AccessRequest.find(
    trusted({ person: { $in: persons }, groupId: admin, status: "pending" as const }),
  ).lean();
  for (const request of waiting) {
    const { inviteId, name } = request.subject ?? {};
    const open =
      inviteId && (await Invite.exists({ _id: inviteId, status: { $in: ["pending", "accepted"] } }));
    if (!inviteId || open)
      throw new InvalidFields({
        groups: `${name ?? request.asker.name} waits for Admin already: another admin has to approve that.`,
      });
    await AccessRequest.updateOne(
      { _id: request._id, status: "pending" },
      { $set: { status: "withdrawn", settledAt: now, settledBy: recordOf(actor) }, $inc: { version: 1 } },
    );
    await recordAudit(actor, now, {
      ...requestEvent("request.withdrawn", request),
      before: { status: "pending" },
      after: { status: "withdrawn" },
    });
  }
}
