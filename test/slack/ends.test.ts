import { expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { editInvite } from "../../src/services/invites/edit-invite.ts";
import { mia as owner } from "../support/acting.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { mia, slack } = world;
const { admin, registered, group } = fixtures(world);
const ben = await admin("Ben Okri");
await group("Research");
const { users } = builtInGroupIds;

async function opensProfile(name: string): Promise<void> {
  await mia.closes({ all: true });
  await mia.runs(`/iam user ${name}`);
  await mia.seesView("Profile");
}

async function invites(email: string, groups: string[], lastDay: string) {
  await mia.closes({ all: true });
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
  await mia.types("Email addresses", email);
  await mia.picks("Groups", groups);
  await mia.picks("Groups until", lastDay);
  return mia.submits();
}

test("the list shows an invite's end, and its link expires by then", async () => {
  await invites("eve@example.com", ["Research"], "2999-12-31");
  await mia.sees("1 invite is on the way");
  await mia.closes({ all: true });
  await mia.runs("/iam pending eve");
  await mia.sees("Research until 31 December 2999 (UTC)");

  await invites("soon@example.com", ["Research"], new Date().toISOString().slice(0, 10));
  await mia.sees("1 invite is on the way");
  const { expiresAt, groupsUntil } = await Invite.findOne({ email: "soon@example.com" }).orFail().lean();
  expect(expiresAt).toEqual(groupsUntil);
});

test("an end in the past is refused under its field, and nobody is invited", async () => {
  expect(await invites("late@example.com", ["Research"], "2020-01-01")).toEqual({
    "Groups until": "1 January 2020 (UTC) is in the past. Choose a later end, or none.",
  });
  expect(await Invite.exists({ email: "late@example.com" })).toBeNull();
});

test("Edit Groups shows, moves and removes the end of the groups in a pending invite", async () => {
  await invites("moved@example.com", ["Research"], "2999-12-31");
  let errors = {};
  const edits = async (day: string) => {
    await mia.closes({ all: true });
    await mia.runs("/iam pending moved@example.com");
    await mia.seesView("Pending invites");
    await mia.sees("moved@example.com");
    await mia.choosesFromMenu("Edit Groups");
    await mia.seesView("Edit groups");
    await mia.picks("Groups until", day);
    errors = await mia.submits();
    return Invite.findOne({ email: "moved@example.com" }).orFail().lean();
  };
  const { groupsUntil } = await edits("2999-12-30");
  expect(groupsUntil).toEqual(new Date("2999-12-31T00:00:00Z"));
  await mia.sees("Research until 30 December 2999 (UTC)");
  await edits("2020-01-01");
  const past = "1 January 2020 (UTC) is in the past. Choose a later end, or none.";
  expect(errors).toEqual({ "Groups until": past });
  await mia.seesView("Edit groups");
  const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const short = await edits(soon);
  expect(short.expiresAt).toEqual(short.groupsUntil);
  const { _id, generation } = short;
  await editInvite(owner, String(_id), generation, { end: null });
  expect((await Invite.findById(_id).lean())?.groupsUntil).toBeUndefined();
});

test("Change Groups gives groups until a day; Set End changes or removes that end", async () => {
  await registered("Cleo Marsh");
  await opensProfile("Cleo Marsh");
  await mia.presses("Change Groups");
  await mia.seesView("Change groups");
  await mia.picks("Groups", ["Users", "Research"]);
  await mia.picks("New groups until", "2999-12-31");
  await mia.submits();
  await mia.sees("Gets: Research, until 31 December 2999 (UTC)");
  await mia.submits();
  await mia.sees("Groups changed.");
  await mia.sees("Research service · no projects or regions · until 31 December 2999 (UTC)");

  await mia.presses("Groups");
  await mia.sees("[Set End]");
  await mia.presses("Set End");
  await mia.seesView("Set end");
  await mia.picks("Group", "Research · until 31 December 2999 (UTC)");
  // It shows the end that it has: whoever saves takes none away by chance.
  await mia.sees("2999-12-31");
  await mia.submits();
  await mia.sees("The membership of Research already ends on 31 December 2999 (UTC). Nothing was changed.");
  await mia.presses("Set End");
  await mia.seesView("Set end");
  await mia.picks("Group", "Research · until 31 December 2999 (UTC)");
  await mia.sees("2999-12-31");
  await mia.picks("Last day", "2020-01-01");
  expect(Object.keys(await mia.submits())).toEqual(["Last day"]);
  await mia.picks("Last day", "3000-01-31");
  await mia.submits();
  await mia.sees("The membership of Research ends on 31 January 3000 (UTC).");
  await mia.presses("Set End");
  await mia.seesView("Set end");
  await mia.picks("Group", "Research · until 31 January 3000 (UTC)");
  await mia.sees("3000-01-31");
  await mia.picks("Last day", []);
  await mia.submits();
  await mia.sees("The membership of Research has no end.");
  const { memberships } = await User.findOne({ name: "Cleo Marsh" }).orFail().lean();
  expect(memberships.map(({ until }) => until)).toEqual([undefined, undefined]);
});

async function opensSetEnd(person: Person, name: string, choice: string): Promise<void> {
  await person.closes({ all: true });
  await person.runs(`/iam user ${name}`);
  await person.seesView("Profile");
  await person.presses("Groups");
  await person.sees("[Set End]");
  await person.presses("Set End");
  const { view } = await person.seesView("Set end");
  await person.picks("Group", choice);
  await expect.poll(() => person.look().view.hash).not.toBe(view.hash);
}

/** Registers somebody in Research, and opens Set End on it for two admins; returns their end as it is at any time. */
async function twoAdminsOnSetEnd(name: string, lastDay?: string): Promise<() => Promise<Date | undefined>> {
  const research = await Group.findOne({ name: "Research" }).orFail().lean();
  const id = await registered(name, { groups: [users, research._id] });
  const until = lastDay && new Date(Date.parse(lastDay) + 86_400_000);
  if (until) await User.updateOne({ _id: id }, { $set: { "memberships.1.until": until } });
  for (const person of [mia, ben]) {
    await opensSetEnd(person, name, until ? "Research · until 31 December 2999 (UTC)" : "Research");
  }
  return async () => (await User.findById(id).orFail().lean()).memberships[1]?.until;
}

test("an empty last day doesn't remove an end that another admin has set since the form was drawn", async () => {
  const end = await twoAdminsOnSetEnd("Nora Falk");
  await ben.picks("Last day", "2999-12-31");
  await ben.submits();
  await ben.sees("The membership of Research ends on 31 December 2999 (UTC).");

  await mia.submits();
  const { title, asText } = await mia.seesView("Set end");
  expect([title, asText]).toEqual([
    "Set end",
    expect.stringMatching(/Ben Okri changed Nora Falk on .*2999-12-31/s),
  ]);
  expect(await end()).toEqual(new Date("3000-01-01T00:00:00Z"));
  // Now the form shows it, so an empty field removes it.
  await mia.picks("Last day", []);
  await mia.submits();
  await mia.sees("The membership of Research has no end.");
  expect(await end()).toBeUndefined();
});

test("a last day stays typed when another admin has set or removed the end meanwhile", async () => {
  const set = await twoAdminsOnSetEnd("Odin Berg");
  await mia.picks("Last day", "2998-06-30");
  await ben.picks("Last day", "2999-12-31");
  await ben.submits();
  await ben.sees("The membership of Research ends on 31 December 2999 (UTC).");
  await mia.submits();
  expect((await mia.seesView("Set end")).asText).toMatch(
    /Ben Okri changed Odin Berg on .*Now until 31 December 2999 \(UTC\)\..*2998-06-30/s,
  );
  await mia.submits();
  await mia.sees("The membership of Research ends on 30 June 2998 (UTC).");
  expect(await set()).toEqual(new Date("2998-07-01T00:00:00Z"));

  const removed = await twoAdminsOnSetEnd("Pia Lund", "2999-12-31");
  await mia.picks("Last day", "2998-06-30");
  await ben.picks("Last day", []);
  await ben.submits();
  await ben.sees("The membership of Research has no end.");
  await mia.submits();
  expect((await mia.seesView("Set end")).asText).toMatch(
    /Ben Okri changed Pia Lund on .*Now without an end\..*2998-06-30/s,
  );
  expect(await removed()).toBeUndefined();
  await mia.submits();
  await mia.sees("The membership of Research ends on 30 June 2998 (UTC).");
  expect(await removed()).toEqual(new Date("2998-07-01T00:00:00Z"));
});

test("an untouched last day that another admin has moved or removed isn't set again", async () => {
  const moved = await twoAdminsOnSetEnd("Ruth Vogel", "2999-12-31");
  await ben.picks("Last day", "2999-06-30");
  await ben.submits();
  await ben.sees("The membership of Research ends on 30 June 2999 (UTC).");
  await mia.submits();
  await mia.sees(/Ben Okri changed Ruth Vogel on .*2999-06-30/s);
  await mia.submits();
  await mia.sees("The membership of Research already ends on 30 June 2999 (UTC). Nothing was changed.");
  expect(await moved()).toEqual(new Date("2999-07-01T00:00:00Z"));
});

test("a last day that is left as it is keeps the time at which the membership ends", async () => {
  const research = await Group.findOne({ name: "Research" }).orFail().lean();
  const id = await registered("Uwe Kern", { groups: [research._id] });
  const until = new Date("2999-12-31T17:00:00Z");
  await User.updateOne(
    { _id: id },
    {
      $set: {
        "memberships.0": {
          groupId: research._id,
          until,
          zone: "Europe/Berlin",
          since: new Date(),
          by: { kind: "system", name: "iam-bot" },
        },
      },
    },
  );
  await opensProfile("Uwe Kern");
  await mia.presses("Groups");
  await mia.sees("[Set End]");
  await mia.presses("Set End");
  await mia.seesView("Set end");
  await mia.sees("2999-12-31");
  await mia.submits();
  await mia.sees("already ends on 31 December 2999, 18:00 (Europe/Berlin). Nothing was changed.");
  expect((await User.findById(id).orFail().lean()).memberships[0]?.until).toEqual(until);
});

test("Set End says that somebody has left the group meanwhile", async () => {
  await twoAdminsOnSetEnd("Sven Holt");
  await User.updateOne({ name: "Sven Holt" }, { $set: { memberships: [] } });
  await mia.picks("Last day", "2999-12-31");
  await mia.submits();
  await ben.picks("Group", "Users");
  for (const person of [mia, ben]) {
    await person.seesView("Groups");
    await person.sees("Sven Holt is not in any group and has no access.");
  }
});

test("Save pressed before the form shows the chosen group asks to check its last day", async () => {
  const end = await twoAdminsOnSetEnd("Tove Dahl", "2999-12-31");
  let draw = () => {};
  const until = new Promise<void>((resolve) => {
    draw = resolve;
  });
  slack.next("views.update", { until });
  await mia.picks("Group", "Users");
  await mia.submits();
  draw();
  await mia.sees("Nothing was saved, because the form didn’t show this group yet.");
  expect((await User.findOne({ name: "Tove Dahl" }).orFail().lean()).memberships[0]?.until).toBeUndefined();
  expect(await end()).toEqual(new Date("3000-01-01T00:00:00Z"));
});

test("Admin can only end while someone else is in it for good", async () => {
  await opensProfile("Ben Okri");
  await mia.presses("Groups");
  await mia.sees("[Set End]");
  await mia.presses("Set End");
  await mia.seesView("Set end");
  await mia.picks("Group", "Admin");
  await mia.picks("Last day", "2999-12-31");
  expect(Object.values(await mia.submits()).join()).toContain("is the last active Admin");
  await admin("Jonas Weber");
  await mia.submits();
  await mia.sees("The membership of Admin ends on 31 December 2999 (UTC).");
  await opensProfile("Jonas Weber");
  await mia.presses("Suspend");
  await mia.sees("Jonas Weber is the last active Admin whose membership does not end");
});

test("people about to leave a group are on Home, and a filter of /iam users, the next first", async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000);
  for (const [name, days] of [
    ["Dina Roth", 3],
    ["Emil Haas", 1],
    ["Kofi Mensah", 30],
  ] as const) {
    const id = await registered(name);
    await User.updateOne(
      { _id: id },
      { $set: { "memberships.0.until": day(days), "memberships.0.zone": "UTC" } },
    );
  }
  await mia.closes({ all: true });
  await mia.opensHome();
  await expect.poll(() => mia.home()).toContain("2 Users Leave a Group Within 7 Days");
  await mia.presses("2 Users Leave a Group Within 7 Days");
  const { asText } = await mia.seesView("Users");
  expect(asText).toMatch(/2 users leave a group within 7 days.*Emil Haas.*Users until.*Dina Roth/s);
  expect(asText).not.toContain("Kofi Mensah");
  await mia.picks("Show", "Everyone");
  await mia.sees("Kofi Mensah");
});

test("people read on their own Home until when they are in a group", async () => {
  const kim = slack.addPerson({ name: "Kim Lee", email: "kim.lee@acme.io" });
  const id = await registered("Kim Lee", { linkedTo: kim });
  await User.updateOne(
    { _id: id },
    {
      $set: {
        "memberships.0.until": new Date("2999-12-31T23:00:00Z"),
        "memberships.0.zone": "Europe/Berlin",
      },
    },
  );
  await kim.opensHome();
  await expect.poll(() => kim.home()).toContain("Until 31 December 2999 (Europe/Berlin)");
});

test("from its end on, every list says that a membership has ended, until the job has removed it", async () => {
  const vera = slack.addPerson({ name: "Vera Lang", email: "vera.lang@acme.io" });
  const research = await Group.findOne({ name: "Research" }).orFail().lean();
  const id = await registered("Vera Lang", { groups: [users, research._id], linkedTo: vera });
  await User.updateOne(
    { _id: id },
    { $set: { "memberships.1.until": new Date("2026-03-01T00:00:00Z"), "memberships.1.zone": "UTC" } },
  );
  const ended = "ended 28 February 2026 (UTC)";
  await mia.closes({ all: true });
  await mia.runs("/iam users Vera");
  await mia.sees(`vera.lang@acme.io · Users · Research ${ended}`);
  await mia.closes({ all: true });
  await mia.runs("/iam groups Research");
  await mia.sees("vera.lang@acme.io · Ended 28 February 2026 (UTC)");
  await vera.opensHome();
  await expect.poll(() => vera.home()).toContain(`Research ${ended}`);
});
