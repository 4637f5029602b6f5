import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { Review } from "../../src/models/review.ts";
import { ReviewItem } from "../../src/models/review-item.ts";
import { User } from "../../src/models/user.ts";
import { reviewOf } from "../support/reviews.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { actorOf, seedUsers } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack } = world;
const { registered, admin, auditor, group } = fixtures(world);
let ada: Person;
let lea: Person;
let eve: Person;

beforeAll(async () => {
  ada = await admin("Ada Byron");
  const person = (name: string, handle: string) => slack.addPerson({ name, email: `${handle}@acme.io` });
  [lea, eve] = [person("Lea Lead", "lea.lead"), person("Eve Adams", "eve.adams")];
  const data = await group("Data Platform");
  const leads = await group("Leads");
  await Group.updateOne({ _id: data }, { requests: { open: true, deciders: leads, answers: 1 } });
  const { users } = builtInGroupIds;
  await registered("Lea Lead", { groups: [users, leads, data], linkedTo: lea });
  await registered("Eve Adams", { groups: [users, data], linkedTo: eve });
  for (const name of ["Ben Weber", "Cleo Marsh", "Finn Park"])
    await registered(name, { groups: [users, data] });
});
beforeEach(() => Promise.all([ada, lea, eve].map((each) => each.closes({ all: true }))));

/** Has a job run whose time has come. */
const falls = (kind: string) => Job.updateMany({ kind, status: "waiting" }, { dueAt: new Date(0) });

test("an admin starts a review; deciders get a card and go through the members, and the one removed is told by whom and why", async () => {
  await ada.runs("/iam review");
  await ada.sees("No reviews yet.");
  await ada.presses("Start Review");
  await ada.seesView("Start review");
  await ada.picks("Groups", ["Data Platform"]);
  await ada.picks("Who reviews", "The people who decide about each group");
  await ada.picks("Members nobody decides about", "Are removed");
  await ada.picks("How often", "Every 3 months");
  await ada.submits();
  await ada.sees("The review has started.");

  await lea.receives("Ada Byron asks you to review who is in Data Platform (5 members).");
  await lea.presses("Open Review");
  await lea.seesView("Review");
  expect(lea.screen()).toContain("0 of 5 decided");
  expect(lea.screen()).toContain("This is you, so somebody else decides.");
  await lea.presses("Keep Ben Weber: Data Platform");
  await lea.sees("You kept Ben Weber in Data Platform.");
  await lea.presses("Remove Eve Adams: Data Platform");
  await lea.seesView("Remove?");
  await lea.types("Why", "Left the project");
  await lea.submits();
  await lea.sees("You removed Eve Adams from Data Platform.");
  await lea.presses("Keep until Cleo Marsh: Data Platform");
  await lea.seesView("Keep until");
  await lea.picks("Last day", "2999-12-31");
  await lea.submits();
  await lea.sees("You kept Cleo Marsh in Data Platform until that day.");
  await lea.presses("Keep the Rest");
  await lea.sees("You kept 1 member.");
  expect(lea.screen()).toContain("4 of 5 decided");

  await eve.receives("Lea Lead removed you from the group Data Platform in a review.");
  await eve.receives("Why: Left the project");
  await eve.presses("Request Access");
  await eve.seesView("Request access");
  await lea.receives("4 of 5 decided");
});

test("reviewers who aren't admins open their own reviews with /iam review, and start none", async () => {
  await lea.runs("/iam review");
  await lea.seesView("Reviews");
  expect(lea.screen()).toContain("Data Platform (5 members)");
  expect(lea.screen()).not.toMatch(/Start Review|Export/);
  await lea.presses("View the review of Data Platform");
  await lea.seesView("Review");
  await lea.sees("4 of 5 decided");
  expect(lea.screen()).not.toMatch(/Stop Repeating|Export/);
  await lea.closes({ all: true });
  await lea.runs("/iam review data");
  await lea.seesView("Review");
  await lea.closes();
  await lea.runs("/iam review Admin");
  await lea.sees("There is no review of “Admin” yet.");
  await lea.closes();
  await lea.runs("/iam export review Data Platform");
  await lea.sees("Only admins can do this.");
  await eve.runs("/iam review");
  await eve.sees("Only admins can do this.");
});

test("reviewers are reminded; at the end, undecided members go, and the starter reads the report", async () => {
  await falls("review-reminder");
  await lea.receives("The review of Data Platform (5 members) ends on");
  await falls("review-close");
  await ada.receives(
    "The review of Data Platform (5 members) is closed: 2 kept · 1 kept with an end date · 2 removed.",
  );
  await lea.receives("A review removed you from the group Data Platform.");
  expect(await ReviewItem.findOne({ name: "Lea Lead" }).lean()).toMatchObject({
    status: "removed",
    reason: "Nobody decided about it in time.",
  });
  await ada.runs("/iam review Data");
  await ada.seesView("Review");
  await ada.sees("every 3 months, again on");
  await ada.picks("Show", "All members");
  await ada.sees("Removed by Lea Lead");
  expect(ada.screen()).not.toContain("[Keep");
  await ada.presses("Stop Repeating");
  await ada.sees("This review will not start again.");
  await ada.closes();
  await ada.runs("/iam user Eve Adams");
  await ada.seesView("Profile");
  await ada.presses("Activity");
  await ada.sees("removed, in a review, a membership of");
});

test("two people decide about one member at once: one acts, and the other is told who did", async () => {
  const ben = await admin("Ben Admin");
  const vault = await group("Vault");
  await registered("Otto Other", { groups: [builtInGroupIds.users, vault] });
  await ada.runs("/iam review");
  await ada.seesView("Reviews");
  await ada.presses("Start Review");
  await ada.seesView("Start review");
  await ada.picks("Groups", ["Vault"]);
  await ada.submits();
  await ada.sees("The review has started.");
  await expect
    .poll(() => Review.findOne({ "groups.name": "Vault", gathering: { $exists: false } }).lean())
    .not.toBeNull();
  for (const person of [ada, ben]) {
    await person.closes({ all: true });
    await person.runs("/iam review Vault");
    await person.seesView("Review");
    await person.sees("Otto Other");
  }
  await Promise.all([ada, ben].map((person) => person.presses("Keep Otto Other: Vault")));
  await expect.poll(() => `${ada.screen()} ${ben.screen()}`).toMatch(/You kept Otto Other/);
  await expect
    .poll(() => `${ada.screen()} ${ben.screen()}`)
    .toMatch(/(Ada Byron|Ben Admin) kept Otto Other in Vault/);
  await ben.closes({ all: true });
});

test("an auditor reads reviews and decides nothing; a member reads none", async () => {
  const audrey = await auditor("Audrey Reader");
  await audrey.runs("/iam review");
  await audrey.sees("Data Platform");
  expect(audrey.screen()).not.toContain("Start Review");
  await audrey.closes();
  await audrey.runs("/iam review Vault");
  await audrey.seesView("Review");
  await audrey.picks("Show", "All members");
  await audrey.sees("Otto Other");
  expect(audrey.screen()).not.toMatch(/\[Keep|\[Remove/);
  await eve.runs("/iam review");
  await eve.sees("Only admins can do this.");
  expect(await User.countDocuments({ name: "Otto Other" })).toBe(1);
});

test("the database goes away while a large rest is being kept: the reviewer reads how many were kept, and presses again", async () => {
  const rest = await group("Rest");
  await seedUsers(
    Array.from({ length: 251 }, (_, at) => `Member ${at}`),
    rest,
  );
  await ada.runs("/iam review");
  await ada.seesView("Reviews");
  await ada.presses("Start Review");
  await ada.seesView("Start review");
  await ada.picks("Groups", ["Rest"]);
  await ada.submits();
  await ada.sees("The review has started.");
  await ada.receives("0 of 251 decided.");
  await ada.closes({ all: true });
  await ada.presses("Open Review");
  await ada.seesView("Review");
  await world.database.failAfter("update", ReviewItem, 1, true);
  await ada.presses("Keep the Rest");
  await ada.sees(
    "250 members were kept, then the database stopped answering. Keep the rest again in a minute: that goes on from there.",
  );
  await world.database.recover();
  await ada.presses("Keep the Rest");
  await ada.sees("You kept 1 member.");
  expect(ada.screen()).toContain("251 of 251 decided");
});

test("reviewers read by their own clock when a review ends", async () => {
  const [lou, cave] = [
    slack.addPerson({ name: "Lou West", email: "lou@acme.io", timeZone: "America/Los_Angeles" }),
    await group("Cave"),
  ];
  await registered("Lou West", { groups: [builtInGroupIds.admin], linkedTo: lou });
  await registered("Gus Hill", { groups: [cave] });
  const id = await reviewOf(actorOf(lou), [cave]);
  await Review.updateOne({ _id: id }, { closesAt: new Date("2030-01-09T00:30:00Z") });
  await lou.runs("/iam review");
  await lou.sees("until 8 January, 16:30 GMT-8");
  await lou.closes();
  await lou.runs("/iam review Cave");
  await lou.sees("admins review · until 8 January, 16:30 GMT-8");
});
