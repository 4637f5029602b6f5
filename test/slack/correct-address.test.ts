import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { accepts } from "../support/registrations.ts";
import { cancels } from "../support/slack/cancelling.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { sendgrid, mia } = world;
const { admin, group } = fixtures(world);
await group("Finance");
const ben = await admin("Ben Okri");

async function bounces(email: string) {
  await mia.closes({ all: true });
  await mia.runs(`/iam invite ${email}`);
  await mia.seesView("Invite people");
  await mia.picks("Groups", ["Finance", "Users"]);
  await mia.picks("Link expires after", "14 days");
  await mia.types("Message", "See you *soon*");
  await mia.submits();
  await mia.closes({ all: true });
  await sendgrid.reports(await sendgrid.mailTo(email), "bounce");
  return mia.receives(`${email} did not get your invite`);
}

/** Presses *Correct Address* on the message of a bounce. */
async function corrects(email: string): Promise<void> {
  await bounces(email);
  await mia.presses(`Correct the address ${email}`);
  await mia.seesView("Correct address");
}

const statusOf = async (email: string) => (await Invite.findOne({ email }).orFail().lean()).status;
const eventsOf = async (email: string) =>
  (await AuditEvent.find({ "target.label": email }).sort({ _id: 1 }).lean()).map(({ action }) => action);

test("Correct Address on the message opens a form that says what it replaces; Send cancels that, and invites", async () => {
  const told = await bounces("tpyo@example.com");
  expect(told.asText).not.toContain("Resend");
  await mia.presses("Correct the address tpyo@example.com");
  const form = (await mia.seesView("Correct address")).asText;
  expect(form).toMatch(/^Correct address\n.*tpyo@example\.com.*cancel/s);
  for (const kept of ["tpyo@example.com", "Groups: Finance, Users", "14 days", "See you *soon*"])
    expect(form).toContain(kept);
  expect(await statusOf("tpyo@example.com")).toBe("pending");

  await mia.types("Email addresses", "typo@example.com");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  await mia.sees("The invite to tpyo@example.com is cancelled.");
  expect((await sendgrid.mailTo("typo@example.com")).text).toContain("See you *soon*");
  expect(await Invite.findOne({ email: "typo@example.com" }).lean()).toMatchObject({ expiryDays: 14 });
  expect(await Invite.findOne({ email: "tpyo@example.com" }).lean()).toMatchObject({
    status: "cancelled",
    settledBy: { name: "Mia Chen" },
  });
  expect(await eventsOf("tpyo@example.com")).toEqual(["invite.created", "invite.cancelled"]);

  // The message that led here says so, too, and its button goes.
  const left = await mia.receives("Corrected to typo@example.com.");
  expect(left.asText).toContain("tpyo@example.com did not get your invite.");
  expect(left.asText).not.toContain("[Correct Address");
});

test("the name that an import gave stays with the person whose address is corrected, and with nobody else", async () => {
  for (const [wrong, corrected, name] of [
    ["nmaed@example.com", "named@example.com", "Eve Adams"],
    ["tow@example.com", "two@example.com, both@example.com", undefined],
  ] as const) {
    await bounces(wrong);
    await Invite.updateOne({ email: wrong }, { name: "Eve Adams" });
    await mia.presses(`Correct the address ${wrong}`);
    await mia.seesView("Correct address");
    await mia.types("Email addresses", corrected);
    await mia.submits();
    await mia.sees("on the way");
    const invites = await Invite.find({ email: { $in: corrected.split(", ") } }).lean();
    expect(new Set(invites.map((invite) => invite.name))).toEqual(new Set([name]));
  }
});

test("closing the form instead leaves everything as it was", async () => {
  await corrects("still@example.com");
  await mia.closes({ all: true });
  expect(await statusOf("still@example.com")).toBe("pending");
  expect(await eventsOf("still@example.com")).toEqual(["invite.created"]);
  await mia.presses("Correct the address still@example.com");
  await mia.seesView("Correct address");
});

test("the address that bounced is not sent to again", async () => {
  await corrects("same@example.com");
  await mia.submits();
  await mia.sees("The email to same@example.com bounced. Correct the address.");
  await mia.types("Email addresses", "Same@Example.com, other@example.com");
  await mia.submits();
  await mia.sees("The email to same@example.com bounced. Correct the address.");
  expect(await statusOf("same@example.com")).toBe("pending");
  expect(await Invite.exists({ email: "other@example.com" })).toBeNull();
});

test("if nobody new can be invited, the old invite stays", async () => {
  await corrects("old@example.com");
  await mia.types("Email addresses", "typo@example.com");
  await mia.submits();
  await mia.sees("Already pending, invited by Mia Chen.");
  await mia.sees("The invite to old@example.com stays as it is.");
  expect((await mia.receives("old@example.com did not get your invite")).asText).toContain(
    "[Correct Address",
  );
  expect(await statusOf("old@example.com")).toBe("pending");
});

test("more than ten addresses are reviewed, and still replace the old one", async () => {
  await corrects("team@example.com");
  const team = Array.from({ length: 11 }, (_, n) => `team.${n}@example.com`);
  await mia.types("Email addresses", team.join(" "));
  await mia.submits();
  await mia.sees("Send 11 Invites");
  await mia.presses("Change");
  await mia.seesView("Correct address");
  await mia.submits();
  await mia.sees("Send 11 Invites");
  expect(await statusOf("team@example.com")).toBe("pending");
  await mia.submits();
  await mia.sees("The invite to team@example.com is cancelled.");
  expect(await statusOf("team@example.com")).toBe("cancelled");
});

test("an expired invite can be replaced too; there is nothing to cancel", async () => {
  await corrects("late@example.com");
  await Invite.updateOne({ email: "late@example.com" }, { expiresAt: new Date(0) });
  await mia.types("Email addresses", "prompt@example.com");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  expect(await statusOf("prompt@example.com")).toBe("pending");
  expect(await eventsOf("late@example.com")).not.toContain("invite.cancelled");

  await mia.closes({ all: true });
  await Invite.updateOne({ email: "late@example.com" }, { status: "expired", expiresAt: new Date() });
  await mia.runs("/iam pending late");
  await mia.seesView("Pending invites");
  await mia.picks("Show", "Expired in the last 30 days");
  await mia.submits();
  await mia.sees("[Correct Address");
  await mia.presses("Correct the address late@example.com");
  expect((await mia.seesView("Correct address")).asText).toContain("late@example.com, which has expired");
});

const races: [string, string, (email: string) => Promise<unknown>, RegExp][] = [
  [
    "cancelled",
    "cancelled@example.com",
    () => cancels(ben, "cancelled@example.com"),
    /Ben Okri cancelled the invite to cancelled@example.com on .*\. Nobody was invited\./,
  ],
  [
    "sent again",
    "resent@example.com",
    (email) => Invite.updateOne({ email }, { $inc: { generation: 1 } }),
    /Mia Chen sent the invite to resent@example.com again on .*\. Nobody was invited\./,
  ],
  [
    "accepted",
    "accepted@example.com",
    async (email) => accepts(world, await sendgrid.mailTo(email), "Eve Adams"),
    /Eve Adams accepted the invite to accepted@example.com on .*\. Nobody was invited\./,
  ],
];

for (const [what, email, act, sentence] of races)
  test(`the old invite is ${what} while the form is open: nothing changes, and the form says so`, async () => {
    await corrects(email);
    await ben.runs(`/iam pending ${email}`);
    await ben.seesView("Pending invites");
    await act(email);
    await expect
      .poll(async () => {
        const { status, generation } = await Invite.findOne({ email }).orFail().lean();
        return status !== "pending" || generation > 1;
      })
      .toBe(true);
    const before = await statusOf(email);
    await mia.types("Email addresses", `new-${email}`);
    await mia.submits();
    await mia.sees(sentence);
    expect(await Invite.exists({ email: `new-${email}` })).toBeNull();
    expect(await statusOf(email)).toBe(before);
    // What was typed is still there, and can be sent without replacing anything.
    await mia.seesView("Invite people");
    await mia.submits();
    await mia.sees("1 invite is on the way");
    expect(await statusOf(`new-${email}`)).toBe("pending");
    await ben.closes({ all: true });
  });

test("an invite that someone else cancelled first is not replaced: the message says who did, and when", async () => {
  await bounces("gone@example.com");
  await ben.runs("/iam pending gone");
  await ben.seesView("Pending invites");
  await cancels(ben, "gone@example.com");
  await ben.sees("The invite to gone@example.com is cancelled.");
  await mia.presses("Correct the address gone@example.com");
  const pressed = await mia.receives(/Ben Okri cancelled the invite to gone@example.com on/);
  expect(pressed.asText).not.toContain("[Correct Address");
  expect(mia.screen()).toBe("");
  expect(await eventsOf("gone@example.com")).toEqual(["invite.created", "invite.cancelled"]);
});
