import { afterEach, beforeEach, expect, test } from "vitest";
import { builtInGroupIds } from "../../src/models/group.ts";
import { HomeTab } from "../../src/models/home-tab.ts";
import { Job } from "../../src/models/job.ts";
import { recordAudit } from "../../src/services/audit.ts";
import { rememberPublished } from "../../src/slack/state/home-tabs.ts";
import type { Worker } from "../../src/worker/worker.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

const opened = (userId: string, shows: "overview" | "profile") =>
  HomeTab.create({ _id: `T1:${userId}`, openedAt: new Date(), shows });

/** In an hour, so that nothing is due before the test says so. */
const later = () => new Date(Date.now() + 3_600_000);

/** Changes of an invite, which admins see, or of a group, which everyone does; the worker has told of them. */
async function changes(worker: Worker, times: number, seenBy: "admins" | "all"): Promise<void> {
  const kind = seenBy === "admins" ? "invite" : "group";
  const target = { kind, id: String(builtInGroupIds.users), label: "changed" } as const;
  for (let done = 0; done < times; done += 1)
    await recordAudit({ kind: "system" }, later(), {
      action: `${kind}.edited`,
      target,
      before: null,
      after: null,
      about: [],
    });
  await world.tellsEvents(worker);
}

test("100 changes publish each admin’s Home once, and no Home of people who don't see them", async () => {
  await Promise.all([opened("U1", "overview"), opened("U2", "overview"), opened("U3", "profile")]);
  const worker = world.starts();
  await changes(worker, 100, "admins");
  await world.makesDue();
  await worker.idle();
  expect(world.homes.toSorted()).toEqual(["U1", "U2"]);
  await changes(worker, 1, "all");
  await world.makesDue();
  await worker.idle();
  expect(world.homes.toSorted()).toEqual(["U1", "U1", "U2", "U2", "U3"]);
});

test("if nobody has opened a Home, a change queues none", async () => {
  await changes(world.starts(), 3, "all");
  expect(await Job.countDocuments({ kind: "event", status: "done" })).toBe(3);
  expect(await Job.countDocuments({ kind: /^homes?$/ })).toBe(0);
});

test("a recently published Home rests, longer the more there are, and is then published", async () => {
  const now = Date.now();
  await HomeTab.insertMany(
    Array.from({ length: 50 }, (_, index) => ({ _id: `T1:U${index}`, openedAt: new Date(now) })),
  );
  await rememberPublished(
    { teamId: "T1", userId: "U1" },
    { shows: "overview", drawnAt: new Date(now) },
    false,
  );
  const worker = world.starts();
  await changes(worker, 1, "admins");
  await world.makesDue();
  await worker.idle();
  expect(world.homes).toEqual([]);
  const [waiting] = await Job.find({ kind: "home", status: "waiting" }).lean();
  expect(waiting).toMatchObject({ attempts: 0 });
  const restMs = (waiting?.dueAt.getTime() ?? 0) - now;
  expect(restMs).toBeGreaterThan(25_000);
  expect(restMs).toBeLessThanOrEqual(35_000);
  await HomeTab.updateMany({}, { $unset: { drawnAt: 1 } });
  await world.makesDue();
  await worker.idle();
  expect(world.homes).toEqual(["U1"]);
});
