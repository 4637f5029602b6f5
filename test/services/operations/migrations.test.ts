import mongoose from "mongoose";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { Migration as State } from "../../../src/models/migration.ts";
import { User } from "../../../src/models/user.ts";
import { closeDatabase, openDatabase } from "../../../src/services/operations/database.ts";
import { migrations } from "../../../src/services/operations/migrations/list.ts";
import { type Migration, rewriting } from "../../../src/services/operations/migrations/migration.ts";
import { takeWalk } from "../../../src/services/operations/walk-migration.ts";
import { databaseTime } from "../../../src/services/transaction.ts";
import { startMigrations } from "../../../src/worker/run-migrations.ts";
import { oldUser } from "../../support/old-version.ts";
import { freshDatabase } from "../../support/setup/database.ts";

const hasty = { restMs: 5, tellMs: 0, retryMs: 5, againMs: 3_600_000 };
const running: { stop(): Promise<void> }[] = [];
let lines: Record<string, unknown>[] = [];
/** The numbers of the boxes in the order in which they were rewritten. */
let rewritten: number[] = [];

beforeAll(() => openDatabase(freshDatabase().uri));
afterAll(closeDatabase);
beforeEach(async () => {
  lines = [];
  rewritten = [];
  await Promise.all([
    State.deleteMany({}),
    User.deleteMany({}),

    boxes().deleteMany({}),
  ]);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

const boxes = () => mongoose.connection.collection<{ _id: number; size: string }>("boxes");

/** Every box has its size as a word, and is to have it as a letter. */
const boxSizes: Migration = rewriting({
  id: "900-box-sizes",
  title: "Writes the sizes of boxes as letters",
  collection: "boxes",
  pending: { size: "large" },
  shape: z.object({ _id: z.number() }),
  rewrite: ({ _id }) => {
    rewritten.push(_id);
    return { size: "L" };
  },
});

async function largeBoxes(count: number): Promise<number[]> {
  const ids = Array.from({ length: count }, (_, n) => n);
  await boxes().insertMany(ids.map((_id) => ({ _id, size: "large" })));
  return ids;
}

/** A process that starts, with nothing but its migrations. */
function starts(list: readonly Migration[], pace = hasty) {
  const log = pino({ level: "debug" }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const started = startMigrations(list, log, pace);
  running.push(started);
  return started;
}

async function areDone(list: readonly Migration[], since = new Date(0)): Promise<void> {
  const done = { _id: { $in: list.map(({ id }) => id) }, doneAt: { $gte: since } };
  await expect.poll(() => State.countDocuments(done)).toBe(list.length);
}

test("three processes start at once: each document is rewritten once", async () => {
  const ids = await largeBoxes(1_700);
  for (const _ of [1, 2, 3]) starts([boxSizes]);
  const migrated = () => lines.filter(({ msg }) => msg === "migrated");
  await expect.poll(migrated).not.toEqual([]);
  await Promise.all(running.splice(0).map((each) => each.stop()));
  expect(rewritten).toEqual(ids);
  expect(await boxes().countDocuments({ size: "L" })).toBe(ids.length);
  expect(migrated()).toMatchObject([{ migration: "900-box-sizes", changed: ids.length }]);
});

test("the log shows the progress", async () => {
  await largeBoxes(1_200);
  starts([boxSizes]);
  await areDone([boxSizes]);
  const about = { migration: "900-box-sizes", of: 1_200, msg: "Writes the sizes of boxes as letters" };
  expect(lines.slice(0, 3)).toMatchObject(
    [500, 1_000, 1_200].map((passed) => ({ ...about, passed, changed: passed })),
  );
});

test("a process is killed between two batches: another goes on from there once its lease has ended", async () => {
  const ids = await largeBoxes(10);
  const dying = await takeWalk(boxSizes, 4);
  expect(await dying?.next()).toBe("more");
  expect(await takeWalk(boxSizes, 4)).toBeNull();
  await State.updateOne({ _id: boxSizes.id }, { leaseExpiresAt: new Date(0) });

  const heir = await takeWalk(boxSizes, 4);
  expect(heir).toMatchObject({ passed: 4, found: 4 });
  expect(await heir?.next()).toBe("more");
  // It only seemed dead: it may have rewritten some once more, and notices that it lost them.
  expect(await dying?.next()).toBe("lost");
  expect(await heir?.next()).toBe("more");
  expect(await heir?.next()).toBe("end");
  expect(rewritten).toEqual(ids);
  // The walk found some: only the next one shows that none is left.
  expect(await State.exists({ _id: boxSizes.id, doneAt: { $exists: true } })).toBeNull();
  starts([boxSizes]);
  await areDone([boxSizes]);
});

test("a process that stops lets go after its current batch, and the next one goes on from there", async () => {
  const ids = await largeBoxes(1_200);
  let stopped: Promise<void> | undefined;
  const stopsInTheFirst: Migration = {
    ...boxSizes,
    migrateAfter: (position, most) => {
      stopped ??= first.stop();
      return boxSizes.migrateAfter(position, most);
    },
  };
  const first = starts([stopsInTheFirst]);
  await expect.poll(() => stopped !== undefined).toBe(true);
  await stopped;
  const state = await State.findById(boxSizes.id).orFail().lean();
  expect(state).toMatchObject({ passed: 500, found: 500, position: 499 });
  expect(state).not.toHaveProperty("lease");
  starts([boxSizes]);
  await areDone([boxSizes]);
  expect(rewritten).toEqual(ids);
});

test("a migration that breaks off is logged and retried, and later ones wait", async () => {
  await largeBoxes(3);
  let faults = 2;
  const faulty: Migration = {
    ...boxSizes,
    migrateAfter: async (position, most) => {
      if (faults-- > 0) throw new Error("a fault of ours");
      return boxSizes.migrateAfter(position, most);
    },
  };
  starts([faulty, ...migrations]);
  await areDone([faulty, ...migrations]);
  const broken = lines.filter(({ msg }) => msg === "a migration failed; will retry");
  expect(broken).toMatchObject([1, 2].map(() => ({ level: 50, migration: "900-box-sizes" })));
});

const guest = () => oldUser(1, "a guest");
const pausedAs = async (code: string) =>
  expect.poll(() => User.exists({ "slack.paused.code": code })).not.toBeNull();

test("what an older version writes after the first walk is picked up at the next start", async () => {
  starts(migrations);
  await areDone(migrations);
  await User.collection.insertOne(guest());
  starts(migrations);
  await pausedAs("guest");
});

test("a finished migration isn't walked again at the next start, unless something old is there", async () => {
  await largeBoxes(3);
  starts([boxSizes]);
  await areDone([boxSizes]);
  let batches = 0;
  const counted: Migration = {
    ...boxSizes,
    migrateAfter: async (position, most) => {
      batches += 1;
      return boxSizes.migrateAfter(position, most);
    },
  };
  const since = await databaseTime();
  starts([counted]);
  await areDone([counted], since);
  expect(batches).toBe(0);
  await boxes().insertOne({ _id: 4, size: "large" });
  starts([counted]);
  await expect.poll(() => boxes().findOne({ _id: 4 })).toMatchObject({ size: "L" });
  expect(batches).toBeGreaterThan(0);
});

test("and by a running process, once the older ones are stopped", async () => {
  const again = { ...hasty, againMs: 300 };
  await User.collection.insertOne(oldUser(2, "a bot"));
  starts([...migrations], again);
  await pausedAs("bot");
  await User.collection.insertOne(guest());
  await pausedAs("guest");
});

test("a process that starts later doesn't rely on a walk that began before", async () => {
  starts(migrations);
  await areDone(migrations);
  const since = await databaseTime();
  starts(migrations);
  await areDone(migrations, since);
});

test("what someone writes while a document is being rewritten stays", async () => {
  await largeBoxes(2);
  const held = { failCommands: ["update"], blockConnection: true, blockTimeMS: 300 };
  await mongoose.connection.db
    ?.admin()
    .command({ configureFailPoint: "failCommand", mode: { times: 1 }, data: held });
  const migrating = boxSizes.migrateAfter(undefined, 10);
  await expect.poll(() => rewritten).toEqual([0, 1]);
  await boxes().findOneAndUpdate({ _id: 0 }, { $set: { size: "small" } });
  await migrating;
  expect(await boxes().find().sort({ _id: 1 }).toArray()).toEqual([
    { _id: 0, size: "small" },
    { _id: 1, size: "L" },
  ]);
});
