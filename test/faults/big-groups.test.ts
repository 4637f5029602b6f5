import { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User, type UserDocument } from "../../src/models/user.ts";
import { readAuditLog } from "../../src/services/audit/read-audit-log.ts";
import { deleteGroup } from "../../src/services/groups/delete-group.ts";
import { usersGroupId } from "../../src/services/groups/groups.ts";
import { groupsToChoose } from "../../src/services/groups/groups-to-choose.ts";
import { leaveDeletedGroup } from "../../src/services/groups/leave-group.ts";
import { groupToChange } from "../../src/services/groups/open-group.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { pendingInvite } from "../../src/services/invites/list-invites.ts";
import { openInvitation } from "../../src/services/invites/open-invitation.ts";
import { changeGroups } from "../../src/services/users/change-groups.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { keepWriting } from "../support/faults/keep-writing.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

const MEMBERS = process.env.FAULTS === "full" ? 20_000 : 1_500;
const INVITES = 600;

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

const nothing = { all: false, names: [] };
const fleet = {
  name: "Fleet",
  description: "",
  services: { all: false, names: ["Trucks"] },
  projects: nothing,
  regions: nothing,
};

async function membersOf(groupId: Types.ObjectId): Promise<void> {
  const by = { kind: "system" as const, name: "the operator" };
  const member = (number: number): UserDocument => ({
    _id: new Types.ObjectId(),
    email: `member.${number}@example.com`,
    name: `Member ${number}`,
    timeZone: "UTC",
    status: "active",
    memberships: [{ groupId, since: new Date(), by }],
    invitedBy: by,
    registeredAt: new Date(),
    words: [`member.${number}`],
  });
  await User.insertMany(
    Array.from({ length: MEMBERS }, (_, number) => member(number)),
    { lean: true },
  );
}

async function invitesInto(groupId: Types.ObjectId): Promise<void> {
  const [id = ""] = await world.invites(["one@example.com"], { undoSeconds: 3_600 });
  const invite = await Invite.findById(id).orFail().lean();
  await Invite.updateOne({ _id: id }, { groupIds: [groupId] });
  const copies = Array.from({ length: INVITES - 1 }, (_, number) => ({
    ...invite,
    _id: new Types.ObjectId(),
    email: `invited.${number}@example.com`,
    groupIds: [groupId],
  }));
  await Invite.insertMany(copies, { lean: true });
}

test(`deleting a group of ${MEMBERS} while members are written to takes effect at once; members are removed batch by batch, even if processes die`, async () => {
  const ada = world.actor();
  const { groupId } = await createGroup(ada, fleet);
  const id = new Types.ObjectId(groupId);
  await membersOf(id);
  await invitesInto(id);
  const last = await User.findOne({ email: `member.${MEMBERS - 1}@example.com` })
    .orFail()
    .lean();
  const seen = (await userProfile(ada, String(last._id))).version;
  const stop = keepWriting((count) =>
    User.updateOne({ email: `member.${(count * 7) % MEMBERS}@example.com` }, { title: `${count}` }),
  );

  const { memberCount } = await groupToChange(ada, groupId);
  expect(memberCount).toBe(1_001);
  const deleted = await deleteGroup(ada, groupId, 1);
  expect(deleted).toEqual({ name: "Fleet", members: MEMBERS, pendingInvites: INVITES });
  expect(await User.countDocuments({ "memberships.groupId": id })).toBe(MEMBERS);

  // Gone at once, wherever one looks.
  const gone = async () => {
    expect((await groupsToChoose(ada)).map(({ name }) => name)).toEqual(["Admin", "Auditors", "Users"]);
    const profile = await userProfile(ada, String(last._id));
    expect(profile.groups).toEqual([]);
    const history = await readAuditLog(ada, last.email, null);
    expect(history.rows.map(({ action, before }) => [action, before?.members])).toEqual([
      ["group.deleted", MEMBERS],
      ["group.created", undefined],
    ]);
    return profile.version;
  };
  const afterwards = await gone();
  await expect(changeGroups(ada, seen, [groupId])).rejects.toMatchObject({ code: "user_changed" });
  await expect(changeGroups(ada, afterwards, [groupId])).rejects.toMatchObject({ code: "invalid_fields" });
  const invited = await Invite.findOne({ email: "invited.7@example.com" }).orFail().lean();
  const link = { inviteId: String(invited._id), generation: 1, keyId: invited.keyId };
  expect(await openInvitation(link, "Acme")).toMatchObject({ state: "open", groups: [{ name: "Users" }] });
  expect(await pendingInvite(ada, link.inviteId, 1)).toMatchObject({ groupIds: [usersGroupId] });
  expect(await acceptInvite(link, { name: "Eve Adams", timeZone: "UTC" }, "nonce")).toBe(true);
  const eve = await User.findOne({ email: "invited.7@example.com" }).orFail().lean();
  expect(eve.memberships.map(({ groupId: each }) => String(each))).toEqual([usersGroupId]);

  // Somebody began and died; the name is free meanwhile.
  expect(await leaveDeletedGroup(id)).toBe(true);
  expect(await gone()).toMatchObject({ state: afterwards.state });
  const again = await createGroup(ada, fleet);
  const worker = world.starts();
  await expect.poll(() => Job.countDocuments({ kind: "leave-group", status: "waiting" })).toBe(0);
  await worker.idle();
  expect(await stop()).toBeGreaterThan(0);
  expect(await User.countDocuments({ "memberships.groupId": id })).toBe(0);
  expect(await Invite.countDocuments({ groupIds: id, status: "pending" })).toBe(0);
  expect(await Invite.countDocuments({ groupIds: usersGroupId, status: "pending" })).toBe(INVITES - 1);
  await deleteGroup(ada, again.groupId, 1);
  await gone();
  expect(await AuditEvent.countDocuments({ "target.id": groupId, action: "group.deleted" })).toBe(1);
});
