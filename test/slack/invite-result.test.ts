import { beforeEach, expect, test } from "vitest";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Counter } from "../../src/models/counter.ts";
import { Invite } from "../../src/models/invite.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({
  INVITE_LIMIT_PER_ADMIN: "1000",
  INVITE_UNDO_SECONDS: "600",
  ALLOWED_EMAIL_DOMAINS: "example.com,acme.io",
});
const { slack, sendgrid, mia } = world;

beforeEach(() => mia.closes({ all: true }));

async function invites(emails: string) {
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
  await mia.types("Email addresses", emails);
  expect(await mia.submits()).toEqual({});
}

test("with more than ten, results of the same kind are combined and exceptions paged, each with its button", async () => {
  const known = Array.from({ length: 12 }, (_, n) => `known${n + 10}@example.com`);
  await invites(known.slice(0, 10).join(" "));
  await mia.closes();
  await invites(known.slice(10).join(" "));
  await mia.closes();
  await Counter.updateOne(
    { _id: `mails:${new Date().toISOString().slice(0, 10)}:often@example.com` },
    { count: 5, expiresAt: new Date(Date.now() + 86_400_000) },
    { upsert: true },
  );
  await invites(
    [...known, "often@example.com", "a@b.example", "c@b.example", "fresh@example.com"].join("\n"),
  );
  await mia.sees("1 person gets an email\nfresh@example.com");
  await mia.sees("Not sent: daily email limit for the address reached\noften@example.com");
  expect(await mia.submits()).toEqual({});
  await mia.sees("Invited. Sending in 600 seconds.\nfresh@example.com");
  await mia.sees("Not sent: daily email limit for this address reached.\noften@example.com");
  await mia.sees("Not sent: b.example is not allowed.\na@b.example, c@b.example");
  const rows = () => [...mia.screen().matchAll(/^(known\d+)@\S+\nAlready pending/gm)].map(([, name]) => name);
  expect(rows()).toHaveLength(10);
  await mia.presses("Next");
  await expect.poll(rows).toHaveLength(2);
  await mia.presses("Undo All");
  await mia.sees("1 cancelled. No email was sent.\nfresh@example.com");
  await mia.sees("Invite undone.");
  expect(rows()).toHaveLength(2);
  await mia.presses("Previous");
  await expect.poll(rows).toHaveLength(10);
});

test("Undo All cancels everything at once, with one event each", async () => {
  const many = Array.from({ length: 30 }, (_, n) => `bulk${n}@example.com`);
  await invites(many.join("\n"));
  await mia.submits();
  await mia.sees("30 invites are on the way");
  await mia.presses("Undo All");
  await mia.sees("30 cancelled. No email was sent.");
  const bulk = { email: /^bulk/ };
  expect(await Invite.distinct("status", bulk)).toEqual(["cancelled"]);
  expect(await AuditEvent.countDocuments({ action: "invite.cancelled", "target.label": /^bulk/ })).toBe(30);
  await world.mailsAreOut();
  expect(sendgrid.mails.filter(({ to }) => to[0]?.email.startsWith("bulk"))).toEqual([]);
});

test("a hundred entries from an email program are a hundred, by command and by message", async () => {
  const entries = (kind: string) =>
    Array.from({ length: 100 }, (_, n) => `"Lastname-${n}, Firstname" <${kind}.person.${n}@example.com>`);
  const open = {
    command: (text: string) => mia.runs(`/iam invite ${text}`),
    message: (message: string) => mia.usesShortcut("Invite from message", { message }),
  };
  for (const [kind, opens] of Object.entries(open)) {
    await opens(entries(kind).join(", "));
    await mia.seesView("Invite people");
    expect(mia.screen()).not.toContain("not fit");
    await mia.submits();
    await mia.sees("100 people get an email");
    await mia.closes({ all: true });
  }
});

test("addresses that don't fit into the form wait behind Next, until all are invited", async () => {
  const long = Array.from({ length: 99 }, (_, n) => `${"x".repeat(20)}${n}@example.com`).join(" ");
  await mia.runs(`/iam invite ${long}`);
  const { view } = await mia.seesView("Invite people");
  await mia.sees("13 more addresses do not fit here. Send these first, then press Next 13.");
  expect(breaches(view.description)).toEqual([]);
  await mia.submits();
  await mia.sees("86 people get an email");
  await mia.submits();
  await mia.sees("86 invites are on the way");
  await mia.presses("Next 13");
  await mia.sees(`${"x".repeat(20)}98@example.com`);
  expect(mia.screen()).not.toContain("not fit");
  await mia.submits();
  await mia.sees("13 people get an email");
  await mia.submits();
  await mia.sees("13 invites are on the way");
  expect(mia.screen()).not.toContain("[Next");
  expect(await Invite.countDocuments({ email: /^x{20}/ })).toBe(99);

  await mia.closes();
  const message = Array.from({ length: 230 }, (_, n) => `m${n}@example.com`).join(", ");
  await mia.usesShortcut("Invite from message", { message });
  await mia.seesView("Invite people");
  for (const [waiting, next] of [
    ["130 more addresses do", "Next 100"],
    ["30 more addresses do", "Next 30"],
  ] as const) {
    await mia.sees(`${waiting} not fit here. Send these first, then press ${next}.`);
    await mia.submits();
    await mia.sees("100 people get an email");
    await mia.submits();
    await mia.sees("100 invites are on the way");
    await mia.presses(next);
  }
  await mia.sees("m229@example.com");
});

test("a mentioned person who did not fit is still bound to their account", async () => {
  const pia = slack.addPerson({ name: "Pia Wolf", email: "pia@acme.io" });
  const first = Array.from({ length: 100 }, (_, n) => `first${n}@example.com`).join(" ");
  await mia.runs(`/iam invite ${first} @Pia Wolf`);
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.submits();
  await mia.sees("100 invites are on the way");
  await mia.presses("Next 1");
  await mia.sees("pia@acme.io");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  expect(await Invite.findOne({ email: "pia@acme.io" }).lean()).toMatchObject({
    account: { userId: pia.id },
  });
});

test("malformed addresses in a message are listed, nicknames are not", async () => {
  await mia.usesShortcut("Invite from message", {
    message: "Please let in good@example.com, ève@example.com, bob@@example.com; thanks @mia",
  });
  await mia.seesView("Invite people");
  await mia.sees("This is not an email address: bob@@example.com.");
  await mia.sees("Can't send email to addresses with letters outside a–z before the @: ève@example.com.");
  expect(mia.screen()).not.toContain("@mia");
  await mia.submits();
  await mia.sees("1 invite is on the way");
});

test("people who can't be invited by mention are named, each with the reason", async () => {
  slack.addPerson({ name: "Bo Bot", email: "bo@acme.io", bot: true });
  slack.addPerson({ name: "Gus Guest", email: "gus@acme.io", guest: true });
  slack.addPerson({ name: "Dee Gone", email: "dee@acme.io", deactivated: true });
  slack.addPerson({ name: "Sly Stranger", email: "sly@acme.io", teamId: "T0OTHER" });
  slack.addPerson({ name: "Uma Unsure", email: "uma@acme.io", emailConfirmed: false });
  await mia.runs("/iam invite @Bo Bot @Gus Guest @Dee Gone @Sly Stranger @Uma Unsure <@U0NOBODY|nobody>");
  const { asText } = await mia.seesView("Invite people");
  for (const sentence of [
    "Bo Bot can't be invited: this account is a bot.",
    "Gus Guest can't be invited: this account is a guest.",
    "Dee Gone can't be invited: this account is deactivated.",
    "Sly Stranger can't be invited: this account is from another team.",
    "Uma Unsure can't be invited by mention: Slack has not confirmed their email address. Type the address instead.",
    "@nobody can't be invited by mention: Slack can't find them here. Type the address instead.",
  ])
    expect(asText).toContain(sentence);
  expect(asText).not.toContain("@acme.io");
});

test("a mention binds the invite to that account, unless its address was removed from the form", async () => {
  const noor = slack.addPerson({ name: "Noor Ali", email: "noor@acme.io" });
  slack.addPerson({ name: "Ole Berg", email: "ole@acme.io" });
  await mia.runs("/iam invite @Noor Ali @Ole Berg");
  await mia.seesView("Invite people");
  await mia.types("Email addresses", "noor@acme.io, other@acme.io");
  await mia.submits();
  await mia.sees("2 invites are on the way");
  const bound = await Invite.find({ email: /^(noor|ole|other)@acme/ }).lean();
  expect(bound.map(({ email, account }) => [email, account?.userId])).toEqual([
    ["noor@acme.io", noor.id],
    ["other@acme.io", undefined],
  ]);
});
