import mongoose, { Types } from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { connect, DatabaseUnusable, disconnect } from "../../src/models/connection.ts";
import { Draft } from "../../src/models/draft.ts";
import { Group } from "../../src/models/group.ts";
import { addedIndexes, indexFaults, uniqueIndexFaults } from "../../src/models/index-faults.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
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
  expect(await uniqueIndexFaults()).toEqual([]);
  for (const model of Object.values(mongoose.models)) {
    const made = (await model.listIndexes()).length;
    expect([model.modelName, made]).toEqual([model.modelName, model.schema.indexes().length + 1]);
  }
  expect(await Group.find().sort({ name: 1 }).lean()).toMatchObject([
    { name: "Admin", services: "all", projects: "all", regions: "all", builtIn: true },
    { name: "Auditors", services: [], projects: [], regions: [], builtIn: true },
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
  expect(await uniqueIndexFaults()).toEqual([]);
});

test.each([
  ["made with a collation", { collation: { locale: "en", strength: 2 } }, "made with a collation"],
  ["capped", { capped: true, size: 1_000_000 }, "capped"],
  ["a view", { viewOn: "invites", pipeline: [] }, "a view"],
  ["a time series", { timeseries: { timeField: "at" } }, "a timeseries"],
])(
  "a collection that is %s is not built on: the start says how to put it aside",
  async (_what, options, is) => {
    const drafts = Draft.collection.collectionName;
    await Draft.collection.drop();
    await Draft.db.createCollection(drafts, options);
    await expect(ensureIndexes()).rejects.toThrow(
      new DatabaseUnusable(
        `The collection ${drafts} is not what the app needs: it is ${is}${is.endsWith("collation") ? ", which its indexes take over" : ""}. Rename it, in mongosh: db.${drafts}.renameCollection("${drafts}_old"). The app makes the right one when it starts; copy what was in the old one into it.`,
      ),
    );
    await Draft.collection.drop();
    await ensureIndexes();
    expect(await uniqueIndexFaults()).toEqual([]);
  },
);

describe("an index of the right name that is another one", () => {
  const others = [
    {
      is: "not unique",
      model: Invite,
      name: "one_pending_per_address",
      keys: { email: 1 as const },
      options: { partialFilterExpression: { status: "pending" } },
      because: "it is not unique",
    },
    {
      is: "for other documents",
      model: Invite,
      name: "one_pending_per_address",
      keys: { email: 1 as const },
      options: { unique: true, partialFilterExpression: { status: "queued" } },
      because: 'it is for {"status":"queued"} alone',
    },
    {
      is: "over other keys",
      model: Group,
      name: "one_group_per_name",
      keys: { name: 1 as const },
      options: { unique: true },
      because: 'its keys are {"name":1}',
    },
    {
      is: "of another collation",
      model: User,
      name: "by_name",
      keys: { name: 1 as const, _id: 1 as const },
      options: { collation: { locale: "en", strength: 2, numericOrdering: true } },
      because: "its collation is another",
    },
    {
      is: "one that removes sooner",
      model: Job,
      name: "settledAt_1",
      keys: { settledAt: 1 as const },
      options: { expireAfterSeconds: 60 },
      because: "it removes documents after 60 seconds",
    },
  ];
  test.each(others)(
    "$is, ends the start with a sentence",
    async ({ model, name, keys, options, because }) => {
      await model.collection.dropIndex(name);
      await model.collection.createIndex(keys, { ...options, name });
      const collection = model.collection.collectionName;
      const said = `The index ${name} of ${collection} is not what the app needs: ${because}. Drop it, in mongosh: db.${collection}.dropIndex("${name}"). The app builds the right one when it starts.`;
      await expect(ensureIndexes()).rejects.toThrow(new DatabaseUnusable(said));
      expect((await indexFaults()).map(({ drop }) => drop)).toEqual([said]);
      await model.collection.dropIndex(name);
      await ensureIndexes();
      expect(await indexFaults()).toEqual([]);
    },
  );

  test("has another name: it is in the way all the same", async () => {
    await Group.collection.dropIndex("one_group_per_name");
    await Group.collection.createIndex({ nameKey: 1 }, { unique: true, name: "mine" });
    const said = /^The index mine of groups is in the way of one_group_per_name\. Drop it/;
    await expect(ensureIndexes()).rejects.toThrow(said);
    await Group.collection.dropIndex("mine");
    await ensureIndexes();
  });

  test("is nobody's of ours: one that refuses or removes what the app writes is named, and the start goes on", async () => {
    await AuditEvent.collection.createIndex({ at: 1 }, { expireAfterSeconds: 60, name: "short_log" });
    await User.collection.createIndex({ name: 1 }, { unique: true, name: "one_name" });
    await User.collection.createIndex({ timeZone: 1 }, { name: "harmless" });
    const named = [
      'The index short_log of auditevents is not the app\'s, and it removes documents after 60 seconds. Unless a newer version made it, drop it, in mongosh: db.auditevents.dropIndex("short_log").',
      'The index one_name of users is not the app\'s, and it refuses documents that share name. Unless a newer version made it, drop it, in mongosh: db.users.dropIndex("one_name").',
    ];
    expect(await ensureIndexes()).toEqual(named);
    expect(await addedIndexes()).toEqual(named);
    expect(await indexFaults()).toEqual([]);
    await AuditEvent.collection.dropIndex("short_log");
    for (const name of ["one_name", "harmless"]) await User.collection.dropIndex(name);
    expect(await ensureIndexes()).toEqual([]);
  });

  test("is another one for MongoDB alone: what it says is passed on", async () => {
    await Job.collection.dropIndex("settledAt_1");
    await Job.collection.createIndex({ settledAt: 1 }, { expireAfterSeconds: 60, name: "mine" });
    await expect(ensureIndexes()).rejects.toThrow(
      /^MongoDB can't make the indexes of outboxmessages: .*mine.* Drop the index that it names, and start again\.$/,
    );
    await Job.collection.dropIndex("mine");
    await ensureIndexes();
  });
});
