import { once } from "node:events";
import type { Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Job } from "../../src/models/job.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { assertConsistent } from "../support/faults/assert-consistent.ts";
import { startCluster } from "../support/faults/cluster.ts";
import { Dice, full, PATIENCE_MS, repeat, say, seeded, times } from "../support/faults/run.ts";
import { startTraffic } from "../support/faults/traffic.ts";
import { patientNode } from "../support/setup/compiled.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { begins, likeSlacks } from "../support/web/slow-sender.ts";

const PROCESSES = times({ quick: 2, full: 4 });
const ADMINS = times({ quick: 2, full: 4 });
const AT_ONCE = PROCESSES / 2;
const ROUNDS = times({ quick: 1, full: 100 }) / AT_ONCE;
const LONGEST_STOP_MS = times({ quick: PATIENCE_MS, full: 25_000 });
const MAILS = 60;
const QUICK_STOP_MS = 15_000;
/** Together 16 MB. */
const EVENTS = 500;
const EVENT_BYTES = 32_000;

test(
  `processes are stopped and started in turn while people work: nobody notices (${seeded})`,
  async () => {
    const cluster = await startCluster({
      uri: freshDatabase().uri,
      processes: PROCESSES,
      admins: ADMINS,
      patienceMs: times({ quick: 60_000, full: 15_000 }),
      // Nobody dies here: an expired lease, or a request that waits too long to start, only shows a loaded machine.
      env: { OUTBOX_LEASE_SECONDS: "20", ...patientNode },
    });
    cluster.sendgrid.next({ delayMs: 40 }, 100_000);
    const took: number[] = [];
    try {
      const traffic = startTraffic(cluster, new Dice());
      const restarts = async (number: number) => {
        const began = performance.now();
        cluster.signals(number, "SIGTERM");
        expect(await cluster.ended(number)).toBe("exit code 0");
        took.push(performance.now() - began);
        await cluster.starts(number);
      };
      await repeat(`SIGTERM, ${AT_ONCE} at once`, ROUNDS, async (round) => {
        const first = (round * AT_ONCE) % PROCESSES;
        await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => restarts(first + index)));
      });
      await traffic.ends();

      expect(traffic.told.nothing).toEqual([]);
      await assertConsistent(cluster, traffic.told);
      const mails = { kind: "invite-email", status: "done" } as const;
      expect(await Job.countDocuments({ ...mails, attempts: { $ne: 1 } })).toBe(0);
      expect(new Set(cluster.sendgrid.mails.map(({ customArgs }) => customArgs.outbox_id)).size).toBe(
        cluster.sendgrid.mails.length,
      );
      expect(Math.max(...took)).toBeLessThan(LONGEST_STOP_MS);
      say(`${took.length} stops, the longest in ${Math.round(Math.max(...took))} ms`);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);

/** Fills the audit log with more than is on its way at once to whoever exports it. @returns a token for that */
async function largeLog(): Promise<string> {
  const permissions = ["audit:read"] as const;
  const { token } = await createClient(
    { kind: "operator" },
    { name: "Archive", permissions, expiryDays: null },
  );
  const events = Array.from({ length: EVENTS }, (_, n) => ({
    at: new Date(),
    actor: { kind: "system" },
    action: "invite.created",
    target: { kind: "invite", id: String(n), label: "eve@example.com" },
    before: null,
    after: { message: "x".repeat(EVENT_BYTES) },
    about: [],
  }));
  await AuditEvent.insertMany(events, { lean: true });
  return token;
}

/** A program exports the audit log, and reads the beginning alone. */
async function readsSlowly(url: string, token: string): Promise<Socket> {
  const target = "/api/v1/exports/audit-events";
  const socket = await begins(url, { method: "GET", target, headers: { Authorization: `Bearer ${token}` } });
  await once(socket, "data");
  return socket.pause();
}

test(
  "a half-sent request and a slowly read file don't spoil a stop: the process ends cleanly, no lease stays, nobody gets an email twice, and everything sent is recorded",
  async () => {
    const env = { OUTBOX_LEASE_SECONDS: "60" };
    const cluster = await startCluster({ uri: freshDatabase().uri, processes: 1, patienceMs: 15_000, env });
    try {
      const [url = ""] = cluster.urls;
      const [mia] = cluster.admins;
      const token = await largeLog();
      cluster.sendgrid.next({ delayMs: 400 }, MAILS);
      const headers = { ...likeSlacks(), "Content-Length": 2 };
      const sockets = [
        await begins(url, { headers, part: "{" }),
        await begins(url, { method: "GET", target: "/invite/x", headers: { "Content-Length": 1 } }),
      ];
      onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
      const emails = Array.from({ length: MAILS }, (_, index) => `person${index}@example.com`);
      await mia?.runs(`/iam invite ${emails.join(" ")}`);
      await mia?.seesView("Invite people");
      await mia?.submits();
      await expect.poll(() => mia?.screen()).toContain(`Send ${MAILS} Invites`);
      await mia?.submits();
      await expect.poll(() => cluster.sendgrid.mails.length).toBeGreaterThan(0);
      sockets.push(await readsSlowly(url, token));

      const began = performance.now();
      cluster.signals(0, "SIGTERM");
      expect(await cluster.ended(0)).toBe("exit code 0");
      const tookMs = performance.now() - began;
      say(`stopped in ${Math.round(tookMs)} ms, ${cluster.sendgrid.mails.length} of ${MAILS} mails were out`);
      if (full) expect(tookMs).toBeLessThan(QUICK_STOP_MS);
      expect(await Job.countDocuments({ status: "waiting", lease: { $exists: true } })).toBe(0);
      expect(cluster.sendgrid.mails.length).toBeLessThan(MAILS);
      const [left] = await AuditEvent.find({ action: "export.failed" }).lean();
      expect(left?.after).toMatchObject({ what: "audit", reason: "broken_off", rows: expect.any(Number) });

      await cluster.starts(0);
      const mailed = () => new Set(cluster.sendgrid.mails.map(({ to }) => to[0]?.email)).size;
      await expect.poll(mailed, { timeout: PATIENCE_MS }).toBe(MAILS);
      expect(cluster.sendgrid.mails).toHaveLength(MAILS);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
