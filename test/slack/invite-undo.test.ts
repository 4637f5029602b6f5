import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ INVITE_UNDO_SECONDS: "3", ALLOWED_EMAIL_DOMAINS: "example.com" });
const { mia } = world;
const { admin, registered } = fixtures(world);

async function invites(emails: string, who = mia) {
  await who.closes({ all: true });
  await who.runs("/iam invite");
  await who.seesView("Invite people");
  await who.types("Email addresses", emails);
  expect(await who.submits()).toEqual({});
}

test("each address has its own line; once the emails are sent, no Undo is left on the screen", async () => {
  await registered("Una User", {}, "una@example.com");
  await invites("one@example.com");
  await invites("Ask: new@example.com one@example.com una@example.com x@elsewhere.example");
  const { asText } = await mia.seesView("Invite people");
  const lines = asText.replace(/Sending in [123] seconds?\./, "Sending soon.").split("\n");
  expect(lines.slice(2, -2)).toEqual([
    "new@example.com",
    "Invited. Sending soon.",
    "[Undo (Undo the invite to new@example.com)]",
    "one@example.com",
    expect.stringMatching(/^Already pending, invited by Mia Chen\. As of .*\d\d:\d\d.*\.$/),
    "[Resend (Resend the invite to one@example.com)]",
    "una@example.com",
    "Already a user.",
    "[View Profile (View the profile of una@example.com)]",
    "x@elsewhere.example",
    "Not sent: elsewhere.example is not allowed.",
  ]);
  expect(asText).toContain("\nIgnored 1 word without an @, such as a name.\n");
  await mia.presses("View the profile of una@example.com");
  await mia.seesView("Profile");
  await mia.closes();
  await expect.poll(() => mia.screen()).toMatch(/new@example.com\nInvited\.$/m);
  expect(mia.screen()).not.toContain("[Undo");
});

test("an admin who has lost their rights once the emails are sent has tried nothing", async () => {
  const ben = await admin("Ben Okri");
  await invites("three@example.com", ben);
  await User.updateOne({ name: "Ben Okri" }, { $pull: { memberships: { groupId: builtInGroupIds.admin } } });
  await invites("four@example.com");
  await expect.poll(() => mia.screen()).toMatch(/four@example.com\nInvited\.$/m);
  expect(await AuditEvent.countDocuments({ action: "access.refused" })).toBe(0);
});
