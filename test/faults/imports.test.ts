import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { Run } from "../../src/models/run.ts";
import { RunLine } from "../../src/models/run-line.ts";
import { startCluster } from "../support/faults/cluster.ts";
import { Dice, full, PATIENCE_MS, repeat, seeded, times } from "../support/faults/run.ts";
import { started } from "../support/imports/people.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { actorOf } from "../support/slack/seed.ts";

const KILLS = times({ quick: 2, full: 100 });
const PEOPLE = full ? 2_000 : 600;
const LONGEST_LIFE_MS = 600;

test(
  `processes are killed while importing: each line is done once, and none is lost (${seeded})`,
  async () => {
    const dice = new Dice();
    const cluster = await startCluster({ uri: freshDatabase().uri, admins: 1 });
    const [admin] = cluster.admins;
    if (!admin) throw new Error("nobody is there to import");
    const runs: string[] = [];
    const isRunning = async () => (await Run.exists({ status: "running" })) !== null;
    const starts = async () => {
      const file = Array.from({ length: PEOPLE }, (_, n) => `p${runs.length}.${n}@example.com`);
      runs.push(await started(actorOf(admin, true), file.join("\n")));
    };
    try {
      await starts();
      await repeat("kill -9", KILLS, async (round) => {
        if (!(await isRunning())) await starts();
        await pause(dice.below(LONGEST_LIFE_MS));
        await cluster.kills(round % 2);
      });
      await expect.poll(isRunning, { timeout: PATIENCE_MS, interval: 500 }).toBe(false);
      const total = runs.length * PEOPLE;
      expect(await Run.countDocuments({ status: "done", done: PEOPLE })).toBe(runs.length);
      expect(await RunLine.countDocuments({ outcome: "invited" })).toBe(total);
      expect(await Invite.countDocuments()).toBe(total);
      expect((await Invite.distinct("email")).length).toBe(total);
      expect(await AuditEvent.countDocuments({ action: "invite.created" })).toBe(total);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
