import { setTimeout as pause } from "node:timers/promises";
import { Types } from "mongoose";
import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { Review } from "../../src/models/review.ts";
import { ReviewItem } from "../../src/models/review-item.ts";
import { User } from "../../src/models/user.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { startReview } from "../../src/services/reviews/start-review.ts";
import { mia } from "../support/acting.ts";
import { startCluster } from "../support/faults/cluster.ts";
import { Dice, PATIENCE_MS, repeat, seeded, times } from "../support/faults/run.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { seedUsers } from "../support/slack/seed.ts";

const MEMBERS = times({ quick: 60, full: 5_000 });
const KILLS = times({ quick: 2, full: 40 });
/** How often to look how far the review is closed. */
const LOOK_MS = 10;
const nothing = { all: false, names: [] };

test(
  `a review of ${MEMBERS} closes while processes are killed: everybody is removed once, and the last Admin stays (${seeded})`,
  async () => {
    const dice = new Dice();
    const cluster = await startCluster({ uri: freshDatabase().uri, admins: 1 });
    try {
      const fields = { description: "", services: nothing, projects: nothing, regions: nothing };
      const { groupId } = await createGroup(mia, { ...fields, name: "Fleet" });
      await seedUsers(
        Array.from({ length: MEMBERS }, (_, n) => `Member ${n}`),
        groupId,
      );
      await seedUsers(["Ada Admin"], builtInGroupIds.admin);
      const groupIds = [groupId, String(builtInGroupIds.admin)];
      const wanted = { groupIds, days: 7, unanswered: "removed", months: null, reviewers: "admins" } as const;
      const reviewId = await startReview(mia, wanted, "UTC");
      const gathered = { _id: reviewId, "counts.total": MEMBERS + 1, gathering: { $exists: false } };
      await expect.poll(() => Review.exists(gathered), { timeout: PATIENCE_MS }).not.toBeNull();
      await Job.updateMany({ kind: "review-close" }, { dueAt: new Date() });

      // Each dies at another place of the way, whichever of them goes it.
      const open = () => ReviewItem.countDocuments({ reviewId, status: "open" });
      let atWork = 0;
      await repeat("kill -9", KILLS, async (round) => {
        const left = MEMBERS * (1 - (round + dice.roll()) / KILLS);
        while ((await open()) > left) await pause(LOOK_MS);
        if (await Review.exists({ _id: reviewId, status: "closing" })) atWork += 1;
        await cluster.kills(round % 2);
      });
      expect(atWork).toBeGreaterThan(KILLS / 2 - 1);
      const closed = () => Review.findOne({ _id: reviewId, status: "closed" }).lean();
      await expect.poll(closed, { timeout: PATIENCE_MS, interval: 500 }).not.toBeNull();

      expect((await closed())?.counts).toMatchObject({ total: MEMBERS + 1, removed: MEMBERS, kept: 1 });
      expect(await ReviewItem.countDocuments({ reviewId, status: "removed" })).toBe(MEMBERS);
      expect(await User.countDocuments({ "memberships.groupId": new Types.ObjectId(groupId) })).toBe(0);
      expect(await User.countDocuments({ "memberships.groupId": builtInGroupIds.admin })).toBe(1);
      for (const action of ["review.removed", "user.groups_changed"]) {
        const events = await AuditEvent.find({ action, about: groupId }, { target: 1 }).lean();
        expect(events).toHaveLength(MEMBERS);
        expect(new Set(events.map(({ target }) => target.id)).size).toBe(MEMBERS);
      }
      expect(await AuditEvent.countDocuments({ action: "review.closed" })).toBe(1);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
