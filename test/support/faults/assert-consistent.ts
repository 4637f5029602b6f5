import { trusted } from "mongoose";
import { expect, vi } from "vitest";
import { Job } from "../../../src/models/job.ts";
import { brokenPromises } from "./broken-promises.ts";
import { type Cluster, LEASE_SECONDS } from "./cluster.ts";
import { brokenInvariants } from "./invariants.ts";
import { PATIENCE_MS, say, times } from "./run.ts";
import type { Told } from "./traffic.ts";

const STUCK_MS = times({ quick: PATIENCE_MS, full: (LEASE_SECONDS + 30) * 1_000 });
const DAY_MS = 24 * 60 * 60 * 1_000;

/** After the faults, waits until everything due is carried out, and expects all invariants to hold. */
export async function assertConsistent(cluster: Cluster, told: Told): Promise<void> {
  await vi.waitFor(
    async () => {
      // By design, an unanswered send waits a minute for an event that shows SendGrid has the email.
      const soon = { dueAt: { $lt: new Date(Date.now() + DAY_MS) }, lastFault: { $exists: false } };
      const stuck = await Job.find(trusted({ status: "waiting" as const, ...soon })).lean();
      expect(stuck.map(({ kind, attempts }) => ({ kind, attempts }))).toEqual([]);
    },
    { timeout: STUCK_MS, interval: 200 },
  );
  expect(await brokenInvariants()).toEqual([]);
  expect(await brokenPromises(cluster, told)).toEqual([]);
  const { invited, resent, cancelled, registered, nothing, late } = told;
  say(
    `Told of ${invited.size} invites, ${resent.size} resends, ${cancelled.size} cancels, ${registered.size} registrations; ${nothing.length} times of nothing, ${late} times too late. All of it is so.`,
  );
}
