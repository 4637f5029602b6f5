import { Types } from "mongoose";
import { connect, disconnect } from "../../src/models/connection.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Review } from "../../src/models/review.ts";
import { ReviewItem } from "../../src/models/review-item.ts";
import { User } from "../../src/models/user.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { openReview } from "../../src/services/reviews/read-reviews.ts";
import { admin, fill, nthUser } from "../fill.ts";
import { type Bench, type Row, slower } from "../measure.ts";
import { ms, p50 } from "../timing.ts";

const CALLS = 200;
const [FEW, MANY] = [50, 5_000];
const actor = { ...admin, kind: "account" as const, timeZone: "UTC", owner: true, ineligible: null };
const now = new Date();

/** Measures a page of a review of 5,000 members, alternating with one of 50. */
export async function reviews({ say, newDatabase }: Bench): Promise<Row[]> {
  await connect(newDatabase());
  await ensureIndexes();
  await seedGroups();
  await fill(User.collection, (n) => nthUser(n, now), { to: MANY });
  const [few, many] = [await reviewOf(FEW), await reviewOf(MANY)];
  say(`reviews: of ${FEW} and of ${MANY.toLocaleString("en")} members`);
  const first = await inTurns(
    () => openReview(actor, few, "open", null),
    () => openReview(actor, many, "open", null),
  );
  const cursorOf = (n: number) => ({ direction: "after" as const, key: nthUser(n, now).name, id: FIRST });
  const late = await inTurns(
    () => openReview(actor, few, "all", cursorOf(FEW / 2)),
    () => openReview(actor, many, "all", cursorOf(MANY / 2)),
  );
  await disconnect();
  const of = `of ${MANY.toLocaleString("en")} members, vs ${FEW}`;
  return [
    slower("review_first", `the first page of a review ${of}`, { ...first, atMost: 1.3 }),
    slower("review_late", `a page from the middle of one ${of}`, { ...late, atMost: 1.3 }),
  ];
}

/** Lower than any id. */
const FIRST = "0".repeat(24);

async function inTurns(few: () => Promise<unknown>, many: () => Promise<unknown>) {
  const [floor, ours]: [number[], number[]] = [[], []];
  for (let call = 0; call < CALLS; call += 1) {
    floor.push(await ms(few));
    ours.push(await ms(many));
  }
  return { floor: p50(floor), ours: p50(ours) };
}

/** Writes an open review of the first users. */
async function reviewOf(members: number): Promise<string> {
  const { users: groupId } = builtInGroupIds;
  const by = { kind: "system", name: "iam-bot" } as const;
  const review = await Review.create({
    groups: [{ groupId, name: "Users" }],
    reviewers: { kind: "admins" },
    startedBy: by,
    startedAt: now,
    closesAt: new Date(now.getTime() + 86_400_000),
    days: 7,
    unanswered: "kept",
    counts: { total: members },
  });
  await fill(
    ReviewItem.collection,
    (n) => {
      const { _id: userId, name, email, memberships } = nthUser(n, now);
      const since = memberships[0]?.since ?? now;
      return {
        _id: new Types.ObjectId(),
        reviewId: review._id,
        userId,
        groupId,
        name,
        email,
        groupName: "Users",
        since,
        status: "open",
      };
    },
    { to: members },
  );
  return String(review._id);
}
