import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { assertConsistent } from "../support/faults/assert-consistent.ts";
import { LEASE_SECONDS, startCluster } from "../support/faults/cluster.ts";
import { Dice, PATIENCE_MS, repeat, seeded, times } from "../support/faults/run.ts";
import { startTraffic } from "../support/faults/traffic.ts";
import { freshDatabase } from "../support/setup/database.ts";

const KILLS = times({ quick: 2, full: 200 });
const FREEZES = times({ quick: 1, full: 50 });
const ADMINS = times({ quick: 2, full: 4 });

/** How long SendGrid takes to answer: long enough to die between sending and recording. */
const ANSWER_MS = 40;
const LONGEST_LIFE_MS = 800;

test(
  `processes are killed while people work: nothing is lost, half done or stuck (${seeded})`,
  async () => {
    const dice = new Dice();
    const cluster = await startCluster({ uri: freshDatabase().uri, admins: ADMINS });
    cluster.sendgrid.next({ delayMs: ANSWER_MS }, 100_000);
    try {
      const traffic = startTraffic(cluster, dice);
      await repeat("kill -9", KILLS, async (round) => {
        const victim = round % 2;
        await pause(dice.below(LONGEST_LIFE_MS));
        cluster.signals(victim, "SIGKILL");
        expect(await cluster.ended(victim)).toBe("SIGKILL");
        await cluster.starts(victim);
      });
      await traffic.ends();
      await assertConsistent(cluster, traffic.told);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);

test(
  `processes sleep through their leases: what others did meanwhile stands (${seeded})`,
  async () => {
    const dice = new Dice();
    const cluster = await startCluster({ uri: freshDatabase().uri, admins: ADMINS });
    cluster.sendgrid.next({ delayMs: ANSWER_MS }, 100_000);
    try {
      const traffic = startTraffic(cluster, dice);
      await repeat("SIGSTOP, SIGCONT", FREEZES, async (round) => {
        const sleeper = round % 2;
        await pause(dice.below(LONGEST_LIFE_MS));
        cluster.signals(sleeper, "SIGSTOP");
        await pause(LEASE_SECONDS * 1_000 + dice.below(LONGEST_LIFE_MS));
        cluster.signals(sleeper, "SIGCONT");
      });
      await traffic.ends();
      await assertConsistent(cluster, traffic.told);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
