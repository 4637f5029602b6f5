import { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { beginSending } from "../../src/services/invites/begin-sending.ts";
import { cancelHandled } from "../../src/services/invites/cancel-handled.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { openInvitation } from "../../src/services/invites/open-invitation.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { reactivateUser, suspendUser } from "../../src/services/users/suspend-user.ts";
import { keepWriting } from "../support/faults/keep-writing.ts";
import { actorOf, seedAdmin } from "../support/slack/seed.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

const INVITES = process.env.FAULTS === "full" ? 5_000 : 450;

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
  await seedAdmin(world.mia);
});
afterEach(() => world.ends());

/** Makes Eve, an admin, with so many pending invites of hers. */
async function eveInvites() {
  const eve = world.slack.addPerson({ name: "Eve Adams", email: "eve@acme.io" });
  await seedAdmin(eve);
  const request = { emails: ["one@example.com"], groupIds: [String(builtInGroupIds.users)], expiryDays: 7 };
  await createInvites(actorOf(eve), request, { ...world.policy, undoSeconds: 3_600 });
  const one = await Invite.findOne({ email: "one@example.com" }).orFail().lean();
  const copies = Array.from({ length: INVITES - 1 }, (_, number) => ({
    ...one,
    _id: new Types.ObjectId(),
    email: `invited.${number}@example.com`,
  }));
  await Invite.insertMany(copies, { lean: true });
  const { _id } = await User.findOne({ email: "eve@acme.io" }).orFail().lean();
  return { eve: actorOf(eve), id: _id };
}

test(`a suspension takes ${INVITES} invites with it while they are written to: their links stop at once, and they are cancelled batch by batch, even if processes die`, async () => {
  const { eve, id } = await eveInvites();
  const mia = world.actor();
  const version = async () => (await userProfile(mia, String(id))).version;
  // As delivery reports do.
  const stop = keepWriting((count) =>
    Invite.updateOne(
      { email: `invited.${(count * 7) % (INVITES - 1)}@example.com` },
      { "delivery.at": new Date() },
    ),
  );
  expect(await suspendUser(mia, await version(), "cancel")).toEqual({ invites: INVITES, underWay: true });
  const [suspension] = await AuditEvent.find({ action: "user.suspended" }).lean();
  expect(suspension?.after).toEqual({ status: "suspended", invitesToCancel: INVITES });

  // Dead at once.
  const link = async (email: string) => {
    const { _id, generation, keyId } = await Invite.findOne({ email }).orFail().lean();
    return { inviteId: String(_id), generation, keyId };
  };
  const last = await link(`invited.${INVITES - 2}@example.com`);
  expect(await openInvitation(last, "Acme")).toMatchObject({ state: "cancelled" });
  expect(await acceptInvite(last, { name: "Ann", timeZone: "UTC" }, "nonce")).toBe(false);
  expect(await beginSending({ inviteId: new Types.ObjectId(last.inviteId), generation: 1 })).toBeNull();
  expect(await Invite.findById(last.inviteId).lean()).toMatchObject({ status: "pending" });

  // Somebody began and died. What Mia sends again, and what Eve sends once she is back, are not meant.
  expect(await cancelHandled(id)).toBe(true);
  const kept = await link("invited.300@example.com");
  await resendInvite(mia, kept.inviteId, 1, world.policy);
  expect(await openInvitation({ ...kept, generation: 2 }, "Acme")).toMatchObject({ state: "open" });
  await reactivateUser(mia, await version());
  const request = { emails: ["later@example.com"], groupIds: [String(builtInGroupIds.users)], expiryDays: 7 };
  await createInvites(eve, request, world.policy);

  const worker = world.starts();
  await expect.poll(() => User.exists({ cancelling: { $exists: true } })).toBeNull();
  await worker.idle();
  expect(await stop()).toBeGreaterThan(0);
  const left = await Invite.find({ status: "pending" }).sort({ email: 1 }).lean();
  expect(left.map(({ email }) => email)).toEqual(["invited.300@example.com", "later@example.com"]);
  const events = await AuditEvent.find({ action: "invite.cancelled" }).lean();
  expect(new Set(events.map(({ target }) => target.id)).size).toBe(INVITES - 1);
  expect(events).toHaveLength(INVITES - 1);
  expect(events.every(({ actor, about }) => actor.name === "Mia Chen" && about.includes(String(id)))).toBe(
    true,
  );
});
