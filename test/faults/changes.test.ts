import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { Run } from "../../src/models/run.ts";
import { RunLine } from "../../src/models/run-line.ts";
import { User } from "../../src/models/user.ts";
import { resumeRun } from "../../src/services/runs/steer-run.ts";
import { ofInvites, ofUsers, startedChange } from "../support/changes/started-change.ts";
import { startCluster } from "../support/faults/cluster.ts";
import { Dice, full, PATIENCE_MS, repeat, seeded, times } from "../support/faults/run.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { actorOf, seedInvites, seedUsers } from "../support/slack/seed.ts";

const KILLS = times({ quick: 2, full: 100 });
const ROWS = full ? 2_000 : 300;
const LONGEST_LIFE_MS = 600;

test(
  `processes are killed while changing all rows of a list: each is changed once, and none is lost (${seeded})`,
  async () => {
    const dice = new Dice();
    const cluster = await startCluster({ uri: freshDatabase().uri, admins: 1 });
    const [admin] = cluster.admins;
    if (!admin) throw new Error("nobody is there to change anything");
    const actor = actorOf(admin, true);
    const groupId = builtInGroupIds.users;
    const started = { resend: 0, suspend: 0 };
    /** A run rests whose every attempt at a batch ended with its process: somebody lets it go on. */
    const isRunning = async () => {
      for (const { _id } of await Run.find({ status: "paused", pauseReason: "failed" }).lean())
        await resumeRun(actor, { runId: String(_id) });
      return (await Run.exists({ status: "running" })) !== null;
    };
    /** Resends invites and suspends users in turns, always new ones. */
    const starts = async () => {
      const text = `round${started.resend + started.suspend}`;
      if (started.resend > started.suspend) {
        const names = Array.from({ length: ROWS / 4 }, (_, n) => `${text} P${n}`);
        await seedUsers(names, groupId);
        await startedChange(actor, ofUsers("suspend", { text }));
        started.suspend += 1;
        return;
      }
      const emails = Array.from({ length: ROWS }, (_, n) => `${text}.p${n}@example.com`);
      await seedInvites(emails, [String(groupId)]);
      await startedChange(actor, ofInvites("resend", { text }));
      started.resend += 1;
    };
    try {
      await starts();
      await repeat("kill -9", KILLS, async (round) => {
        if (!(await isRunning())) await starts();
        await pause(dice.below(LONGEST_LIFE_MS));
        await cluster.kills(round % 2);
      });
      if (started.suspend === 0) {
        await expect.poll(isRunning, { timeout: PATIENCE_MS, interval: 500 }).toBe(false);
        await starts();
      }
      await expect.poll(isRunning, { timeout: PATIENCE_MS, interval: 500 }).toBe(false);

      expect(await Run.distinct("status")).toEqual(["done"]);
      const [resent, suspended] = [started.resend * ROWS, started.suspend * (ROWS / 4)];
      expect(await RunLine.countDocuments({ outcome: "done" })).toBe(resent + suspended);
      expect(await RunLine.countDocuments({ outcome: { $ne: "done" } })).toBe(0);
      expect(await Invite.countDocuments({ generation: 2 })).toBe(resent);
      expect(await Invite.countDocuments({ generation: { $ne: 2 } })).toBe(0);
      expect(await AuditEvent.countDocuments({ action: "invite.resent" })).toBe(resent);
      expect(await Job.countDocuments({ kind: "expiry" })).toBe(resent);
      expect(await User.countDocuments({ status: "suspended" })).toBe(suspended);
      expect(await AuditEvent.countDocuments({ action: "user.suspended" })).toBe(suspended);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
