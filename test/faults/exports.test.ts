import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Export } from "../../src/models/export.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { startExport } from "../../src/services/exports/start-export.ts";
import { startCluster } from "../support/faults/cluster.ts";
import { Dice, full, PATIENCE_MS, repeat, seeded, times } from "../support/faults/run.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { actorOf, seedUsers } from "../support/slack/seed.ts";

const KILLS = times({ quick: 2, full: 100 });
const USERS = full ? 20_000 : 2_000;
const LONGEST_LIFE_MS = 600;

const leftFiles = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("iam-bot-"));

test(
  `processes are killed while exporting: each file is sent whole and once, or its asker is told after a dozen tries, and no export is left over (${seeded})`,
  async () => {
    const dice = new Dice();
    const cluster = await startCluster({ uri: freshDatabase().uri, admins: 1 });
    const [admin] = cluster.admins;
    if (!admin) throw new Error("nobody is there to export");
    await seedUsers(
      Array.from({ length: USERS }, (_, n) => `Many ${n}`),
      builtInGroupIds.users,
    );
    const before = await leftFiles();
    let asked = 0;
    const isRunning = async () => (await Export.exists({})) !== null;
    try {
      await repeat("kill -9", KILLS, async (round) => {
        if (!(await isRunning())) {
          await startExport(actorOf(admin, true), { what: "users", text: "many", which: "everyone" });
          asked += 1;
        }
        await pause(dice.below(LONGEST_LIFE_MS));
        await cluster.kills(round % 2);
      });
      await expect.poll(isRunning, { timeout: PATIENCE_MS, interval: 500 }).toBe(false);
      const sent = await AuditEvent.find({ action: "export.sent" }).lean();
      // On a slow machine one may die in each of its tries.
      const givenUp = await AuditEvent.countDocuments({
        action: "export.failed",
        "after.reason": "attempts_exhausted",
      });
      expect(sent.map(({ after }) => after?.rows)).toEqual(Array(asked - givenUp).fill(USERS));
      const told = () =>
        admin.messages.filter(({ asText }) => asText.includes("was not sent. It failed every time")).length;
      await expect.poll(told, { timeout: PATIENCE_MS }).toBe(givenUp);
      expect(cluster.slack.fileNamed("users.csv")?.split("\r\n")).toHaveLength(USERS + 2);
      expect(cluster.slack.calls("files.completeUploadExternal")).toHaveLength(sent.length);
      // One killed while it makes its folder leaves that, and nothing in it.
      expect((await leftFiles()).length - before.length).toBeLessThanOrEqual(KILLS);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
