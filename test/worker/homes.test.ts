import { afterEach, beforeEach, expect, test } from "vitest";
import { HomeTab } from "../../src/models/home-tab.ts";
import { Job } from "../../src/models/job.ts";
import { redrawHomes, rememberPublished } from "../../src/slack/state/home-tabs.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

const opened = (userId: string, shows: "overview" | "profile") =>
  HomeTab.create({ _id: `T1:${userId}`, openedAt: new Date(), shows });

async function changes(times: number, whose: "admins" | "all"): Promise<void> {
  for (let done = 0; done < times; done += 1) await redrawHomes(new Date(), whose);
}

test("100 changes publish each admin’s Home once, and that of nobody who does not see them", async () => {
  await Promise.all([opened("U1", "overview"), opened("U2", "overview"), opened("U3", "profile")]);
  await changes(100, "admins");
  await world.makesDue();
  const outbox = world.starts();
  await outbox.idle();
  expect(world.homes.toSorted()).toEqual(["U1", "U2"]);
  await changes(1, "all");
  await world.makesDue();
  await outbox.idle();
  expect(world.homes.toSorted()).toEqual(["U1", "U1", "U2", "U2", "U3"]);
});

test("where nobody has opened a Home, a change queues nothing", async () => {
  await changes(3, "all");
  expect(await Job.countDocuments()).toBe(0);
});

test("a Home that was published a moment ago rests, the longer the more there are, and is published then", async () => {
  const now = Date.now();
  await HomeTab.insertMany(
    Array.from({ length: 50 }, (_, index) => ({ _id: `T1:U${index}`, openedAt: new Date(now) })),
  );
  await rememberPublished({ teamId: "T1", userId: "U1" }, { shows: "overview", drawnAt: new Date(now) });
  await changes(1, "admins");
  await world.makesDue();
  const outbox = world.starts();
  await outbox.idle();
  expect(world.homes).toEqual([]);
  const [waiting] = await Job.find({ kind: "home", status: "waiting" }).lean();
  expect(waiting).toMatchObject({ attempts: 0 });
  const restMs = (waiting?.dueAt.getTime() ?? 0) - now;
  expect(restMs).toBeGreaterThan(25_000);
  expect(restMs).toBeLessThanOrEqual(31_000);
  await HomeTab.updateMany({}, { $unset: { drawnAt: 1 } });
  await world.makesDue();
  await outbox.idle();
  expect(world.homes).toEqual(["U1"]);
});
