import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OutboxMessage } from "../../src/models/job.ts";
import { databaseTime } from "../../src/services/transaction.ts";
import { MOST_ATTEMPTS, waitAfter } from "../../src/worker/backoff.ts";
import { type Scene, setScene } from "../support/worker/worker-world.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.ends());

describe("what fails", () => {
  test("is tried again, each time later, up to a quarter of an hour, not all at once", () => {
    const waits = Array.from({ length: 10 }, (_, index) => waitAfter(index + 1, 0, 0));
    expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(waits.at(-1)).toBe(15 * 60_000);
    expect(waitAfter(1, 0, 1)).toBe(2_500);
    expect(waitAfter(1, 30_000, 0)).toBe(35_000);
  });

  test("waits at least as long as SendGrid asks, and shows as delayed", async () => {
    const [id = ""] = await scene.invites(["eve@example.com"]);
    scene.sendgrid.next({ status: 429, retryAfter: 600 });
    await scene.starts().idle();
    const message = await OutboxMessage.findOne({ kind: "invite-email" }).orFail().lean();
    expect(message).toMatchObject({
      status: "waiting",
      attempts: 1,
      lastFault: "SendGrid asked us to slow down.",
    });
    expect(message.lease).toBeUndefined();
    const wait = message.dueAt.getTime() - (await databaseTime()).getTime();
    expect(wait).toBeGreaterThan(600_000);
    expect(wait).toBeLessThan(610_000);
    expect((await scene.invite(id)).delivery).toMatchObject({
      state: "sending",
      reason: "SendGrid asked us to slow down.",
    });
  });

  test("is sent as soon as SendGrid is back", async () => {
    const [id = ""] = await scene.invites(["eve@example.com"]);
    scene.sendgrid.next({ status: 503 }, 3);
    const outbox = scene.starts();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await outbox.idle();
      await scene.makesDue({ kind: "invite-email" });
    }
    await outbox.idle();
    expect(scene.sendgrid.mails).toHaveLength(1);
    expect((await scene.invite(id)).delivery).toMatchObject({ state: "sent" });
  });

  test("ends in a failure that the invite shows, with the reason", async () => {
    const [id = ""] = await scene.invites(["eve@example.com"]);
    await OutboxMessage.updateOne({ kind: "invite-email" }, { $set: { attempts: MOST_ATTEMPTS - 1 } });
    scene.sendgrid.next({ status: 503 });
    await scene.starts().idle();
    expect((await scene.invite(id)).delivery).toMatchObject({
      state: "failed",
      reason: "SendGrid is out of order (503).",
    });
    expect(await OutboxMessage.findOne({ kind: "invite-email" }).lean()).toMatchObject({ status: "failed" });
    await scene.mia.receives(
      "eve@example.com did not get your invite. Not sent: SendGrid is out of order (503)",
    );
  });

  test("is given up even if every attempt killed its process", async () => {
    const [id = ""] = await scene.invites(["eve@example.com"]);
    await OutboxMessage.updateOne({ kind: "invite-email" }, { $set: { attempts: MOST_ATTEMPTS } });
    await scene.starts().idle();
    expect(scene.sendgrid.mails).toEqual([]);
    expect((await scene.invite(id)).delivery.state).toBe("failed");
  });

  test("is not touched if this version does not know it", async () => {
    await OutboxMessage.create({
      kind: "from-tomorrow",
      facts: {},
      dueAt: new Date(0),
      createdAt: new Date(),
    });
    await scene.starts().idle();
    expect(await OutboxMessage.findOne({ kind: "from-tomorrow" }).lean()).toMatchObject({
      status: "waiting",
      attempts: 1,
    });
  });
});
