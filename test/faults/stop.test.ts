import { expect, test } from "vitest";
import { Job } from "../../src/models/job.ts";
import { assertConsistent } from "../support/faults/assert-consistent.ts";
import { startCluster } from "../support/faults/cluster.ts";
import { Dice, PATIENCE_MS, repeat, say, seeded, times } from "../support/faults/run.ts";
import { startTraffic } from "../support/faults/traffic.ts";
import { freshDatabase } from "../support/setup/database.ts";

const PROCESSES = times({ quick: 2, full: 4 });
const AT_ONCE = PROCESSES / 2;
const ROUNDS = times({ quick: 1, full: 100 }) / AT_ONCE;
const LONGEST_STOP_MS = 25_000;

test(
  `processes are stopped and started in turn while people work: nobody notices (${seeded})`,
  async () => {
    const cluster = await startCluster({
      uri: freshDatabase().uri,
      processes: PROCESSES,
      patienceMs: 15_000,
      // Nobody dies here: a lease that ends tells of a loaded machine alone.
      env: { OUTBOX_LEASE_SECONDS: "20" },
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
