import { beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { accepts } from "../support/registrations.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ ALLOWED_EMAIL_DOMAINS: "MÜNCHEN.de,acme.io" });
const { slack, sendgrid, mia } = world;

const readable = "eve@münchen.de";
const canonical = "eve@xn--mnchen-3ya.de";

beforeEach(() => mia.closes({ all: true }));

async function finds(command: string, title: string): Promise<void> {
  await mia.closes({ all: true });
  await mia.runs(command);
  await mia.seesView(title);
  const results = () => mia.screen().replace(/^(Find|Search|Email).*$/m, "");
  await expect.poll(results).toContain(readable);
  // What was sought stands in the field as it was typed.
  expect(results()).not.toContain("xn--");
}

test("a domain in another script is one domain in both spellings, and people read their own script", async () => {
  await mia.runs(`/iam invite ${canonical} Eve@MÜNCHEN.de`);
  await mia.seesView("Invite people");
  await mia.sees(readable);
  await mia.types("Message", "Welcome");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  await mia.sees(readable);
  expect(mia.screen()).not.toContain("xn--");
  expect(await Invite.distinct("email")).toEqual([canonical]);

  for (const sought of [readable, canonical, "münchen", "xn--mnchen", "eve@mün"])
    await finds(`/iam pending ${sought}`, "Pending invites");
  for (const sought of [readable, canonical]) await finds(`/iam audit ${sought}`, "Audit log");

  await world.mailsAreOut();
  const mail = await sendgrid.mailTo(canonical);
  const { page } = await accepts(world, mail, "Eve Adams");
  expect(page).not.toContain("xn--");
  for (const sought of [readable, canonical]) await finds(`/iam user ${sought}`, "Profile");
  for (const sought of ["münchen", "xn--mnchen"]) await finds(`/iam users ${sought}`, "Users");
});

test("a Slack account whose profile uses the other spelling is linked at its first command, and stays linked", async () => {
  const eve = slack.addPerson({ name: "Eve Adams", email: "Eve@München.de" });
  await eve.runs("/iam");
  await eve.opensHome();
  await eve.sees("Edit My Details");
  expect(eve.home()).toContain(readable);
  const linked = { "slack.userId": eve.id, "slack.email": canonical };
  expect(await User.countDocuments(linked)).toBe(1);

  // As it was stored while a profile's spelling was kept.
  await User.updateOne(linked, { "slack.email": readable });
  await eve.runs("/iam");
  await eve.opensHome();
  await eve.sees("Edit My Details");
  expect(await AuditEvent.countDocuments({ action: "user.paused" })).toBe(0);
});

test("a mention is bound to its account, whichever spelling the profile uses", async () => {
  const ole = slack.addPerson({ name: "Ole Berg", email: "Ole@MÜNCHEN.de" });
  await mia.runs("/iam invite @Ole Berg");
  await mia.seesView("Invite people");
  await mia.sees("ole@münchen.de");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  expect(await Invite.findOne({ email: "ole@xn--mnchen-3ya.de" }).lean()).toMatchObject({
    account: { userId: ole.id },
  });
});
