import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { everythingStored } from "../support/web/everything.ts";
import { headingOf, nonceAt, send } from "../support/web/form.ts";
import { startSite } from "../support/web/site.ts";

const site = await startSite();

const eve = { name: "Eve Park", title: "Engineer", phone: "+44 20 7946 0958", timeZone: "Berlin" };

test("Eve accepts: she is a user with what she typed, and the inviter will be told", async () => {
  const { url, inviteId } = await site.invites("eve@example.com");
  const { status, page } = await send(url, { ...eve, name: "  Eve \t Park ", nonce: await nonceAt(url) });

  expect([status, headingOf(page)]).toEqual([200, "You’re in"]);
  expect(page).toContain("Tickets");
  expect(page).not.toContain("Open Slack");
  expect(page).toContain("You’re all set and can close this page.");
  expect(await User.findOne({ email: "eve@example.com" }).lean()).toMatchObject({
    name: "Eve Park",
    title: "Engineer",
    phone: "+442079460958",
    timeZone: "Europe/Berlin",
  });
  const invite = await Invite.findById(inviteId).lean();
  expect(invite?.status).toBe("accepted");
  const told = { kind: "event", "facts.action": "invite.accepted", "facts.targets": inviteId };
  expect(await Job.countDocuments(told)).toBe(1);
});

test("Open Slack is shown to people with a Slack account: mentioned in the invite, or linked by now", async () => {
  const openSlack = 'href="https://acme.slack.com/">Open Slack</a>';
  const mentioned = { teamId: "T0ACME", userId: "U0KIM" };
  const kim = await site.invites("kim@example.com", { mentioned });
  const { page } = await send(kim.url, { ...eve, nonce: await nonceAt(kim.url) });
  expect(page).toContain(openSlack);
  expect(page).not.toContain("What comes next");
  expect(await (await fetch(kim.url)).text()).toContain(openSlack);

  const lee = await site.invites("lee@example.com");
  const nonce = await nonceAt(lee.url);
  const form = { ...eve, nonce };
  expect((await send(lee.url, form)).page).not.toContain("Open Slack");
  expect(await (await fetch(lee.url)).text()).not.toContain("Open Slack");
  const slack = { teamId: "T0ACME", userId: "U0LEE", email: "lee@example.com", linkedAt: new Date() };
  await User.updateOne({ email: "lee@example.com" }, { slack });
  expect((await send(lee.url, form)).page).toContain(openSlack);
  expect(await (await fetch(lee.url)).text()).toContain(openSlack);
});

test("an invite whose groups are gone gives Users, and its pages say so", async () => {
  const { url, inviteId } = await site.invites("left@example.com");
  await Invite.updateOne({ _id: inviteId }, { groupIds: ["0".repeat(24)] });
  expect(await (await fetch(url)).text()).toContain("<bdi>Users</bdi>");
  const { page } = await send(url, { ...eve, nonce: await nonceAt(url) });
  expect(page).toContain("<bdi>Users</bdi>");
});

test("50 POSTs of one link at once: one user, one audit event; the winner's nonce sees You're in, the rest already used", async () => {
  const { url, inviteId } = await site.invites("race@example.com");
  const nonces = await Promise.all(Array.from({ length: 5 }, () => nonceAt(url)));
  const tries = Array.from({ length: 50 }, (_, n) => ({ nonce: nonces[n % 5] ?? "", name: `Racer ${n}` }));
  const answers = await Promise.all(
    tries.map(async ({ nonce, name }) => ({ nonce, ...(await send(url, { name, nonce })) })),
  );

  const statuses = answers.map(({ status }) => status);
  expect([
    statuses.filter((status) => status === 200).length,
    statuses.filter((status) => status === 410).length,
  ]).toEqual([10, 40]);
  const winners = answers.filter(({ status }) => status === 200);
  expect(new Set(winners.map(({ nonce }) => nonce)).size).toBe(1);
  expect(new Set(winners.map(({ page }) => headingOf(page)))).toEqual(new Set(["You’re in"]));
  const losers = answers.filter(({ status }) => status === 410);
  expect(new Set(losers.map(({ page }) => headingOf(page)))).toEqual(
    new Set(["This invitation was already used"]),
  );
  expect(await User.countDocuments({ email: "race@example.com" })).toBe(1);
  expect(await AuditEvent.countDocuments({ action: "invite.accepted", "target.id": inviteId })).toBe(1);
});

test("sending the same form again, even emptied, gives the same outcome", async () => {
  const { url } = await site.invites("twice@example.com");
  const nonce = await nonceAt(url);
  await send(url, { ...eve, nonce });
  const before = await everythingStored();
  for (const fields of [{ ...eve, nonce }, { nonce }]) {
    const { status, page } = await send(url, fields);
    expect([status, headingOf(page)]).toEqual([200, "You’re in"]);
  }
  expect(await everythingStored()).toEqual(before);
});

test("errors are shown beside their fields, and what was typed stays", async () => {
  const { url } = await site.invites("errors@example.com");
  const nonce = await nonceAt(url);
  const before = await everythingStored();
  const typed = { name: " ", title: "<b>Boss</b>", phone: "020 7946", timeZone: "Tokyo", nonce };
  const { status, page } = await send(url, typed);

  expect(status).toBe(422);
  expect(page).toContain("<title>Not registered yet: Mia Chen invites you to join Acme · Acme</title>");
  expect(page).toMatch(/role="alert".*<a href="#name">Enter your full name\.<\/a>/);
  expect(page).toMatch(/<p class="error" id="phone-error">Begin the phone number with \+/);
  expect(page).toMatch(/aria-describedby="phone-hint phone-error" aria-invalid="true"[^>]*value="020 7946"/);
  expect(page).toContain('value="&lt;b>Boss&lt;/b>"');
  expect(page).toMatch(/<option value=\w+ selected>Tokyo/);
  expect(page).toContain(nonce);
  expect(page).not.toMatch(/<select[^>]* data-guess/);
  expect(await everythingStored()).toEqual(before);
});

test.each([
  ["another site", { "Sec-Fetch-Site": "cross-site" }],
  ["another host of the same site", { "Sec-Fetch-Site": "same-site" }],
  ["another origin, as an older browser sends it", { Origin: "https://evil.example" }],
  ["a page without an origin", { Origin: "null" }],
  ["nobody knows where", {}],
])("a form sent from %s changes nothing, and may be sent from our page instead", async (_, headers) => {
  const { url } = await site.invites(
    `from-${Object.values(headers).join("").replace(/\W/g, "")}@example.com`,
  );
  const nonce = await nonceAt(url);
  const before = await everythingStored();
  for (const [path, fields] of [
    ["", eve],
    ["/decline", {}],
  ] as const) {
    const { status, page } = await send(url + path, { ...fields, nonce }, headers);
    expect(status).toBe(403);
    expect(page).toContain("Press the button once more.");
  }
  expect(await everythingStored()).toEqual(before);
  const again = await send(url, eve, headers);
  const fresh = /name="nonce" value="([^"]+)"/.exec(again.page)?.[1] ?? "";
  expect((await send(url, { ...eve, nonce: fresh })).status).toBe(200);
});

test("an older browser, which only sends its origin, is accepted", async () => {
  const { url } = await site.invites("older@example.com");
  const { status } = await send(url, { ...eve, nonce: await nonceAt(url) }, { Origin: site.url });
  expect(status).toBe(200);
});

test("a form without its nonce changes nothing", async () => {
  const { url } = await site.invites("nononce@example.com");
  const before = await everythingStored();
  for (const nonce of ["", "short", "x".repeat(1000)])
    expect((await send(url, { ...eve, nonce })).status).toBe(403);
  expect(await everythingStored()).toEqual(before);
});

test("a person who registered through another invite is told so", async () => {
  const first = await site.invites("both@example.com");
  await Invite.updateOne({ _id: first.inviteId }, { status: "expired" });
  const second = await site.invites("both@example.com");
  await send(second.url, { ...eve, nonce: await nonceAt(second.url) });
  await Invite.updateOne({ _id: first.inviteId }, { status: "pending" });
  const before = await everythingStored();

  const { status, page } = await send(first.url, { ...eve, nonce: await nonceAt(first.url) });
  expect([status, headingOf(page)]).toEqual([409, "You are already registered"]);
  expect(await everythingStored()).toEqual(before);
});

test("a name from an import is filled into the form, until it is changed", async () => {
  const { url, inviteId } = await site.invites("zoe@example.com");
  await Invite.updateOne({ _id: inviteId }, { name: 'Zoë "Z" <Adams>' });
  const page = await (await fetch(url)).text();
  const field = (name: string) => new RegExp(`<input id="${name}" .*?/>`).exec(page)?.[0];
  expect(field("name")).toContain('value="Zoë &quot;Z&quot; &lt;Adams>"');
  expect(field("title")).not.toContain("value=");
  // The browser still guesses the time zone.
  expect(page).toContain("data-guess");

  const nonce = await nonceAt(url);
  const refused = await send(url, { ...eve, name: "", nonce });
  expect([refused.status, refused.page.includes("Zoë")]).toEqual([422, false]);
  await send(url, { ...eve, name: "Zoë Park", nonce });
  expect(await User.findOne({ email: "zoe@example.com" }).lean()).toMatchObject({ name: "Zoë Park" });
});
