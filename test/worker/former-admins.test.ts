import { afterEach, beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { usersGroupId } from "../../src/services/groups/groups.ts";
import { declineInvite } from "../../src/services/invites/decline-invite.ts";
import { pauseIfChanged } from "../../src/services/pause-link.ts";
import { changeGroups } from "../../src/services/users/change-groups.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { linkByHand } from "../../src/services/users/link-account.ts";
import { reactivateUser, suspendUser } from "../../src/services/users/suspend-user.ts";
import type { Worker } from "../../src/worker/worker.ts";
import { actorOf, seedAdmin, seedUsers } from "../support/slack/seed.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

const adminGroup = "000000000000000000000002";

let world: WorkerWorld;
let worker: Worker;
let ada: Person;
let ben: Person;

beforeEach(async () => {
  world = await startWorkerWorld();
  await world.takesEvents();
  ada = world.slack.addPerson({ name: "Ada Byron", email: "ada@acme.io" });
  ben = world.slack.addPerson({ name: "Ben Weber", email: "ben@acme.io" });
  await seedAdmin(ada);
  await seedAdmin(ben);
  worker = world.starts();
});
afterEach(() => world.ends());

const seen = async (name: string) => {
  const user = await User.findOne({ name }).orFail().lean();
  return (await userProfile(world.actor(), String(user._id))).version;
};

/** Ways out of Admin, and back. */
const ways: Record<string, { out: () => Promise<unknown>; back: () => Promise<unknown> }> = {
  removed: {
    out: async () => changeGroups(world.actor(), await seen("Ada Byron"), [usersGroupId]),
    back: async () => changeGroups(world.actor(), await seen("Ada Byron"), [adminGroup]),
  },
  suspended: {
    out: async () => suspendUser(world.actor(), await seen("Ada Byron"), "keep"),
    back: async () => reactivateUser(world.actor(), await seen("Ada Byron")),
  },
  paused: {
    out: async () => pauseIfChanged({ ...actorOf(ada), email: "other@acme.io" }),
    back: async () => linkByHand(world.actor(), await seen("Ada Byron"), actorOf(ada)),
  },
};

/** Lets the cards be drawn that somebody asks for by now. */
async function drawsCards(): Promise<void> {
  await worker.idle();
  await world.tellsEvents(worker);
  await world.drawsCards();
  await worker.idle();
}

const updates = () => world.slack.calls("chat.update").length;
const textsOf = (person: Person) => person.messages.map(({ asText }) => asText);
const declines = (inviteId: string) => declineInvite({ inviteId, generation: 1 }, inviteId);

test.each(Object.keys(ways))(
  "who was %s: no notice comes any more, and the card says so once, until they are back",
  async (way) => {
    const { out, back } = ways[way] ?? {};
    const emails = ["eve@example.com", "fay@example.com", "guy@example.com"];
    const [eve = "", fay = "", guy = ""] = await world.invites(emails, { by: actorOf(ada) });
    await drawsCards();
    expect(textsOf(ada)).toEqual([expect.stringContaining("Invites to 3 people")]);

    await out?.();
    await drawsCards();
    expect(textsOf(ada)).toEqual(["You are no longer an admin."]);
    const before = updates();
    await declines(eve);
    await ben.receives("eve@example.com declined Ada Byron's invite");
    await drawsCards();
    await declines(fay);
    await drawsCards();
    expect(textsOf(ada)).toEqual(["You are no longer an admin."]);
    expect(updates()).toBe(before);

    await back?.();
    await drawsCards();
    expect(textsOf(ada)[0]).toContain("Invites to 3 people");
    await declines(guy);
    await ada.receives("guy@example.com declined your invite");
  },
);

test("people who invite as their last act get no card at all", async () => {
  await worker.stop();
  await world.invites(["eve@example.com"], { by: actorOf(ada) });
  await ways.suspended?.out();
  worker = world.starts();
  await drawsCards();
  expect(textsOf(ada)).toEqual([]);
});

/** Adds Priya Patel, registered and linked. */
async function addPriya(): Promise<Person> {
  const priya = world.slack.addPerson({ name: "Priya Patel", email: "priya@acme.io" });
  const slack = {
    teamId: world.slack.teamId,
    userId: priya.id,
    email: "priya@acme.io",
    linkedAt: new Date(),
  };
  await seedUsers(["Priya Patel"], usersGroupId, { slack });
  return priya;
}

test("news waiting for an admin is not told once they are no longer one", async () => {
  const priya = await addPriya();
  await worker.stop();
  await pauseIfChanged({ ...actorOf(priya), ineligible: "deactivated" });
  const user = await User.findOne({ name: "Priya Patel" }).orFail().lean();
  await Job.deleteMany({});
  await Job.insertMany(
    [ada, ben].map((person) => ({
      kind: "deactivated-notice",
      facts: { userId: user._id, to: person.id },
      dueAt: new Date(),
      createdAt: new Date(),
    })),
  );
  await ways.removed?.out();
  worker = world.starts();
  await ben.receives("Suspend Priya Patel?");
  await worker.idle();
  expect(textsOf(ada)).toEqual([]);
});

test("a card that asked an admin whether to suspend someone doesn't tell them the answer once they are no longer an admin", async () => {
  const priya = await addPriya();
  await pauseIfChanged({ ...actorOf(priya), ineligible: "deactivated" });
  for (const person of [ada, ben]) await person.receives("Suspend Priya Patel?");
  await worker.idle();
  await ways.paused?.out();
  await suspendUser(world.actor(), await seen("Priya Patel"), "keep");
  await ben.receives("Priya Patel was suspended by Mia Chen");
  await worker.idle();
  expect(textsOf(ada)).toEqual(["You are no longer an admin."]);
});
