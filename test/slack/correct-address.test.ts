import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { sendgrid, mia } = world;
const { admin } = fixtures(world);

async function bounces(email: string) {
  await mia.closes({ all: true });
  await mia.runs(`/iam invite ${email}`);
  await mia.seesView("Invite people");
  await mia.picks("Groups", ["Admin", "Users"]);
  await mia.picks("Link expires after", "14 days");
  await mia.types("Message", "See you *soon*");
  await mia.submits();
  await mia.closes({ all: true });
  await sendgrid.reports(await sendgrid.mailTo(email), "bounce");
  return mia.receives(`${email} did not get your invite`);
}

test("Correct Address on the message cancels the invite and opens a new one filled in; no button is left", async () => {
  const told = await bounces("tpyo@example.com");
  expect(told.asText).not.toContain("Resend");
  await mia.presses("Correct the address tpyo@example.com");
  const form = (await mia.seesView("Invite people")).asText;
  for (const kept of ["tpyo@example.com", "Groups: Admin, Users", "14 days", "See you *soon*"])
    expect(form).toContain(kept);
  expect(await Invite.findOne({ email: "tpyo@example.com" }).lean()).toMatchObject({ status: "cancelled" });
  const left = await mia.receives("The invite to tpyo@example.com is cancelled.");
  expect(left.asText).not.toContain("[Correct Address");

  await mia.types("Email addresses", "typo@example.com");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  expect((await sendgrid.mailTo("typo@example.com")).text).toContain("See you *soon*");
  expect(await Invite.findOne({ email: "typo@example.com" }).lean()).toMatchObject({ expiryDays: 14 });
});

test("what somebody else cancelled first is not cancelled again: the message says who did, and when", async () => {
  const ben = await admin("Ben Okri");
  await bounces("gone@example.com");
  await ben.runs("/iam pending gone");
  await ben.seesView("Pending invites");
  await ben.presses("Cancel Invite", { beside: "gone@example.com" });
  await ben.sees("The invite to gone@example.com is cancelled.");
  await mia.presses("Correct the address gone@example.com");
  const pressed = await mia.receives(/Ben Okri cancelled the invite to gone@example.com on/);
  expect(pressed.asText).not.toContain("[Correct Address");
  expect(mia.screen()).toBe("");
  expect(
    await AuditEvent.countDocuments({ action: "invite.cancelled", "target.label": "gone@example.com" }),
  ).toBe(1);
});
