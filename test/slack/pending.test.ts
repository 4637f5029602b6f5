import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { newAdmin } from "../support/registrations.ts";
import { asksToCancel, cancels } from "../support/slack/cancelling.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({
  INVITE_UNDO_SECONDS: "3600",
  INVITE_LIMIT_PER_ADMIN: "1000",
  INVITE_LIMIT_PER_ADDRESS: "100",
});
const { sendgrid, slack, mia } = world;
let ben: Person;

const numbered = (number: number) => `p${String(number).padStart(2, "0")}@example.com`;
/** The numbers of the addresses on someone's screen, in order. */
const rows = (person: Person) => [...person.screen().matchAll(/^p(\d\d)@\S+ · /gm)].map(([, n]) => Number(n));
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => from - n);
const offers = (person: Person, name: string) => person.look().offers(name);

async function lists(person: Person, text = "") {
  await person.closes({ all: true });
  await person.runs(`/iam pending ${text}`);
  await person.seesView("Pending invites");
}

async function turns(person: Person, to: "Next" | "Previous") {
  const { hash } = person.look().view;
  await person.presses(to);
  await expect.poll(() => person.look().view.hash).not.toBe(hash);
}

beforeAll(async () => {
  ben = await newAdmin(world, "Ben Weber");
});

beforeEach(async () => {
  await Invite.deleteMany({ status: { $ne: "accepted" } });
  await mia.closes({ all: true });
  await mia.runs(`/iam invite ${Array.from({ length: 25 }, (_, n) => numbered(n)).join(" ")}`);
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("25 people get an email");
  await mia.submits();
  const newest = await Invite.find({ status: "pending" }).sort({ email: -1 }).lean();
  await Invite.bulkWrite(
    newest.map(({ _id }, age) => ({
      updateOne: {
        filter: { _id },
        update: { createdAt: new Date(Date.now() - Math.floor(age / 3) * 3_600_000) },
      },
    })),
  );
});

test("25 invites, newest first, ten a page, forward and back", async () => {
  await lists(mia);
  const seen = [...rows(mia)];
  expect(seen).toHaveLength(10);
  expect(offers(mia, "Previous")).toBe(false);
  await turns(mia, "Next");
  seen.push(...rows(mia));
  await turns(mia, "Next");
  seen.push(...rows(mia));
  expect(offers(mia, "Next")).toBe(false);
  expect(seen).toHaveLength(25);
  expect([...seen].sort((a, b) => b - a)).toEqual(down(24, 0));
  expect(seen.map((number) => Math.floor((24 - number) / 3))).toEqual(
    down(24, 0).map((_, n) => Math.floor(n / 3)),
  );
  await turns(mia, "Previous");
  expect(rows(mia)).toEqual(seen.slice(10, 20));
  await turns(mia, "Previous");
  expect(rows(mia)).toEqual(seen.slice(0, 10));
  expect(offers(mia, "Previous")).toBe(false);
});

test("pages neither repeat nor skip while others invite and cancel", async () => {
  await lists(mia);
  const first = rows(mia);
  await turns(mia, "Next");
  const second = rows(mia);
  const gone = [...first.slice(0, 4), second[3] ?? 0];
  await Invite.updateMany({ email: { $in: gone.map(numbered) } }, { status: "cancelled" });
  await lists(ben);
  await ben.closes();
  await ben.runs("/iam invite newest@example.com");
  await ben.seesView("Invite people");
  await ben.submits();
  await turns(mia, "Next");
  expect(rows(mia)).toHaveLength(5);
  expect(rows(mia).filter((number) => [...first, ...second].includes(number))).toEqual([]);
  await turns(mia, "Previous");
  await turns(mia, "Previous");
  expect(mia.screen()).toContain("newest@example.com");
  expect(mia.screen().match(/^Users · by /gm)).toHaveLength(10);
  expect(offers(mia, "Previous")).toBe(false);
});

test("a page that became empty shows the one before it, leaving nothing out", async () => {
  await lists(mia);
  await turns(mia, "Next");
  const second = rows(mia);
  await turns(mia, "Next");
  const [kept = 0, ...others] = rows(mia);
  await Invite.updateMany({ email: { $in: others.map(numbered) } }, { status: "cancelled" });
  await cancels(mia, numbered(kept));
  await mia.sees(`The invite to ${numbered(kept)} is cancelled. No email was sent.`);
  expect(rows(mia)).toEqual(second);
  expect(offers(mia, "Next")).toBe(false);
});

test("a press keeps the page and the search; the next invite takes the place of the row that went", async () => {
  await lists(mia);
  await turns(mia, "Next");
  const [first = 0, second = 0, ...rest] = rows(mia);
  await cancels(mia, numbered(first));
  await mia.sees(`The invite to ${numbered(first)} is cancelled`);
  expect(rows(mia).slice(0, 9)).toEqual([second, ...rest]);
  expect(rows(mia)).toHaveLength(10);
  await mia.presses("Resend", { beside: numbered(second) });
  await mia.sees(`Sending again to ${numbered(second)}`);
  await sendgrid.mailTo(numbered(second));
  expect(rows(mia).slice(0, 9)).toEqual([second, ...rest]);
});

test("Search matches the start of a word, and no other part", async () => {
  for (const email of ["anna.zeta@corp.example", "zoe@alpha.example"]) {
    await mia.closes({ all: true });
    await mia.runs(`/iam invite ${email}`);
    await mia.seesView("Invite people");
    await mia.submits();
  }
  await lists(mia);
  const found = async (text: string) => {
    await mia.types("Find", text);
    await mia.submits();
    return [...mia.screen().matchAll(/^(\S+@\S+) · /gm)].map(([, email]) => email);
  };
  expect(await found("ZETA")).toEqual(["anna.zeta@corp.example"]);
  expect(await found("corp.ex")).toEqual(["anna.zeta@corp.example"]);
  expect(await found("anna zeta")).toEqual(["anna.zeta@corp.example"]);
  expect(await found("zoe@alpha.example")).toEqual(["zoe@alpha.example"]);
  expect(await found("nna")).toEqual([]);
  expect(await found("moon")).toEqual([]);
  await mia.sees("No invites match. Try another search, or clear it to see all of them.");
  expect(await found("")).toHaveLength(10);
  await lists(mia, "p0");
  expect(rows(mia)).toHaveLength(10);
  expect(offers(mia, "Next")).toBe(false);
});

test("results come in the order of the word found, page by page, each once, and back again", async () => {
  const found = (person: Person) => [...person.screen().matchAll(/^(\S+)@\S+ · /gm)].map(([, who]) => who);
  const pages: (string | undefined)[][] = [];
  // Each of them has two words or more that begin with "p", and two that are the same for all.
  await Invite.updateMany(
    { status: "pending" },
    [{ $set: { words: { $concatArrays: ["$words", ["pine", "punta"]] } } }],
    { updatePipeline: true },
  );
  await lists(mia, "p");
  pages.push(found(mia));
  await turns(mia, "Next");
  pages.push(found(mia));
  await turns(mia, "Next");
  pages.push(found(mia));
  expect(offers(mia, "Next")).toBe(false);
  expect(pages.flat()).toEqual(Array.from({ length: 25 }, (_, n) => numbered(n).split("@")[0]));
  await lists(mia, "pun");
  const sameWord = rows(mia);
  for (const _ of ["second", "third"]) {
    await turns(mia, "Next");
    sameWord.push(...rows(mia));
  }
  expect(sameWord.map((number) => Math.floor((24 - number) / 3))).toEqual(
    down(24, 0).map((_, n) => Math.floor(n / 3)),
  );
  expect(new Set(sameWord).size).toBe(25);

  await lists(mia, "p");
  await turns(mia, "Next");
  await turns(mia, "Next");
  await cancels(mia, numbered(20));
  await mia.sees(`The invite to ${numbered(20)} is cancelled`);
  expect(found(mia)).toEqual(pages[2]?.slice(1));
  await Invite.updateMany({ email: { $in: [21, 22, 23].map(numbered) } }, { status: "cancelled" });
  await cancels(mia, numbered(24));
  await mia.sees(`The invite to ${numbered(24)} is cancelled`);
  expect(found(mia)).toEqual(pages[1]);
  await turns(mia, "Previous");
  expect(found(mia)).toEqual(pages[0]);
  expect(offers(mia, "Previous")).toBe(false);

  const lately = { expiresAt: new Date(Date.now() - 60_000) };
  await Invite.updateMany({ email: { $in: [2, 4, 11].map(numbered) } }, { ...lately, status: "expired" });
  await Invite.updateOne({ email: numbered(3) }, lately);
  await mia.picks("Show", "Expired in the last 30 days");
  await mia.sees(/^\d+ expired invites? · /m);
  expect(rows(mia)).toEqual([2, 3, 4, 11]);
  await mia.types("Find", "pun p0");
  await mia.submits();
  expect(rows(mia)).toEqual([4, 3, 2]);
});

test("on a row that someone settled meanwhile, the line says who and what", async () => {
  await lists(mia, "p2");
  await lists(ben, "p2");
  await cancels(ben, numbered(20));
  await ben.sees("The invite to p20@example.com is cancelled");
  await mia.presses("Resend", { beside: numbered(20) });
  await mia.sees(/Ben Weber cancelled the invite to p20@example.com on \d+ \w+, \d\d:\d\d/);
  expect(rows(mia)).not.toContain(20);
  await ben.presses("Resend", { beside: numbered(21) });
  await ben.sees("Sending again to p21@example.com");
  await mia.choosesFromMenu("Cancel Invite", { beside: numbered(21) });
  await mia.sees(/Ben Weber sent the invite to p21@example.com again on .* Nothing else was changed/);
  expect(rows(mia)).toContain(21);
  await Invite.updateOne({ email: numbered(22) }, { expiresAt: new Date(Date.now() - 1000) });
  await cancels(mia, numbered(22));
  await mia.sees(/The invite to p22@example.com expired on .*Resend it/);
  await asksToCancel(mia, numbered(23));
  await ben.presses("Resend", { beside: numbered(23) });
  await ben.sees("Sending again to p23@example.com");
  await mia.submits();
  await mia.sees(/Ben Weber sent the invite to p23@example.com again on .* Nothing else was changed/);
});

test("a message gives the result of a press if the list was closed before the answer", async () => {
  await lists(mia, "p0");
  await asksToCancel(mia, numbered(3));
  const question = mia.look();
  await mia.closes({ all: true });
  await question.submits();
  await mia.receives("The invite to p03@example.com is cancelled. No email was sent.");
  expect(slack.calls("views.update").at(-1)?.answer).toMatchObject({ error: "not_found" });
});

test("a row says all there is to know, and Search finds delivery trouble, my own, and recently expired invites", async () => {
  await lists(mia, "p24");
  const row = /^p24@example.com · Queued\nUsers · by Mia Chen, just now · expires in (6|7) days$/m;
  expect(mia.screen()).toMatch(row);
  expect(mia.screen()).toContain(
    "[Resend (Resend the invite to p24@example.com)] [… Cancel Invite | Edit Groups | Show Link]",
  );
  const at = new Date();
  const states = { 20: "delivered", 21: "sent", 22: "deferred", 23: "failed" } as const;
  for (const [number, state] of Object.entries(states))
    await Invite.updateOne(
      { email: numbered(Number(number)) },
      { delivery: { state, generation: 1, at, reason: "our SendGrid account is out of credits" } },
    );
  await lists(mia, "p2");
  for (const words of [
    "Delivered",
    "Sent, awaiting delivery",
    "Delayed, retrying",
    "Not sent: our SendGrid account is out of credits",
  ])
    expect(mia.screen()).toMatch(new RegExp(`^p2\\d@example.com · ${words}$`, "m"));
  await mia.picks("Show", "Delivery trouble");
  await mia.sees("1 invite with delivery trouble · as of ");
  expect(rows(mia)).toEqual([23]);

  await Invite.updateOne(
    { email: numbered(19) },
    { "invitedBy.userId": ben.id, "invitedBy.name": "Ben Weber" },
  );
  await lists(ben);
  await ben.picks("Invited by", "Invited by me");
  await ben.sees(/^1 pending invite · /m);
  expect(rows(ben)).toEqual([19]);
});

test("a recently expired invite is resent; if the address has another by now, that one is shown instead", async () => {
  const day = 24 * 60 * 60 * 1000;
  const ago = (days: number) => ({ expiresAt: new Date(Date.now() - days * day) });
  for (const [number, days] of [
    [3, 1],
    [4, 29],
    [5, 31],
    [6, 2],
  ] as const)
    await Invite.updateOne({ email: numbered(number) }, ago(days));
  await mia.closes({ all: true });
  await mia.runs(`/iam invite ${numbered(6)}`);
  await mia.seesView("Invite people");
  await mia.submits();
  await lists(mia);
  await mia.picks("Show", "Expired in the last 30 days");
  await mia.sees(/^\d+ expired invites? · /m);
  expect(rows(mia)).toEqual([3, 6, 4]);
  expect(mia.screen()).toContain("expired 29 days ago");
  expect(mia.screen()).not.toContain("Cancel Invite");

  await mia.presses("Resend", { beside: numbered(3) });
  await mia.sees(`Sending again to ${numbered(3)}.`);
  expect(rows(mia)).toEqual([6, 4]);
  expect(await Invite.findOne({ email: numbered(3) }).lean()).toMatchObject({
    status: "pending",
    generation: 2,
  });
  await mia.presses("Resend", { beside: numbered(6) });
  await mia.sees(`${numbered(6)} has another pending invite, by Mia Chen.`);
  expect(rows(mia)).toEqual([6]);
  expect(mia.screen()).toContain(`Find (optional): ${numbered(6)}`);
  expect(mia.screen()).toContain("[… Cancel Invite");
});

test("two presses in a row on one list end in the right list, whichever is drawn first", async () => {
  await lists(mia, "p1");
  const list = mia.look();
  slack.next("views.update", { delayMs: 300 });
  await list.presses("Resend", { beside: numbered(11) });
  await list.presses("Resend", { beside: numbered(12) });
  const errors = () => slack.calls("views.update").map(({ answer }) => answer.error);
  await expect.poll(errors).toContain("hash_conflict");
  await expect.poll(() => mia.screen().match(/ · resent just now, 2nd email · /g)).toHaveLength(2);
  await mia.sees(/Sending again to p1[12]@example.com\./);
});

test("saving the groups that an invite already has changes nothing, and leaves no event", async () => {
  await lists(mia, "p24");
  await mia.choosesFromMenu("Edit Groups", { beside: numbered(24) });
  await mia.seesView("Edit groups");
  await mia.submits();
  await mia.sees("The invite to p24@example.com already has these groups.");
  expect(await AuditEvent.countDocuments({ action: "invite.edited" })).toBe(0);
});

test("/iam pending takes a mention", async () => {
  slack.addPerson({ name: "Pim Eleven", email: "p11@example.com" });
  await lists(mia, "@Pim Eleven");
  expect(rows(mia)).toEqual([11]);
});

test("a filter acts when chosen, Enter searches, and the line above the rows says how many, which page, and when", async () => {
  await lists(mia);
  await mia.sees(/^25 pending invites · page 1 of 3 · as of /m);
  await turns(mia, "Next");
  await turns(mia, "Next");
  await mia.sees(/^25 pending invites · page 3 of 3 · as of /m);
  await turns(mia, "Previous");
  await mia.sees(/ · page 2 of 3 · /);
  await Invite.updateOne({ email: numbered(7) }, { "delivery.state": "failed" });
  await mia.picks("Show", "Delivery trouble");
  await mia.sees(/^1 invite with delivery trouble · as of /m);
  expect(rows(mia)).toEqual([7]);
  await mia.picks("Show", "All pending");
  await mia.sees(/^25 pending invites · page 1 of 3 · /m);
  // In the emulator, typing ends with Enter where that dispatches.
  await mia.types("Find", "p1");
  await mia.sees(/^10 pending invites · as of /m);
  expect(rows(mia)).toEqual(down(19, 10).toSorted((a, b) => a - b));
  expect(slack.requests.at(-1)).toMatchObject({ type: "block_actions" });
});

test("Refresh shows what happened to the rows since, on the same page", async () => {
  await lists(mia);
  await turns(mia, "Next");
  const [first = 0, ...rest] = rows(mia);
  await mia.sees(`${numbered(first)} · Queued`);
  await Invite.updateOne({ email: numbered(first) }, { "delivery.state": "delivered" });
  await mia.presses("Refresh");
  await mia.sees(`${numbered(first)} · Delivered`);
  expect(rows(mia)).toEqual([first, ...rest]);
  await mia.sees(/ · page 2 of 3 · as of /);
});

async function editsGroups(person: Person, email: string) {
  await lists(person, email);
  await person.choosesFromMenu("Edit Groups");
  await person.seesView("Edit groups");
}

async function movesEnd(person: Person, email: string, lastDay: string | []) {
  await editsGroups(person, email);
  await person.picks("Groups until", lastDay);
  await person.submits();
  await person.sees(`Changed the groups of the invite to ${email}.`);
}

test("of two admins who edit the groups of one invite at once, the second is told, and undoes nothing", async () => {
  await editsGroups(mia, "p24@example.com");
  await movesEnd(ben, "p24@example.com", "2999-12-31");

  await mia.submits();
  await mia.sees(/Ben Weber edited the invite to p24@example\.com on .*Nothing else was changed/);
  const kept = await Invite.findOne({ email: "p24@example.com" }).orFail().lean();
  expect(kept.groupsUntil).toEqual(new Date("3000-01-01T00:00:00Z"));

  await movesEnd(mia, "p24@example.com", []);
  expect(await Invite.exists({ email: "p24@example.com", groupsUntil: { $exists: true } })).toBeNull();
});

test("an admin whom another one overtook isn't asked whether to make the invitee an admin", async () => {
  await editsGroups(mia, "p23@example.com");
  await mia.picks("Groups", ["Users", "Admin"]);
  await movesEnd(ben, "p23@example.com", "2999-12-31");
  await mia.submits();
  await mia.sees(/Ben Weber edited the invite to p23@example\.com/);

  // Overtaken while the question is on the screen.
  await editsGroups(mia, "p23@example.com");
  await mia.picks("Groups", ["Users", "Admin"]);
  await mia.submits();
  await mia.seesView("Invite as Admin?");
  await movesEnd(ben, "p23@example.com", "2999-06-30");
  await mia.submits();
  await mia.sees(/Ben Weber edited the invite to p23@example\.com/);
  const { groupIds } = await Invite.findOne({ email: "p23@example.com" }).orFail().lean();
  expect(groupIds).toHaveLength(1);
});
