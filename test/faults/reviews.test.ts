import { setTimeout as pause } from "node:timers/promises";
import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { Review } from "../../src/models/review.ts";
import { ReviewItem } from "../../src/models/review-item.ts";
import { User } from "../../src/models/user.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { startReview } from "../../src/services/reviews/start-review.ts";
import { mia } from "../support/acting.ts";
import { clientMaker } from "../support/api.ts";
import { type Cluster, startCluster } from "../support/faults/cluster.ts";
import { Dice, PATIENCE_MS, repeat, seeded, times } from "../support/faults/run.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { seedUsers } from "../support/slack/seed.ts";

const MEMBERS = times({ quick: 60, full: 5_000 });
const ENDS = times({ quick: 2, full: 40 });
/** How often to look how far the review is. */
const LOOK_MS = times({ quick: 10, full: 100 });
const nothing = { all: false, names: [] };

let cluster: Cluster;
let groupId: string;
beforeAll(async () => {
  cluster = await startCluster({ uri: freshDatabase().uri, admins: 1 });
  const fields = { description: "", services: nothing, projects: nothing, regions: nothing };
  ({ groupId } = await createGroup(mia, { ...fields, name: "Fleet" }));
  await seedUsers(
    Array.from({ length: MEMBERS }, (_, n) => `Member ${n}`),
    groupId,
  );
  await seedUsers(["Ada Admin"], builtInGroupIds.admin);
}, PATIENCE_MS);
afterAll(() => cluster.ends());

/** Starts a review, and waits until its members are written down. */
async function gathered(groupIds: readonly string[], unanswered: "kept" | "removed", total: number) {
  const wanted = { groupIds: [...groupIds], days: 7, unanswered, months: null, reviewers: "admins" } as const;
  const reviewId = await startReview(mia, wanted, "UTC");
  const whole = { _id: reviewId, "counts.total": total, gathering: { $exists: false } };
  await expect.poll(() => Review.exists(whole), { timeout: PATIENCE_MS }).not.toBeNull();
  return reviewId;
}

/** Ends a process whenever so many more are decided about that it is somewhere else on its way. */
async function endsOnTheWay(
  reviewId: string,
  { rounds, dice }: { rounds: number; dice: Dice },
  ends: (round: number) => Promise<void>,
): Promise<void> {
  const open = () => ReviewItem.countDocuments({ reviewId, status: "open" });
  await repeat("a process ends", rounds, async (round) => {
    const left = MEMBERS * (1 - (round + dice.roll()) / rounds);
    while ((await open()) > left) await pause(LOOK_MS);
    await ends(round);
  });
}

/** Expects one event of an action about each member. */
async function expectOfEach(reviewId: string, actions: readonly string[]): Promise<void> {
  for (const action of actions) {
    const about = action.startsWith("review.") ? reviewId : groupId;
    const events = await AuditEvent.find({ action, about }, { target: 1 }).lean();
    expect(events).toHaveLength(MEMBERS);
    expect(new Set(events.map(({ target }) => target.id)).size).toBe(MEMBERS);
  }
}

test(
  `Keep the Rest of ${MEMBERS} is pressed until it is done, while processes are killed: everyone is kept once (${seeded})`,
  async () => {
    const dice = new Dice();
    const reviewId = await gathered([groupId], "kept", MEMBERS);
    const clients = await Promise.all(cluster.urls.map((url) => clientMaker(url)("reviews:write")));
    let asked = 0;
    const keeps = async () => {
      for (; ; asked = 1 - asked) {
        const answer = await clients[asked]
          ?.asks("POST", `/reviews/${reviewId}/keep-the-rest`)
          .catch((error: unknown) => {
            // Whoever was asked is dead.
            if (!(error instanceof TypeError)) throw error;
          });
        if (answer?.status === 200) return;
        if (answer) expect(answer.status).toBe(503);
        await pause(LOOK_MS);
      }
    };
    const rounds = times({ quick: 1, full: 4 });
    await Promise.all([keeps(), endsOnTheWay(reviewId, { rounds, dice }, () => cluster.kills(asked))]);

    expect(await ReviewItem.countDocuments({ reviewId, status: "kept" })).toBe(MEMBERS);
    expect((await Review.findById(reviewId).orFail().lean()).counts).toMatchObject({ kept: MEMBERS });
    await expectOfEach(reviewId, ["review.kept"]);
  },
  PATIENCE_MS,
);

test(
  `a review of ${MEMBERS} closes while processes are killed or stopped: everyone is removed once, and the last Admin stays (${seeded})`,
  async () => {
    const dice = new Dice();
    const reviewId = await gathered([groupId, String(builtInGroupIds.admin)], "removed", MEMBERS + 1);
    await Job.updateMany({ kind: "review-close" }, { dueAt: new Date() });

    // Each ends at another place of the way, whichever of them goes it.
    let atWork = 0;
    await endsOnTheWay(reviewId, { rounds: ENDS, dice }, async (round) => {
      if (await Review.exists({ _id: reviewId, status: "closing" })) atWork += 1;
      const number = Math.floor(round / 2) % 2;
      if (round % 2 === 0) return cluster.kills(number);
      cluster.signals(number, "SIGTERM");
      expect(await cluster.ended(number)).toBe("exit code 0");
      await cluster.starts(number);
    });
    expect(atWork).toBeGreaterThan(ENDS / 2 - 1);
    const closed = () => Review.findOne({ _id: reviewId, status: "closed" }).lean();
    await expect.poll(closed, { timeout: PATIENCE_MS, interval: 500 }).not.toBeNull();

    expect((await closed())?.counts).toMatchObject({ total: MEMBERS + 1, removed: MEMBERS, kept: 1 });
    expect(await ReviewItem.countDocuments({ reviewId, status: "removed" })).toBe(MEMBERS);
    expect(await User.countDocuments({ "memberships.groupId": new Types.ObjectId(groupId) })).toBe(0);
    expect(await User.countDocuments({ "memberships.groupId": builtInGroupIds.admin })).toBe(1);
    await expectOfEach(reviewId, ["review.removed", "user.groups_changed"]);
    expect(await AuditEvent.countDocuments({ action: "review.closed", "target.id": reviewId })).toBe(1);
  },
  PATIENCE_MS,
);
