import mongoose, { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { connect, DatabaseUnusable, disconnect } from "../../src/models/connection.ts";
import { Group } from "../../src/models/group.ts";
import { ensureIndexes, missingUniqueIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { seedGroups, usersGroupId } from "../../src/services/groups/groups.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { mia, policy } from "../support/acting.ts";
import { freshDatabase } from "../support/setup/database.ts";

beforeAll(() => connect(freshDatabase().uri));
afterAll(disconnect);

async function invited(email: string): Promise<string> {
  const request = { emails: [email], groupIds: [usersGroupId], expiryDays: 7 };
  const [outcome] = await createInvites(mia, request, policy);
  if (outcome?.outcome !== "invited") throw new Error(`${email}: ${outcome?.outcome}`);
  return outcome.inviteId;
}

test("many processes that start at once make each index and group once", async () => {
  await Promise.all(Array.from({ length: 5 }, () => ensureIndexes().then(seedGroups)));
  expect(await missingUniqueIndexes()).toEqual([]);
  for (const model of Object.values(mongoose.models)) {
    const made = (await model.listIndexes()).length;
    expect([model.modelName, made]).toEqual([model.modelName, model.schema.indexes().length + 1]);
  }
  expect(await Group.find().sort({ name: 1 }).lean()).toMatchObject([
    { name: "Admin", services: "all", projects: "all", regions: "all", builtIn: true },
    { name: "Users", services: ["Tickets"], projects: [], regions: [], builtIn: true },
  ]);
});

test("what an admin changed in a built-in group survives the next start", async () => {
  await Group.updateOne({ name: "Users" }, { services: ["Tickets", "Wiki"] });
  await seedGroups();
  expect(await Group.findOne({ name: "Users" }).lean()).toMatchObject({ services: ["Tickets", "Wiki"] });
});

test("the database itself refuses a second pending invite for an address, and allows settled ones", async () => {
  const id = await invited("once@example.com");
  const { _id, ...facts } = await Invite.findById(id).orFail().lean();
  const copy = (status: "pending" | "cancelled") =>
    Invite.insertMany([{ ...facts, _id: new Types.ObjectId(), status }]);
  await expect(copy("pending")).rejects.toThrow(/one_pending_per_address/);
  await copy("cancelled");
  await copy("cancelled");
  await Invite.updateOne({ _id }, { status: "expired" });
  await copy("pending");
});

test("each change leaves one audit event, with what was before and after", async () => {
  const id = await invited("audited@example.com");
  await resendInvite(mia, id, 1, policy);
  await cancelInvite(mia, id, 2);
  const { expiresAt } = await Invite.findById(id).orFail().lean();
  const events = await AuditEvent.find({ "target.id": id }).sort({ _id: 1 }).lean();
  const created = { email: "audited@example.com", groups: [usersGroupId], expiresAt: expect.any(Date) };
  expect(events.map(({ action, before, after }) => [action, before, after])).toEqual([
    ["invite.created", null, created],
    ["invite.resent", { generation: 1 }, { generation: 2, expiresAt }],
    ["invite.cancelled", { status: "pending" }, { status: "cancelled" }],
  ]);
  for (const { at, actor, about } of events) {
    expect(at).toBeInstanceOf(Date);
    expect(actor).toEqual({
      kind: "slack",
      name: "Mia Chen",
      email: "mia@acme.io",
      teamId: mia.teamId,
      userId: mia.userId,
    });
    expect(about).toEqual([id, "audited@example.com", usersGroupId]);
  }
});

test("an expired invite is not sent again to an address that registered through another", async () => {
  const first = await invited("both@example.com");
  await Invite.updateOne({ _id: first }, { status: "expired" });
  const second = await invited("both@example.com");
  await acceptInvite({ inviteId: second, generation: 1 }, { name: "Bo Th", timeZone: "UTC" }, "nonce");
  await expect(resendInvite(mia, first, 1, policy)).rejects.toMatchObject({ code: "already_registered" });
  expect(await Invite.findById(first).lean()).toMatchObject({ status: "expired", generation: 1 });
});

test("an index that is missing is made at the next start; where duplicates forbid it, they are named", async () => {
  await Invite.collection.dropIndex("one_pending_per_address");
  const id = await invited("double@example.com");
  const { _id, ...facts } = await Invite.findById(id).orFail().lean();
  const copy = { ...facts, _id: new Types.ObjectId() };
  await Invite.collection.insertOne(copy);
  await expect(ensureIndexes()).rejects.toThrow(
    new DatabaseUnusable(
      "MongoDB can't make the unique index one_pending_per_address: in invites, email must differ, but these stand more than once: double@example.com (2 times). Remove all but one of each, and start again.",
    ),
  );
  await Invite.deleteOne({ _id: copy._id });
  await ensureIndexes();
  expect(await missingUniqueIndexes()).toEqual([]);
});
