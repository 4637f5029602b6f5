import { beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { remedyFor } from "../../src/slack/messages/remedy.ts";
import { cancels } from "../support/slack/cancelling.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { sendgrid, mia } = world;
// Where somebody is in Admin, owners see the overview.
await fixtures(world).admin("Ben Okri");

beforeEach(() => mia.closes({ all: true }));

async function invites(email: string): Promise<void> {
  await mia.runs(`/iam invite ${email}`);
  await mia.seesView("Invite people");
  await mia.submits();
}

test.each([
  ["Spam Reporting Address", "spam@example.com", "they reported an email as spam", "Spam Reports"],
  ["Unsubscribed Address", "bye@example.com", "they unsubscribed from our emails", "Global Unsubscribes"],
])(
  "%s: offers no Resend that would be dropped again, but the link, and what the operator can do",
  async (reason, email, words, list) => {
    await invites(email);
    await mia.closes({ all: true });
    await sendgrid.reports(await sendgrid.mailTo(email), "dropped", { reason });
    const sentences = [
      `Not sent: ${words}`,
      "Another email would be dropped too. Give them the link yourself. Or ask the operator to remove them from",
      `SendGrid’s ${list},`,
    ];

    const told = (await mia.receives(`${email} did not get your invite`)).asText;
    await mia.runs(`/iam pending ${email}`);
    const listed = (await mia.seesView("Pending invites")).asText;
    await mia.closes({ all: true });
    await mia.opensHome();
    const home = await mia.sees(new RegExp(`${email} · Not sent[^]*Cancel the invite to ${email}`));
    await invites(email);
    const result = await mia.sees("Already pending, invited by Mia Chen.");
    for (const screen of [told, listed, home, result]) {
      for (const sentence of sentences) expect(screen).toContain(sentence);
      expect(screen).toContain(`[Show Link (Show the link of the invite to ${email})]`);
      expect(screen).not.toContain(`[Resend (Resend the invite to ${email})]`);
    }

    await mia.presses("Show Link");
    expect((await mia.seesView("Invite link")).asText).toContain("/invite/");
    const shown = { action: "invite.link_shown", "target.label": email };
    expect(await AuditEvent.countDocuments(shown)).toBe(1);
  },
);

test("people who reported their email as spam are offered no Resend from then on", async () => {
  const email = "angry@example.com";
  await invites(email);
  await mia.closes({ all: true });
  const mail = await sendgrid.mailTo(email);
  await sendgrid.reports(mail, "delivered");
  await sendgrid.reports(mail, "spamreport");
  await mia.runs(`/iam pending ${email}`);
  await mia.seesView("Pending invites");
  const listed = await mia.sees("Delivered, but they reported an email as spam");
  expect(listed).toContain("Another email would be dropped. Give them the link yourself.");
  expect(listed).toContain(`[Show Link (Show the link of the invite to ${email})]`);
  expect(listed).not.toContain(`[Resend (Resend the invite to ${email})]`);
});

test("the message shows the link too; if someone cancelled the invite, it says so", async () => {
  const email = "both@example.com";
  await invites(email);
  await mia.closes({ all: true });
  await sendgrid.reports(await sendgrid.mailTo(email), "dropped", { reason: "Spam Reporting Address" });
  await mia.receives(`${email} did not get your invite`);
  await mia.presses(`Show the link of the invite to ${email}`, { beside: "did not get" });
  await mia.seesView("Invite link");
  await mia.closes({ all: true });
  await mia.runs(`/iam pending ${email}`);
  await mia.seesView("Pending invites");
  await cancels(mia, email);
  await mia.sees(`The invite to ${email} is cancelled.`);
  await mia.closes({ all: true });
  await mia.presses(`Show the link of the invite to ${email}`, { beside: "did not get" });
  await mia.receives(new RegExp(`Mia Chen cancelled the invite to ${email} on`));
});

test("a bounced address that SendGrid keeps on its list can be corrected, or sent the link", async () => {
  const email = "back@example.com";
  await invites(email);
  await sendgrid.reports(await sendgrid.mailTo(email), "dropped", { reason: "Bounced Address" });
  const told = (await mia.receives(`${email} did not get your invite`)).asText;
  expect(told).toContain(
    "If the address is right, give them the link yourself. Or ask the operator to remove them",
  );
  expect(told).toMatch(/\[Correct Address[^\]]*\] \[Show Link/);
  expect(await Invite.findOne({ email }).lean()).toMatchObject({ status: "pending" });
});

test.each([
  ["nothing is wrong", { state: "delivered" }, false, ["resend"]],
  ["a full mailbox", { state: "bounced", reason: "mailbox_unavailable:5.2.2" }, false, ["resend"]],
  [
    "no such mailbox",
    { state: "bounced", reason: "mailbox_unknown:5.1.1", permanent: true },
    false,
    ["correct"],
  ],
  [
    "no such mailbox, expired",
    { state: "bounced", reason: "mailbox_unknown", permanent: true },
    true,
    ["correct"],
  ],
  [
    "bounced before",
    { state: "dropped", reason: "earlier_bounce", permanent: true },
    false,
    ["correct", "link"],
  ],
  ["spam by its words", { state: "dropped", reason: "spam_content" }, false, ["link"]],
  [
    "as an older version wrote it",
    { state: "dropped", reason: "they unsubscribed from our emails" },
    false,
    ["link"],
  ],
  // A link that has expired opens nothing: only Resend makes it valid again.
  ["spam report, expired", { state: "dropped", reason: "reported_as_spam" }, true, ["resend"]],
  ["unsubscribed after it arrived", { state: "delivered", reason: "unsubscribed" }, false, ["link"]],
  ["arrived", { state: "delivered" }, false, ["resend"]],
  ["sent again since", { state: "queued" }, false, ["resend"]],
  ["our quota", { state: "dropped", reason: "provider_quota" }, false, ["resend"]],
] as const)("what helps: %s", (_what, delivery, expired, buttons) => {
  expect(remedyFor({ delivery, expired }).buttons).toEqual(buttons);
});
