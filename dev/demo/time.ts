import mongoose, { type mongo, trusted } from "mongoose";
import { Counter } from "../../src/models/counter.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { expireOverdue } from "../../src/services/invites/expire-invites.ts";
import { databaseTime, inTransaction } from "../../src/services/transaction.ts";

const HOUR_MS = 60 * 60 * 1000;

/**
 * Lets time pass: every document grows older, overdue invites expire, and jobs due in that time count as carried out.
 * The seed calls services in the order of the story, and this in between.
 */
export async function hoursPass(hours: number): Promise<void> {
  await growOlder(hours * HOUR_MS);
  await Counter.deleteMany();
  const emails = await Invite.distinct("email", { status: "pending", expiresAt: { $lte: new Date() } });
  if (emails.length > 0)
    await inTransaction(async () => expireOverdue({ email: { $in: emails } }, await databaseTime()));
  await Job.updateMany(
    trusted({ status: "waiting" as const, $expr: { $lte: ["$dueAt", "$$NOW"] } }),
    [{ $set: { status: "done", settledAt: "$$NOW" } }],
    { updatePipeline: true },
  );
}

/** Makes one invite older, so that its reminder or its expiry is near. */
export async function inviteGrowsOlder(email: string, ms: number): Promise<void> {
  const invite = await Invite.findOne({ email, status: "pending" }, { _id: 1 }).lean();
  if (!invite) throw new Error(`${email} has no pending invite.`);
  const { _id } = invite;
  await growOlder(ms, { $or: [{ _id }, { "facts.inviteId": _id }, { "target.id": String(_id) }] });
}

async function growOlder(ms: number, which: mongo.Filter<mongo.Document> = {}): Promise<void> {
  for (const { collection } of Object.values(mongoose.models)) {
    const rows = await collection.find(which).toArray();
    if (rows.length === 0) continue;
    await collection.bulkWrite(
      rows.map(({ _id, ...row }) => ({
        replaceOne: { filter: { _id }, replacement: movedBack(row, ms) },
      })),
    );
  }
}

/** Copies a value, moving every date in it back. */
function movedBack<T>(value: T, ms: number): T;
function movedBack(value: unknown, ms: number): unknown {
  if (value instanceof Date) return new Date(value.getTime() - ms);
  if (Array.isArray(value)) return value.map((each) => movedBack(each, ms));
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, movedBack(each, ms)]));
}
