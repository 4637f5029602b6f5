import { SignJWT } from "jose";
import mongoose from "mongoose";
import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { moment } from "../../src/services/format.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { createPerson } from "../../src/services/provisioning/provision-person.ts";
import { mia, policy } from "../support/acting.ts";
import { actingClient } from "../support/acting-client.ts";
import { everythingStored } from "../support/web/everything.ts";
import { headingOf, nonceAt, send } from "../support/web/form.ts";
import { type Invited, keyId, linkKeys, startSite } from "../support/web/site.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

const site = await startSite();

async function open(url: string) {
  const response = await fetch(url);
  return { status: response.status, page: await response.text() };
}

async function expires({ inviteId }: Invited, at = new Date(Date.now() - DAY_MS)): Promise<Date> {
  await Invite.updateOne({ _id: inviteId }, { expiresAt: at });
  return at;
}

test("a cancelled invite says so, whether opened or sent", async () => {
  const { url, inviteId } = await site.invites("cancelled@example.com");
  const nonce = await nonceAt(url);
  await cancelInvite(mia, inviteId, 1);
  for (const { status, page } of [await open(url), await send(url, { name: "Eve", nonce })]) {
    expect([status, headingOf(page)]).toEqual([410, "This invitation was cancelled"]);
    expect(page).toContain("mailto:mia@acme.io");
  }
});

test("an invite settled by an identity provider says that there is nothing to do", async () => {
  const { url } = await site.invites("overtaken@example.com");
  const nonce = await nonceAt(url);
  const profile = { userName: "eve", emails: [{ value: "overtaken@example.com" }] };
  await createPerson(await actingClient("Okta", ["scim"]), { active: true, profile }, policy);
  for (const { status, page } of [await open(url), await send(url, { name: "Eve", nonce })]) {
    expect([status, headingOf(page)]).toEqual([410, "You are already registered"]);
    expect(page).toContain("Your organisation’s directory registered");
  }
});

test("a link that a newer email replaced says when that email was sent", async () => {
  const { url, inviteId } = await site.invites("replaced@example.com");
  await resendInvite(mia, inviteId, 1, policy);
  expect((await open(url)).page).toContain(
    'It is on its way to <bdi translate="no">replaced@example.com</bdi>',
  );

  const sentAt = new Date("2026-03-05T08:12:00Z");
  await Invite.updateOne({ _id: inviteId }, { sentAt });
  const { status, page } = await open(url);
  expect([status, headingOf(page)]).toEqual([410, "A newer email replaced this link"]);
  expect(page).toContain(`<time datetime="2026-03-05T08:12:00.000Z">5\u00a0March, 08:12\u00a0UTC</time>`);
  expect((await open(await site.linkTo({ inviteId, generation: 2 }))).status).toBe(200);
});

test("a declined invite says who was told, and whom to ask after a change of mind", async () => {
  const { url, inviteId } = await site.invites("declined@example.com");
  const nonce = await nonceAt(`${url}/decline`);
  expect((await Invite.findById(inviteId).lean())?.status).toBe("pending");

  for (const _ of ["sent", "sent twice"]) {
    const { status, page } = await send(`${url}/decline`, { nonce });
    expect([status, headingOf(page)]).toEqual([200, "You declined the invitation"]);
    expect(page).toContain("<bdi>Mia Chen</bdi> has been told.");
    expect(page).toContain("mailto:mia@acme.io");
  }
  const told = { kind: "event", "facts.action": "invite.declined", "facts.targets": inviteId };
  expect(await Job.countDocuments(told)).toBe(1);
  expect(await AuditEvent.countDocuments({ action: "invite.declined", "target.id": inviteId })).toBe(1);
  for (const path of ["", "/decline", "/new-link"]) {
    const { status, page } = await open(url + path);
    expect([status, headingOf(page)]).toEqual([410, "This invitation was declined"]);
  }
  expect((await send(url, { name: "Eve", nonce: nonce.toUpperCase() })).status).toBe(410);
});

test("an expired invite can be asked for again, once a day", async () => {
  const invited = await site.invites("expired@example.com");
  const { url, inviteId } = invited;
  const at = await expires(invited);
  const { status, page } = await open(url);
  expect([status, headingOf(page).replaceAll("\u00a0", " ")]).toEqual([
    410,
    `This invitation expired on ${moment(at)}`,
  ]);

  const nonce = await nonceAt(url);
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(`${url}/new-link`, { nonce })));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  for (const answer of answers)
    expect(answer.page).toContain("<bdi>Mia Chen</bdi> has been asked. You can ask again tomorrow.");
  const told = { kind: "event", "facts.action": "invite.asked", "facts.targets": inviteId };
  expect(await Job.countDocuments(told)).toBe(1);
  expect(await AuditEvent.countDocuments({ action: "invite.asked", "target.id": inviteId })).toBe(1);
  expect((await open(url)).page).not.toContain("<form");

  await Invite.updateOne({ _id: inviteId }, { askedAt: new Date(Date.now() - DAY_MS) });
  expect((await send(`${url}/new-link`, { nonce })).status).toBe(200);
  expect(await Job.countDocuments(told)).toBe(2);
});

test("nobody can ask from another site, or about an open invite", async () => {
  const invited = await site.invites("asking@example.com");
  const nonce = await nonceAt(invited.url);
  const before = await everythingStored();
  expect((await send(`${invited.url}/new-link`, { nonce })).page).toContain("Accept and register");
  expect(await everythingStored()).toEqual(before);

  await expires(invited);
  for (const answer of [
    await send(`${invited.url}/new-link`, { nonce }, { "Sec-Fetch-Site": "cross-site" }),
    await send(`${invited.url}/new-link`, {}),
  ]) {
    expect(answer.status).toBe(403);
    expect(answer.page).toContain("Press the button once more.");
  }
  expect(await Invite.exists({ _id: invited.inviteId, askedAt: { $exists: true } })).toBeNull();
});

test("an expired invite is expired for all its links, and for people who had its form open", async () => {
  const invited = await site.invites("late@example.com");
  const nonce = await nonceAt(invited.url);
  await resendInvite(mia, invited.inviteId, 1, policy);
  await expires(invited);
  expect(headingOf((await open(invited.url)).page)).toContain("This invitation expired on");
  const { status } = await send(await site.linkTo({ inviteId: invited.inviteId, generation: 2 }), {
    name: "Eve",
    nonce,
  });
  expect(status).toBe(410);
});

test("a link that we did not sign reveals nothing about anyone: all get the same answer", async () => {
  const { url, inviteId } = await site.invites("secret@example.com");
  const token = url.slice(url.lastIndexOf("/") + 1);
  const [header = "", payload = "", signature = ""] = token.split(".");
  const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
  const foreign = await site.linkTo({ inviteId, generation: 1 }, [
    { id: keyId, secret: Buffer.alloc(32, 9) },
  ]);
  const secret = linkKeys[0]?.secret ?? Buffer.alloc(0);
  const forAnother = (audience: string, key: string) =>
    new SignJWT({ gen: 1 })
      .setProtectedHeader({ alg: "HS256", kid: key })
      .setIssuer("iam-bot")
      .setAudience(audience)
      .setSubject(inviteId)
      .sign(secret);
  const links = [
    "garbage",
    "x".repeat(8_000),
    "%E0%A4%A",
    token.slice(0, -1),
    `${header}.${payload}`,
    `${header}.${payload}.${signature.toLowerCase()}`,
    unsigned,
    foreign.slice(foreign.lastIndexOf("/") + 1),
    await forAnother("elsewhere", keyId),
    await forAnother("invite", "k2"),
  ];
  const gone = await site.linkTo({ inviteId: "0".repeat(24), generation: 1 });
  const asked: string[] = [];
  mongoose.set("debug", (collection: string) => asked.push(collection));
  const answer = async (url: string, method: string) => {
    const response = await fetch(url, { method });
    const { date: _, ...headers } = Object.fromEntries(response.headers);
    return { status: response.status, headers, page: await response.text() };
  };
  const answers = await Promise.all(
    links.flatMap((link) => ["GET", "POST"].map((method) => answer(`${site.url}/invite/${link}`, method))),
  );
  mongoose.set("debug", false);
  expect(asked, "the database is not asked, so no answer takes longer than another").toEqual([]);
  answers.push(await answer(gone, "GET"));
  expect(answers[0]?.status).toBe(404);
  expect(headingOf(answers[0]?.page ?? "")).toBe("This link does not work");
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]?.page).not.toMatch(/mia|secret/i);
  expect(site.log.join("")).toBe("");
});
