import { expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { seedInvites } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

let olga: Person | undefined;
const world = await startWorld((slack) => {
  olga = slack.addPerson({ name: "Olga Owner", email: "olga@acme.io" });
  const gone = slack.addPerson({ name: "Gone Owner", email: "gone@acme.io", deactivated: true });
  return { IAM_OWNERS: [olga, gone].map(({ id }) => id).join(",") };
});
const { slack } = world;
const { registered, admin } = fixtures(world);
const adminGroups = [builtInGroupIds.users, builtInGroupIds.admin];

async function readsEverywhere(person: Person, people: string): Promise<void> {
  await person.runs("/iam pending");
  await expect.poll(() => person.ephemerals.at(-1)?.asText).toBe(`Only admins can do this. Ask ${people}.`);
  await person.runs("/iam");
  await expect
    .poll(() => person.ephemerals.at(-1)?.asText)
    .toMatch(`Only admins can do this. Ask ${people}. Your`);
  await person.opensHome();
  await person.sees(`ask ${people}.`);
}

test("only people who can act are named, as Slack shows them: owners too, never people who can't, never the asker", async () => {
  const eve = slack.addPerson({ name: "Eve Adams", email: "eve@acme.io" });
  await readsEverywhere(eve, "@Olga Owner");

  await registered("Abe Unlinked", { groups: adminGroups });
  const ben = await admin("Ben Okri");
  await admin("Cat Paused");
  await User.updateOne(
    { name: "Cat Paused" },
    { $set: { "slack.paused": { since: new Date(), code: "email_changed", because: "email changed" } } },
  );
  await admin("Dan Suspended");
  await User.updateOne({ name: "Dan Suspended" }, { status: "suspended" });
  // Slack has told nobody yet that this one was deactivated.
  const fay = await admin("Fay Gone");
  Object.assign(fay.account, { deactivated: true });
  await readsEverywhere(eve, "@Ben Okri or @Olga Owner");

  await User.updateOne({ name: "Ben Okri" }, { memberships: [] });
  await readsEverywhere(ben, "@Olga Owner");
  await olga?.becomes({ guest: true });
  await olga?.runs("/iam pending");
  await olga?.sees("Only admins can do this. Type /iam to see whom to ask.");
  await olga?.runs("/iam");
  await olga?.sees("Only admins can do this. Ask whoever runs iam-bot.");
});

test("above a modal and on Home it is the same people, as mentions, and what was typed stays", async () => {
  await olga?.becomes({ guest: false });
  const leaves = await admin("Lea Leaves");
  await admin("Ben Again");
  await seedInvites(["waits@example.com"], [String(builtInGroupIds.users)]);
  const refusal = "Only admins can do this. Ask @Ben Again or @Olga Owner.";
  await leaves.opensHome();
  await leaves.sees("waits@example.com");
  await leaves.runs("/iam invite eve@example.com");
  await leaves.seesView("Invite people");
  const memberships = (await User.findOne({ name: "Lea Leaves" }).orFail().lean()).memberships;
  await User.updateOne({ name: "Lea Leaves" }, { memberships: [] });
  await leaves.submits();
  await leaves.sees(refusal);
  expect(leaves.screen()).toContain("eve@example.com");
  await leaves.closes({ all: true });

  await User.updateOne({ name: "Lea Leaves" }, { memberships });
  await leaves.runs("/iam users");
  await leaves.seesView("Users");
  await User.updateOne({ name: "Lea Leaves" }, { memberships: [] });
  await leaves.presses("View Ben Again");
  await leaves.sees(refusal);
  await leaves.closes({ all: true });

  await leaves.presses("Cancel the invite to waits@example.com");
  await expect.poll(() => leaves.home()).toContain(`\n${refusal}\n`);
  expect(leaves.home()).toContain("To change what you can use, ask @Ben Again or @Olga Owner.");
});
