import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { findMongod } from "../../dev/emulators/mongodb/binary.ts";
import { startMembers } from "../../dev/emulators/mongodb/members.ts";
import { databaseUri } from "../../dev/emulators/mongodb/mongod.ts";
import { assertConsistent } from "../support/faults/assert-consistent.ts";
import { type Cluster, startCluster } from "../support/faults/cluster.ts";
import { Dice, full, PATIENCE_MS, repeat, say, seeded } from "../support/faults/run.ts";
import { startTraffic } from "../support/faults/traffic.ts";

const KILLS = 10;
const LONGEST_PAUSE_MS = 1_500;
/** How long after an election everyone is ready again, on a machine with much to do. */
const RECOVERY_MS = 30_000;

/** Asks every process all the time whether it is ready; says what was wrong with the answers. */
function watchReadiness({ urls }: Cluster) {
  const odd: string[] = [];
  let refusals = 0;
  let watching = true;
  const watch = async (url: string) => {
    while (watching) {
      const response = await fetch(`${url}/readyz`).catch((error: unknown) => String(error));
      if (typeof response === "string") odd.push(response);
      else {
        const { ready, reason } = Object(await response.json());
        const right = response.status === 200 ? ready === true : /^MongoDB does not answer/.test(reason);
        if (!right) odd.push(`${response.status} ${reason}`);
        if (response.status === 503) refusals += 1;
      }
      await pause(200);
    }
  };
  const watches = urls.map(watch);
  return {
    async ends() {
      watching = false;
      await Promise.all(watches);
      return { odd, refusals };
    },
  };
}

async function statuses({ urls }: Cluster): Promise<number[]> {
  return Promise.all(urls.map(async (url) => (await fetch(`${url}/readyz`)).status));
}

const allSay = (cluster: Cluster, status: number) =>
  expect
    .poll(async () => new Set(await statuses(cluster)), { timeout: RECOVERY_MS, interval: 200 })
    .toEqual(new Set([status]));

// Three servers are too much for the quick selection.
test.runIf(full && !process.env.TEST_MONGODB_URI)(
  `the primary is killed while people work: nothing acknowledged is lost, and the app recovers (${seeded})`,
  async () => {
    const dice = new Dice();
    const { path } = await findMongod({ env: process.env, log: say });
    const members = await startMembers(path, 3);
    const cluster = await startCluster({ uri: databaseUri(members.uri, "iam"), patienceMs: 15_000 });
    try {
      const traffic = startTraffic(cluster, dice);
      const readiness = watchReadiness(cluster);
      await repeat("The primary is killed", KILLS, async () => {
        await pause(dice.below(LONGEST_PAUSE_MS));
        const primary = await members.primary();
        members.kill(primary);
        await allSay(cluster, 200);
        await members.start(primary);
      });
      const { odd, refusals } = await readiness.ends();
      await traffic.ends();
      expect(odd).toEqual([]);
      say(`/readyz said 503 ${refusals} times, else 200`);
      await assertConsistent(cluster, traffic.told);

      // Without a majority nothing can be promised, and readiness says so until there is one again.
      const first = await members.primary();
      const other = (first + 1) % 3;
      members.kill(first);
      members.kill(other);
      await allSay(cluster, 503);
      await Promise.all([members.start(first), members.start(other)]);
      await allSay(cluster, 200);
    } finally {
      await cluster.ends();
      await members.stop();
    }
  },
  PATIENCE_MS,
);
