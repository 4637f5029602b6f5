import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Job } from "../../src/models/job.ts";
import { createEndpoint } from "../../src/services/webhooks/create-endpoint.ts";
import { mia } from "../support/acting.ts";
import { assertConsistent } from "../support/faults/assert-consistent.ts";
import { LEASE_SECONDS, startCluster } from "../support/faults/cluster.ts";
import { Dice, PATIENCE_MS, repeat, seeded, times } from "../support/faults/run.ts";
import { startTraffic } from "../support/faults/traffic.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { startReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const KILLS = times({ quick: 2, full: 200 });
const PROCESSES = times({ quick: 2, full: 4 });
const AT_ONCE = PROCESSES / 2;
const FREEZES = times({ quick: 1, full: 50 }) / AT_ONCE;
const ADMINS = times({ quick: 2, full: 4 });

/** The story begins to say something once so much happened. */
const FEWEST_EVENTS = 10;

/** How long SendGrid takes to answer: long enough to die between sending and recording. */
const ANSWER_MS = 40;
const LONGEST_LIFE_MS = 800;

test(
  `processes are killed while people work: nothing is lost, half done or stuck (${seeded})`,
  async () => {
    const dice = new Dice();
    const receiver = await startReceiver();
    const key = randomBytes(32);
    const cluster = await startCluster({
      uri: freshDatabase().uri,
      admins: ADMINS,
      env: {
        SECRET_KEYS: `s1:${key.toString("base64")}`,
        WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
      },
    });
    cluster.sendgrid.next({ delayMs: ANSWER_MS }, 100_000);
    receiver.answers = (_, response) =>
      void setTimeout(() => response.writeHead(204).end(), dice.below(ANSWER_MS));
    try {
      const { secret } = await createEndpoint(
        mia,
        { url: receiver.url(), description: "", events: ["*"] },
        { secretKeys: [{ id: "s1", secret: key }], urlFault: () => null },
      );
      receiver.knows(secret);
      const traffic = startTraffic(cluster, dice);
      await repeat("kill -9", KILLS, async (round) => {
        await pause(dice.below(LONGEST_LIFE_MS));
        await cluster.kills(round % 2);
      });
      await expect
        .poll(() => AuditEvent.countDocuments(), { timeout: PATIENCE_MS })
        .toBeGreaterThan(FEWEST_EVENTS);
      await traffic.ends();
      await assertConsistent(cluster, traffic.told);
      await assertTold(receiver);
    } finally {
      await receiver.close();
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);

/** Waits until no message is left, and expects each event of the audit log to have arrived, signed. */
async function assertTold(receiver: WebhookReceiver): Promise<void> {
  await expect
    .poll(() => Job.countDocuments({ kind: { $in: ["webhook", "event"] }, status: "waiting" }), {
      timeout: PATIENCE_MS,
      interval: 500,
    })
    .toBe(0);
  const told = new Set(receiver.received.map(({ message: { data } }) => ("id" in data ? data.id : "")));
  const happened = await AuditEvent.distinct("_id");
  expect(happened.map(String).filter((id) => !told.has(id))).toEqual([]);
  expect(await Job.countDocuments({ kind: "webhook", status: "failed" })).toBe(0);
  expect(receiver.refused).toEqual([]);
}

test(
  `processes sleep through their leases: what others did meanwhile is kept (${seeded})`,
  async () => {
    const dice = new Dice();
    const cluster = await startCluster({
      uri: freshDatabase().uri,
      processes: PROCESSES,
      admins: ADMINS,
    });
    cluster.sendgrid.next({ delayMs: ANSWER_MS }, 100_000);
    const sleeps = async (sleeper: number) => {
      await pause(dice.below(LONGEST_LIFE_MS));
      cluster.signals(sleeper, "SIGSTOP");
      await pause(LEASE_SECONDS * 1_000 + dice.below(LONGEST_LIFE_MS));
      cluster.signals(sleeper, "SIGCONT");
    };
    try {
      const traffic = startTraffic(cluster, dice);
      await repeat(`SIGSTOP, SIGCONT, ${AT_ONCE} at once`, FREEZES, async (round) => {
        const first = (round * AT_ONCE) % PROCESSES;
        await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => sleeps(first + index)));
      });
      await traffic.ends();
      await assertConsistent(cluster, traffic.told);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
