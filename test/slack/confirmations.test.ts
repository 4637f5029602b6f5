import { Types } from "mongoose";
import { expect, test } from "vitest";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Confirmation } from "../../src/models/confirmation.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { setGroupRules } from "../../src/services/groups/set-group-rules.ts";
import { mia as owner } from "../support/acting.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { headingOf, nonceAt, send } from "../support/web/form.ts";
import { linkIn, startWorld } from "../support/world.ts";

const world = await startWorld();
const { app, mia, sendgrid, slack } = world;
const { admin, registered, group } = fixtures(world);

let people = 0;
const named = (prefix: string) => `${prefix} ${String.fromCharCode(65 + people)}`;

/** Somebody asks for a group whose approvals are confirmed by email, and a fresh admin has the card. */
async function asked(rules: object = {}) {
  people += 1;
  const [name, asker, decider] = [named("Safe"), named("Eve"), named("Ben")];
  const groupId = await group(name);
  const requests = { open: true, answers: 1 as const, confirmByMail: true, ...rules };
  await Group.updateOne({ _id: groupId }, { $set: { requests } });
  const eve = slack.addPerson({ name: asker, email: `eve.${people}@acme.io` });
  await registered(asker, { linkedTo: eve }, `eve.${people}@acme.io`);
  const ben = await admin(decider);
  await eve.runs(`/iam request ${name}`);
  await eve.seesView("Request access");
  await eve.picks("For how long", "7 days");
  await eve.types("Reason", "To fix it");
  await eve.submits();
  await ben.receives(`${asker} asks for ${name}.`);
  const { _id: requestId } = await AccessRequest.findOne({ groupName: name }).orFail().lean();
  const status = async () => (await AccessRequest.findById(requestId).orFail().lean()).status;
  return { eve, ben, name, asker, groupId, requestId, status };
}

type Asked = Awaited<ReturnType<typeof asked>>;

/** Presses *Approve*, and returns the link of the email. */
async function approves({ ben, asker, name }: Pick<Asked, "ben" | "asker" | "name">, count = 1) {
  await ben.presses(`Approve: ${asker}, ${name}`);
  const mail = await sendgrid.mailTo(ben.account.email ?? "", { count });
  return linkIn(app, mail);
}
const opens = async (url: string) => headingOf(await (await fetch(url)).text());
const confirms = async (url: string) => {
  const { status, page } = await send(url, { nonce: await nonceAt(url) });
  return [status, headingOf(page)];
};

test("Approve emails a link; its page confirms what was approved, once, and GET changes nothing", async () => {
  const story = await asked();
  const { ben, eve, asker, name, status } = story;
  expect(ben.messages.at(-1)?.asText).toContain("Approving is confirmed by email.");
  await ben.presses(`Approve for less: ${asker}, ${name}`);
  await ben.seesView("Approve for less");
  await ben.picks("For how long", "4 hours");
  await ben.submits();
  await ben.sees("Not approved yet. Confirm it with the link we just emailed to");
  const mail = await sendgrid.mailTo(ben.account.email ?? "");
  expect(mail.text).toContain(`Confirm that ${asker} gets the group ${name}.`);
  const url = linkIn(app, mail);
  for (const method of ["GET", "HEAD", "GET"]) await fetch(url, { method });
  expect(await status()).toBe("pending");
  const page = await (await fetch(url)).text();
  for (const fact of [asker, name, "4 hours", "To fix it", `${name} service`]) expect(page).toContain(fact);

  const nonce = await nonceAt(url);
  const posted = await send(url, { nonce });
  expect([posted.status, headingOf(posted.page)]).toEqual([200, "You approved"]);
  expect(await status()).toBe("approved");
  await eve.receives(`${ben.account.name} approved your request for ${name}.`);
  const { memberships } = await User.findOne({ "slack.userId": eve.id }).orFail().lean();
  expect((memberships[1]?.until?.getTime() ?? 0) - Date.now()).toBeLessThan(4 * 3_600_000 + 1);
  // The same form once more, another one, and the link itself.
  expect((await send(url, { nonce })).status).toBe(200);
  const again = await send(url, { nonce: "x".repeat(22) });
  expect([again.status, headingOf(again.page)]).toEqual([410, "This link was already used"]);
  expect(await opens(url)).toBe("This link was already used");
  const events = await AuditEvent.find({ "target.label": `${asker}: ${name}` })
    .sort({ at: 1, _id: 1 })
    .lean();
  expect(events.map(({ action }) => action)).toEqual([
    "request.created",
    "request.confirmation_mailed",
    "request.approved",
  ]);
});

test("a form from another site, one without its nonce, and a scanner that submits change nothing", async () => {
  const story = await asked();
  const url = await approves(story);
  const nonce = await nonceAt(url);
  for (const headers of [{ "Sec-Fetch-Site": "cross-site" }, { Origin: "https://evil.example" }, {}])
    expect((await send(url, { nonce }, headers)).status).toBe(403);
  expect((await send(url, {})).status).toBe(403);
  expect(await story.status()).toBe("pending");
  // The card has its buttons still: nothing was answered.
  const card = story.ben.messages.find(({ asText }) => asText.includes(`asks for ${story.name}.`));
  expect(card?.asText).toContain("[Approve");
  expect(await confirms(url)).toEqual([200, "You approved"]);
});

test("an invite's link confirms nothing, and a confirmation's opens no invitation; nor do tampered ones", async () => {
  const url = await approves(await asked());
  const token = url.slice(url.lastIndexOf("/") + 1);
  expect(await opens(`${app.url}/invite/${token}`)).toBe("This link does not work");
  await mia.runs(`/iam invite stray.${people}@example.com`);
  await mia.seesView("Invite people");
  await mia.submits();
  const invite = await sendgrid.mailTo(`stray.${people}@example.com`);
  const theirs = new URL(invite.link).pathname.replace("/invite/", "/confirm/");
  expect(await opens(app.url + theirs)).toBe("This link does not work");
  const [head, , signature] = token.split(".");
  const forged = Buffer.from(
    JSON.stringify({ gen: 1, iss: "iam-bot", aud: "confirmation", sub: String(new Types.ObjectId()) }),
  );
  const tampered = `${app.url}/confirm/${head}.${forged.toString("base64url")}.${signature}`;
  expect(await opens(tampered)).toBe("This link does not work");
  // Nobody invited whoever approves.
  expect(await (await fetch(tampered)).text()).toContain("approve it in Slack again to get a new one");
});

test("pressed again, only the newest link works; an old one has expired; and emails are limited", async () => {
  const story = await asked();
  const { ben, asker, name, requestId } = story;
  const first = await approves(story);
  // The same answer within a minute is mailed once.
  await ben.presses(`Approve: ${asker}, ${name}`);
  expect(await Confirmation.findOne({ requestId }).lean()).toMatchObject({ generation: 1 });
  await Confirmation.updateOne({ requestId }, { $set: { askedAt: new Date(Date.now() - 61_000) } });
  const second = await approves(story, 2);
  expect(await opens(first)).toBe("A newer email replaced this link");
  expect((await send(first, { nonce: await nonceAt(second) })).status).toBe(410);
  await Confirmation.updateOne({ requestId }, { $set: { expiresAt: new Date(Date.now() - 1) } });
  const nonce = "x".repeat(22);
  expect(headingOf((await send(second, { nonce })).page)).toBe("This link expired");
  await Confirmation.updateOne({ requestId }, { $set: { askedAt: new Date(0), generation: 10 } });
  await ben.presses(`Approve: ${asker}, ${name}`);
  await ben
    .sees("You were already emailed 10 links for this.")
    .catch(() => ben.receives("You were already emailed 10 links"));
  expect(await story.status()).toBe("pending");
});

test.each<[string, (story: Asked) => Promise<unknown>, [number, string]]>([
  [
    "was taken out of Admin",
    ({ ben }) =>
      User.updateOne(
        { "slack.userId": ben.id },
        { $pull: { memberships: { groupId: builtInGroupIds.admin } } },
      ),
    [403, "You can no longer approve this"],
  ],
  [
    "was suspended",
    ({ ben }) => User.updateOne({ "slack.userId": ben.id }, { $set: { status: "suspended" } }),
    [403, "You can no longer approve this"],
  ],
  [
    "was deactivated",
    ({ ben }) => ben.becomes({ deactivated: true }),
    [403, "You can no longer approve this"],
  ],
  [
    "has another registered address",
    ({ ben }) => User.updateOne({ "slack.userId": ben.id }, { $set: { email: `moved.${people}@acme.io` } }),
    [200, "Confirm your approval"],
  ],
])("whoever %s between Approve and the link approves nothing", async (_, loses, answer) => {
  const story = await asked();
  const url = await approves(story);
  const nonce = await nonceAt(url);
  await loses(story);
  const { status, page } = await send(url, { nonce });
  expect([status, headingOf(page)]).toEqual(answer);
  expect(await story.status()).toBe("pending");
});

test("the second person is told who was first; rules that changed meanwhile apply as they are now", async () => {
  const denied = await asked();
  const late = await approves(denied);
  const nonce = await nonceAt(late);
  await mia.closes({ all: true });
  await mia.runs("/iam requests");
  await mia.seesView("Requests");
  await mia.presses(`View: ${denied.asker}, ${denied.name}`);
  await mia.seesView("Request");
  await mia.presses(`Deny: ${denied.asker}, ${denied.name}`);
  await mia.seesView("Deny request?");
  await mia.types("Why not", "No");
  await mia.submits();
  const { status, page } = await send(late, { nonce });
  expect([status, headingOf(page)]).toEqual([410, "Nothing left to approve"]);
  expect(page).toContain("<bdi>Mia Chen</bdi> denied the request");

  const tightened = await asked();
  const one = await approves(tightened);
  const rules = { "requests.answers": 2, "requests.longestHours": 1 };
  await Group.updateOne({ _id: tightened.groupId }, { $set: rules });
  expect(await (await fetch(one)).text()).toContain("1 hour");
  expect(await confirms(one)).toEqual([200, "You approved"]);
  expect(await tightened.status()).toBe("pending");

  const loosened = await asked();
  const other = await approves(loosened);
  await Group.updateOne({ _id: loosened.groupId }, { $set: { "requests.confirmByMail": false } });
  expect(await confirms(other)).toEqual([200, "You approved"]);
});

test("cards waiting for an answer say so once the rules require confirmation", async () => {
  const { ben, name, groupId, requestId } = await asked({ confirmByMail: false });
  const card = () => ben.messages.find(({ asText }) => asText.includes(`asks for ${name}.`))?.asText;
  expect(card()).not.toContain("Approving is confirmed by email.");
  await expect.poll(() => AccessRequest.countDocuments({ _id: requestId, "cards.to": ben.id })).toBe(1);
  await setGroupRules(owner, String(groupId), null, { confirmByMail: true });
  await expect.poll(card).toContain("Approving is confirmed by email.");
});

test("if it is unclear whether it went through, the form comes back as it was: a hanging database is not asked again", async () => {
  const story = await asked();
  const url = await approves(story);
  const nonce = await nonceAt(url);
  slack.breakDown(["users.info"], [{ status: 500 }]);
  await world.database.failAfter("find", Confirmation, 1);
  const { status, page } = await send(url, { nonce });
  await world.database.recover();
  slack.clearFaults();
  world.expectErrors(/a page failed/);
  expect([status, headingOf(page)]).toEqual([503, "Confirm your approval"]);
  expect(page).toContain("Press the button once more: nothing is done twice.");
  expect(page).toContain(nonce);
  expect(await story.status()).toBe("pending");
  expect(await send(url, { nonce })).toMatchObject({ status: 200 });
  expect(await story.status()).toBe("approved");
});

test("the email uses the group's current name", async () => {
  const { ben, asker, name, groupId } = await asked();
  await Group.updateOne({ _id: groupId }, { $set: { name: `New ${name}` } });
  await ben.presses(`Approve: ${asker}, ${name}`);
  expect((await sendgrid.mailTo(ben.account.email ?? "")).subject).toContain(`New ${name}`);
});

test("20 forms at once confirm it once", async () => {
  const story = await asked();
  const url = await approves(story);
  const nonces = await Promise.all(Array.from({ length: 20 }, () => nonceAt(url)));
  const answers = await Promise.all(nonces.map((nonce) => send(url, { nonce })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(
    await AuditEvent.countDocuments({ action: "request.approved", "target.id": String(story.requestId) }),
  ).toBe(1);
});

test("without a registered address they can't approve there, and are told; Deny needs no email", async () => {
  const { asker, name, status } = await asked();
  await mia.closes({ all: true });
  await mia.runs("/iam requests");
  await mia.seesView("Requests");
  await mia.presses(`View: ${asker}, ${name}`);
  await mia.seesView("Request");
  await mia.presses(`Approve: ${asker}, ${name}`);
  await mia.sees("you have no registered address here");
  expect(await status()).toBe("pending");
  await mia.presses(`Deny: ${asker}, ${name}`);
  await mia.seesView("Deny request?");
  await mia.types("Why not", "No");
  await mia.submits();
  await expect.poll(status).toBe("denied");
});
