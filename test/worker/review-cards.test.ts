import { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { keepTheRest } from "../../src/services/reviews/keep-rest.ts";
import { enqueueSlack } from "../../src/slack/state/jobs.ts";
import { MAX_ATTEMPTS } from "../../src/worker/backoff.ts";
import { reviewOf } from "../support/reviews.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
let admins: Person[];
beforeEach(async () => {
  world = await startWorkerWorld();
  const { admin } = fixtures(world);
  admins = [await admin("Ada Byron"), await admin("Ben Okri")];
});
afterEach(() => world.ends());

const looksAgain = async (reviewId: string, times: number) => {
  const dueAt = new Date(Date.now() - 1_000);
  const again = { kind: "review-notices" as const, reviewId: new Types.ObjectId(reviewId), dueAt };
  await enqueueSlack(dueAt, ...Array.from({ length: times }, () => again));
};
const cards = (person: Person) =>
  person.messages.filter(({ asText }) => asText.includes("asks you to review who is in Users")).length;

test("however many processes find out at once who reviews, everyone gets one card; unreachable reviewers are told later", async () => {
  const [ada] = admins;
  await ada?.becomes({ deactivated: true });
  const id = await reviewOf(world.actor());
  await looksAgain(id, 20);
  const workers = [world.starts(), world.starts(), world.starts()];
  for (const worker of workers) await worker.idle();
  expect(admins.map(cards)).toEqual([0, 1]);
  await ada?.becomes({ deactivated: false });
  await looksAgain(id, 5);
  for (const worker of workers) await worker.idle();
  expect(admins.map(cards)).toEqual([1, 1]);
});

test("a stuck review is tried again in a day, and the person who started it is told", async () => {
  const id = await reviewOf(world.actor());
  const reviewId = new Types.ObjectId(id);
  await Job.updateOne(
    { kind: "review-close", "facts.reviewId": reviewId },
    { $set: { dueAt: new Date(Date.now() - 1_000), attempts: MAX_ATTEMPTS } },
  );
  await world.starts().idle();
  const again = await Job.findOne({ kind: "review-close", status: "waiting" }).orFail().lean();
  expect(again.facts).toEqual({ reviewId });
  expect(again.dueAt.getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000);
  const told = await Job.find({ kind: "review-news", "facts.news": "stuck" }).lean();
  expect(told.length).toBeGreaterThan(0);
});

test("a former reviewer is told nothing more about a review, and their card says so", async () => {
  const [ada, ben] = admins;
  const id = await reviewOf(world.actor());
  const worker = world.starts();
  await worker.idle();
  expect(admins.map(cards)).toEqual([1, 1]);
  await User.updateOne({ name: "Ada Byron" }, { $pull: { memberships: { groupId: builtInGroupIds.admin } } });
  const dueAt = new Date(Date.now() - 1_000);
  const news = { kind: "review-news", reviewId: new Types.ObjectId(id), dueAt } as const;
  const all = admins.flatMap(({ id: to }) => [
    { ...news, to, news: "reminded" as const },
    { ...news, to, news: "closed" as const },
  ]);
  await enqueueSlack(dueAt, ...all);
  await worker.idle();
  expect(admins.map(({ messages }) => messages.length)).toEqual([1, 3]);

  await keepTheRest(world.actor(), id);
  await expect
    .poll(() => ada?.messages.map(({ asText }) => asText))
    .toEqual(["You no longer decide in this review."]);
  await worker.idle();
  expect(ben?.messages[0]?.asText).toContain("asks you to review who is in Users");
});

test("admins are asked too if nobody else decides about all members of a group", async () => {
  const { group, registered } = fixtures(world);
  const [lea, otto] = ["Lea Lead", "Otto Lead"].map((name) =>
    world.slack.addPerson({ name, email: `${name.toLowerCase().replace(" ", ".")}@acme.io` }),
  );
  const leads = await group("Leads");
  const [vault, archive] = [await group("Vault"), await group("Archive")];
  const decidedBy = (id: Types.ObjectId, deciders: Types.ObjectId) =>
    Group.updateOne({ _id: id }, { requests: { open: true, deciders, answers: 1 } });
  await decidedBy(vault, leads);
  await decidedBy(archive, await group("Nobody"));
  const { users } = builtInGroupIds;
  const leaId = await registered("Lea Lead", { groups: [users, leads], ...(lea && { linkedTo: lea }) });
  const worker = world.starts();
  const asked = async (groups: Types.ObjectId[], reviewers: "deciders" | { userId: string }) => {
    const people = [...admins, lea, otto];
    const before = people.map((each) => each?.messages.length ?? 0);
    await reviewOf(world.actor(), groups, { reviewers });
    await worker.idle();
    return people.map((each, at) => (each?.messages.length ?? 0) - (before[at] ?? 0));
  };
  expect(await asked([vault], "deciders"), "Lea decides about Vault").toEqual([0, 0, 1, 0]);
  expect(await asked([vault, archive], "deciders"), "nobody is in Nobody").toEqual([1, 1, 1, 0]);
  expect(await asked([vault], { userId: leaId }), "one person").toEqual([0, 0, 1, 0]);
  expect(await asked([leads], { userId: leaId }), "Lea can't review herself").toEqual([1, 1, 1, 0]);
  await registered("Otto Lead", { groups: [users, leads], ...(otto && { linkedTo: otto }) });
  await decidedBy(leads, leads);
  expect(await asked([leads], "deciders"), "two review each other").toEqual([0, 0, 1, 1]);
});
