import type { Types } from "mongoose";
import { beforeAll, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { seedGroups, seedInvites } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ INVITE_UNDO_SECONDS: "3600" });
const { registered, admin, group } = fixtures(world);
const { users } = builtInGroupIds;
let ada: Person;

/** Each form that chooses groups: how it is opened for someone, and what they are given once it is submitted. */
const forms: Record<
  string,
  { open: (who: string) => Promise<void>; given: (who: string) => Promise<unknown> }
> = {
  "Invite people": {
    async open(who) {
      await ada.runs(`/iam invite ${who}@example.com`);
    },
    given: invitedInto,
  },
  "Edit groups": {
    async open(who) {
      await seedInvites([`${who}@example.com`], [String(users)]);
      await ada.runs(`/iam pending ${who}`);
      await ada.seesView("Pending invites");
      await ada.choosesFromMenu("Edit Groups");
    },
    given: invitedInto,
  },
  "Change groups": {
    async open(who) {
      await registered(who);
      await ada.runs(`/iam user ${who}`);
      await ada.seesView("Profile");
      await ada.presses("Change Groups");
    },
    async given(who) {
      const { memberships } = await User.findOne({ name: who }).orFail().lean();
      return names(memberships.map(({ groupId }) => groupId));
    },
  },
};

async function invitedInto(who: string) {
  const invite = await Invite.findOne({ email: `${who}@example.com` }).lean();
  return invite && names(invite.groupIds);
}

async function names(ids: Types.ObjectId[]) {
  return (
    await Group.find({ _id: { $in: ids } })
      .sort({ nameKey: 1 })
      .lean()
  ).map(({ name }) => name);
}

beforeAll(async () => {
  ada = await admin("Ada Lovelace");
  await group("West Coast Sales");
  await group("Coastguard");
  await seedGroups(96);
});

test.each([101, 200].flatMap((count) => Object.keys(forms).map((title) => [title, count] as const)))(
  "%s with %i groups: found by the beginnings of words, and what was chosen stays, after trouble too",
  async (title, count) => {
    const there = await Group.countDocuments();
    if (there < count) await seedGroups(count - there, there);
    expect(await Group.countDocuments()).toBe(count);
    const who = `${title.split(" ")[0]}${count}`.toLowerCase();
    await ada.closes({ all: true });
    await forms[title]?.open(who);
    await ada.seesView(title);
    expect(ada.screen()).toContain("Groups: Users");

    expect(await ada.searches("Groups", "")).toHaveLength(100);
    expect(await ada.searches("Groups", "coast")).toEqual(["Coastguard", "West Coast Sales"]);
    expect(await ada.searches("Groups", "WEST  coast s")).toEqual(["West Coast Sales"]);
    expect(await ada.searches("Groups", "ales")).toEqual([]);
    expect(await ada.searches("Groups", `zone ${String(count - 6).padStart(3, "0")}`)).toHaveLength(1);

    await ada.picks("Groups", ["Users", "West Coast Sales", "Zone 042"]);
    world.slack.next("users.info", { status: 500 });
    await ada.submits();
    await ada.sees("Slack did not answer in time.");
    expect(ada.screen()).toContain("Groups: Users, West Coast Sales, Zone 042");
    expect(await ada.submits()).toEqual({});
    if (title === "Change groups") {
      await ada.seesView("Change groups?");
      await ada.sees("Gets: West Coast Sales, Zone 042");
      await ada.presses("Choose Again");
      await ada.seesView("Change groups");
      expect(ada.screen()).toContain("Groups: Users, West Coast Sales, Zone 042");
      await ada.submits();
      await ada.seesView("Change groups?");
      await ada.submits();
    }
    await expect.poll(() => forms[title]?.given(who)).toEqual(["Users", "West Coast Sales", "Zone 042"]);
  },
);

test.each(Object.keys(forms))("%s finds no group for whoever is no admin any more", async (title) => {
  await ada.closes({ all: true });
  await forms[title]?.open(`late.${title.split(" ")[0]}`.toLowerCase());
  await ada.seesView(title);
  await User.updateOne({ name: "Ada Lovelace" }, { status: "suspended" });
  expect(await ada.searches("Groups", "zone")).toEqual([]);
  await User.updateOne({ name: "Ada Lovelace" }, { status: "active" });
  expect(await ada.searches("Groups", "zone")).toHaveLength(100);
});
