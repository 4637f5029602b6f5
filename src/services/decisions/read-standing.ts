import mongoose, { type mongo, type PipelineStage, Types } from "mongoose";
import { builtInGroupIds, Group } from "../../models/group.ts";
import { isAway, isTimeout } from "../../models/mongo-errors.ts";
import { User } from "../../models/user.ts";
import { DatabaseUnavailable } from "../errors.ts";
import { within } from "../within.ts";
import type { Standing } from "./decide.ts";
import {
  decidingGroup,
  groupFields,
  indexedUser,
  type StoredGroup,
  type StoredUser,
  userFields,
} from "./stored-access.ts";
import type { Subject } from "./subject.ts";

const PATIENCE_MS = 3_000;

/** What is known about someone, at a moment of database time in milliseconds. */
export interface KnownStanding {
  standing: Standing;
  now: number;
}

/**
 * Asks the database what is known about someone.
 *
 * @param from reads as of this place in the order of all changes, or later; null asks for everything acknowledged
 * @throws DatabaseUnavailable when it doesn't answer within 3 s
 */
export async function readStanding(subject: Subject, from: mongo.Timestamp | null): Promise<KnownStanding> {
  try {
    const known = await within(PATIENCE_MS, readFrom(subject, from));
    if (known) return known;
  } catch (error) {
    if (!isAway(error) && !isTimeout(error)) throw error;
  }
  throw new DatabaseUnavailable();
}

async function readFrom(subject: Subject, from: mongo.Timestamp | null): Promise<KnownStanding> {
  const session = await mongoose.connection.startSession({ causalConsistency: true });
  try {
    if (from) session.advanceOperationTime(from);
    else await confirmPrimary(session);
    return await read(subject, session);
  } finally {
    await session.endSession();
  }
}

/** Has a majority confirm that the primary still is one: later reads then include everything acknowledged before. */
async function confirmPrimary(session: mongoose.ClientSession): Promise<void> {
  await Group.findById(builtInGroupIds.users, { _id: 1 })
    .session(session)
    .read("primary")
    .readConcern("linearizable")
    .maxTimeMS(PATIENCE_MS)
    .lean();
}

async function read(subject: Subject, session: mongoose.ClientSession): Promise<KnownStanding> {
  const [user, another] = await User.aggregate<StoredUser & { groups: StoredGroup[]; now: Date }>(
    standing(subject),
  )
    .session(session)
    .read("primary")
    .readConcern("majority")
    .option({ maxTimeMS: PATIENCE_MS });
  if (!user || another) return { standing: { kind: "unknown" }, now: 0 };
  return { standing: standingOf(user, subject), now: user.now.getTime() };
}

function standing(subject: Subject): PipelineStage[] {
  return [
    { $match: filterFor(subject) },
    // If one account matches two users, it matches nobody.
    { $limit: 2 },
    { $project: userFields },
    {
      $lookup: {
        from: Group.collection.collectionName,
        localField: "memberships.groupId",
        foreignField: "_id",
        as: "groups",
        pipeline: [{ $project: groupFields }],
      },
    },
    { $set: { now: "$$NOW" } },
  ];
}

function filterFor(subject: Subject): Record<string, unknown> {
  switch (subject.by) {
    case "email":
      return { email: { $in: subject.spellings } };
    case "id":
      return { _id: new Types.ObjectId(subject.id) };
    case "account":
      // The team first, as in the index: it takes a few seeks.
      return { "slack.teamId": { $gt: "" }, "slack.userId": subject.userId };
  }
}

function standingOf(stored: StoredUser & { groups: readonly StoredGroup[] }, subject: Subject): Standing {
  const { id: userId, suspended, paused, memberships } = indexedUser(stored);
  if (suspended) return { kind: "suspended", userId };
  if (subject.by === "account" && paused) return { kind: "paused", userId };
  const groups = new Map(stored.groups.map((group) => [group._id.toHexString(), decidingGroup(group)]));
  return {
    kind: "active",
    userId,
    memberships: memberships.flatMap(({ groupId, since, until }) => {
      const group = groups.get(groupId);
      return group ? [{ group, since, until }] : [];
    }),
  };
}
