import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../dev/emulators/sendgrid/fault.ts";
import { Job } from "../../src/models/job.ts";
import { DAY_MS } from "../../src/services/durations.ts";
import { backlog } from "../../src/services/operations/backlog.ts";
import { databaseTime } from "../../src/services/transaction.ts";
import { stateWords } from "../../src/slack/messages/invite-state.ts";
import { MAX_ATTEMPTS, waitAfter } from "../../src/worker/backoff.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

test.each<[string, Fault]>([
  ["does not accept our key", { status: 401 }],
  ["does not let us send as this sender", { status: 403 }],
  ["has no credits of ours left", { status: 401, message: "Maximum credits exceeded" }],
])(
  "SendGrid %s for a while: everyone sees why, one line says it loudly, then all arrive",
  async (_, fault) => {
    const ids = await world.invitesQuietly(["ann@example.com", "bob@example.com"]);
    world.sendgrid.next(fault, 6);
    world.expectedErrors = 1;
    const worker = world.starts();
    for (let tries = 1; tries <= 3; tries += 1) {
      await worker.idle();
      for (const id of ids) {
        const delivery = (await world.invite(id)).delivery;
        expect(delivery.state).toBe("sending");
        expect(stateWords({ status: "pending", delivery }).words).toMatch(
          /^Delayed, retrying: .*the operator must/,
        );
      }
      expect((await backlog()).heldMails).toBe(2);
      await world.makesDue({ kind: "invite-email" });
    }
    await worker.idle();
    expect(world.sendgrid.mails).toHaveLength(2);
    expect((await backlog()).heldMails).toBe(0);
    for (const id of ids) expect((await world.invite(id)).delivery.state).toBe("sent");
  },
);

test("for a day, a rate limit doesn't count as a failed attempt", async () => {
  await world.invites(["eve@example.com"]);
  await Job.updateOne({ kind: "invite-email" }, { $set: { attempts: MAX_ATTEMPTS - 1 } });
  world.sendgrid.next({ status: 429, retryAfter: 600 }, 2);
  const worker = world.starts();
  await worker.idle();
  const limited = { status: "waiting", attempts: MAX_ATTEMPTS - 1, lastFault: "provider_rate_limit" };
  expect(await Job.findOne({ kind: "invite-email" }).lean()).toMatchObject(limited);
  await Job.updateOne(
    { kind: "invite-email" },
    { $set: { limitedSince: new Date(Date.now() - DAY_MS - 60_000) } },
  );
  await world.makesDue({ kind: "invite-email" });
  await worker.idle();
  expect(await Job.findOne({ kind: "invite-email" }).lean()).toMatchObject({ status: "failed" });
});

describe("a job that fails", () => {
  test("is retried, each time later, up to a quarter of an hour, and not all jobs at once", () => {
    const waits = Array.from({ length: 10 }, (_, index) => waitAfter(index + 1, 0, 0));
    expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(waits.at(-1)).toBe(15 * 60_000);
    expect(waitAfter(1, 0, 1)).toBe(2_500);
    expect(waitAfter(1, 30_000, 0)).toBe(35_000);
  });

  test("waits at least as long as SendGrid asks, and shows as delayed", async () => {
    const [id = ""] = await world.invites(["eve@example.com"]);
    world.sendgrid.next({ status: 429, retryAfter: 600 });
    const before = (await databaseTime()).getTime();
    await world.starts().idle();
    const after = (await databaseTime()).getTime();
    const job = await Job.findOne({ kind: "invite-email" }).orFail().lean();
    expect(job).toMatchObject({
      status: "waiting",
      attempts: 0,
      lastFault: "provider_rate_limit",
    });
    expect(job.lease).toBeUndefined();
    expect(job.dueAt.getTime() - before).toBeGreaterThan(600_000);
    expect(job.dueAt.getTime() - after).toBeLessThan(610_000);
    expect((await world.invite(id)).delivery).toMatchObject({
      state: "sending",
      reason: "provider_rate_limit",
    });
  });

  test("is sent as soon as SendGrid is back", async () => {
    const [id = ""] = await world.invites(["eve@example.com"]);
    world.sendgrid.next({ status: 503 }, 3);
    const worker = world.starts();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await worker.idle();
      await world.makesDue({ kind: "invite-email" });
    }
    await worker.idle();
    expect(world.sendgrid.mails).toHaveLength(1);
    expect((await world.invite(id)).delivery).toMatchObject({ state: "sent" });
  });

  test("ends in a failure that the invite shows, with the reason", async () => {
    const [id = ""] = await world.invites(["eve@example.com"]);
    await Job.updateOne({ kind: "invite-email" }, { $set: { attempts: MAX_ATTEMPTS - 1 } });
    world.sendgrid.next({ status: 503 });
    await world.starts().idle();
    expect((await world.invite(id)).delivery).toMatchObject({
      state: "failed",
      reason: "provider_down:503",
    });
    expect(await Job.findOne({ kind: "invite-email" }).lean()).toMatchObject({ status: "failed" });
    await world.mia.receives(
      "eve@example.com did not get your invite. Not sent: SendGrid is not working (503)",
    );
  });

  test("is given up even if every attempt killed its process", async () => {
    const [id = ""] = await world.invites(["eve@example.com"]);
    await Job.updateOne({ kind: "invite-email" }, { $set: { attempts: MAX_ATTEMPTS } });
    await world.starts().idle();
    expect(world.sendgrid.mails).toEqual([]);
    expect((await world.invite(id)).delivery.state).toBe("failed");
  });

  test("is left alone if this version does not know it", async () => {
    await Job.create({
      kind: "from-tomorrow",
      facts: {},
      dueAt: new Date(0),
      createdAt: new Date(),
    });
    await world.starts().idle();
    expect(await Job.findOne({ kind: "from-tomorrow" }).lean()).toMatchObject({
      status: "waiting",
      attempts: 0,
    });
  });

  test("uses up no attempt if this version knows it, but not what a newer one wrote", async () => {
    await Job.create({
      kind: "event",
      facts: { happened: "tomorrow" },
      dueAt: new Date(0),
      createdAt: new Date(),
    });
    const worker = world.starts();
    for (let tries = 1; tries <= 3; tries += 1) {
      await worker.idle();
      expect(await Job.findOne({ kind: "event" }).lean()).toMatchObject({ status: "waiting", attempts: 0 });
      await world.makesDue({ kind: "event" });
    }
    const log: unknown[] = world.lines.map((line) => JSON.parse(line));
    const said = { kind: "event", is: "limited", error: "unreadable_facts" };
    expect(log).toContainEqual(expect.objectContaining(said));
  });
});
