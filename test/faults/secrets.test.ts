import { randomBytes } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, expect, test } from "vitest";
import * as z from "zod";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { clientMaker } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { nonceAt, send } from "../support/web/form.ts";
import { startReceiver } from "../support/webhook-receiver.ts";
import { linkIn, startWorld } from "../support/world.ts";

const canary = (name: string) => `${name}-canary-${randomBytes(16).toString("hex")}`;
const secrets = {
  "link key": randomBytes(32).toString("base64"),
  "audit key": randomBytes(32).toString("base64"),
  "secret key": randomBytes(32).toString("base64"),
  "metrics token": canary("metrics"),
};
const message = canary("message");
const phone = "+442079460958";
const metricsToken = secrets["metrics token"];

const world = await startWorld({
  LINK_KEYS: `k1:${secrets["link key"]}`,
  AUDIT_KEY: secrets["audit key"],
  METRICS_TOKEN: metricsToken,
  SECRET_KEYS: `s1:${secrets["secret key"]}`,
  WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
  LOG_LEVEL: "trace",
});
const { app, slack, sendgrid, mia, log } = world;

/** Every page that anybody was shown, with the address it stood at. */
const pages: { url: string; html: string }[] = [];
async function opens(url: string): Promise<void> {
  pages.push({ url, html: await (await fetch(url)).text() });
}
async function sends(url: string, fields: Record<string, string>): Promise<number> {
  const { status, page } = await send(url, fields);
  pages.push({ url, html: page });
  return status;
}

async function invites(email: string): Promise<string> {
  await mia.runs(`/iam invite ${email}`);
  await mia.seesView("Invite people");
  await mia.types("Message", message);
  await mia.submits();
  await mia.sees("Invited.");
  await mia.closes({ all: true });
  await world.mailsAreOut();
  return linkIn(app, await sendgrid.mailTo(email));
}

async function database(): Promise<[string, string][]> {
  const { db } = mongoose.connection;
  const names = (await db?.listCollections().toArray()) ?? [];
  return Promise.all(
    names.map(
      async ({ name }) => [name, JSON.stringify(await db?.collection(name).find().toArray())] as const,
    ),
  ).then((all) => all.map(([name, text]): [string, string] => [name, text]));
}

const receiver = await startReceiver();
afterAll(() => receiver.close());
const urlToken = canary("url");

/**
 * Adds a webhook with a token in its URL, rotates its secret, lets deliveries fail and succeed. Returns its secrets.
 */
async function usesWebhooks(): Promise<string[]> {
  const found: string[] = [];
  const sees = () => {
    const secret = /whsec_([A-Za-z0-9+/]{43}=)/.exec(mia.screen())?.[1];
    if (!secret) throw new Error("no secret is shown");
    found.push(secret);
    receiver.knows(...found.map((each) => `whsec_${each}`));
  };
  await mia.closes({ all: true });
  await mia.runs("/iam webhooks");
  await mia.seesView("Webhooks");
  await mia.presses("Add Webhook");
  await mia.seesView("Add webhook");
  await mia.types("URL", receiver.url(`/${urlToken}`));
  await mia.types("Name", "Tickets");
  await mia.submits();
  await mia.seesView("Webhook secret");
  sees();
  await mia.closes({ all: true });
  await mia.runs("/iam webhooks");
  await mia.seesView("Webhooks");
  await mia.presses("View the webhook Tickets");
  await mia.seesView("Webhook");
  await mia.presses("Rotate Secret");
  await mia.seesView("Rotate secret?");
  await mia.submits();
  await mia.seesView("Webhook secret");
  sees();
  await mia.closes({ all: true });
  receiver.answers = (_, response) => void response.writeHead(500).end();
  await mia.runs("/iam webhooks");
  await mia.seesView("Webhooks");
  await mia.presses("View the webhook Tickets");
  await mia.seesView("Webhook");
  await mia.presses("Send Test");
  await eventually(() => expect(receiver.types).toContain("webhook.test"));
  receiver.answers = (_, response) => void response.writeHead(204).end();
  return found;
}

/** Has a program ask for what shows something, well and badly. Returns what opens something. */
async function usesApi(): Promise<string[]> {
  const { token, asks } = await clientMaker(app.url)("invites:write", "invites:link", "users:write");
  const secret = token.slice("iam_".length + 24, -8);
  const keyed = (key: string) => ({ "Idempotency-Key": key });
  const body = { emails: ["api@example.com"], message };
  for (let twice = 0; twice < 2; twice += 1)
    expect((await asks("POST", "/invites", { body, headers: keyed("invite") })).status).toBe(201);
  const { _id } = await Invite.findOne({ email: "api@example.com" }).orFail().lean();
  const shown = await asks("POST", `/invites/${_id}/link`, { headers: keyed("link") });
  const { link } = z.object({ link: z.url() }).parse(shown.body);
  expect((await asks("POST", `/invites/${_id}/link`, { headers: keyed("link") })).status).toBe(409);
  await asks("POST", "/invites", { body: { ...body, groups: [message], [message]: phone } });
  await asks("PATCH", `/users/${_id}`, { body: { phone } });
  await asks("GET", `/users?q=${token}&${message}=${phone}`);
  await world.database.failAfter("insert", Invite, 0);
  expect((await asks("POST", "/invites", { body: { ...body, emails: ["db@example.com"] } })).status).toBe(
    500,
  );
  await world.database.recover();
  world.expectErrors(/an API request failed/);
  for (const wrong of [`${token}0`, `iam_${secret}`, token.replace("iam_", "iam_0")])
    await fetch(`${app.url}/api/v1/users`, { headers: { Authorization: `Bearer ${wrong}` } });
  const presented = link.slice(link.lastIndexOf("/") + 1);
  return [secret, presented, presented.split(".")[2] ?? ""];
}

test("secrets, links, phone numbers and messages stay where they belong, through every success and failure", async () => {
  const webhookSecrets = await usesWebhooks();
  const apiSecrets = await usesApi();
  const logged = JSON.stringify(log);
  const links = {
    accepted: await invites("eve@example.com"),
    declined: await invites("ben@example.com"),
    late: await invites("ann@example.com"),
    failing: await invites("kim@example.com"),
  };
  const typed = { name: "Eve Park", phone, timeZone: "London" };

  // A form that needs another look, one that is too long, one from elsewhere; then it works, twice.
  const nonce = await nonceAt(links.accepted);
  await opens(links.accepted);
  expect(await sends(links.accepted, { ...typed, nonce, name: "" })).toBe(422);
  expect(await sends(links.accepted, { ...typed, nonce, title: "x".repeat(9_000) })).toBe(413);
  expect(await sends(links.accepted, { ...typed, nonce: "" })).toBe(403);
  const asked = pages.splice(0);
  for (const _ of ["once", "twice"]) expect(await sends(links.accepted, { ...typed, nonce })).toBe(200);
  await opens(links.accepted);
  expect(await sends(`${links.declined}/decline`, { nonce })).toBe(200);

  await Invite.updateOne({ email: "ann@example.com" }, { expiresAt: new Date(0) });
  await opens(links.late);
  expect(await sends(`${links.late}/new-link`, { nonce })).toBe(200);
  for (const bad of [`${links.late.slice(0, -1)}`, `${links.late}x`, `${links.late}/nowhere`])
    await opens(bad);

  // The database fails while somebody registers, and Slack and SendGrid fail while somebody is invited.
  await world.database.failAfter("insert", User, 0);
  expect(await sends(links.failing, { ...typed, nonce })).toBeGreaterThanOrEqual(500);
  await world.database.recover();
  const failures = JSON.stringify(log);
  world.expectErrors(/a page failed/);
  for (const status of [400, 401, 403, 413, 500]) {
    sendgrid.next({ status });
    await mia.runs(`/iam invite status-${status}@example.com`);
    await mia.seesView("Invite people");
    await mia.types("Message", message);
    await mia.submits();
    await mia.closes({ all: true });
  }
  await mia.runs("/iam pending kim");
  await mia.seesView("Pending invites");
  const pushes = slack.calls("views.push").length;
  slack.next("views.push", { error: "internal_error" });
  await mia.choosesFromMenu("Show Link");
  await expect.poll(() => slack.calls("views.push").length).toBe(pushes + 1);

  // A refused key and a refused sender are each said once, and loudly.
  const loud = () => log.filter(({ msg }) => String(msg).startsWith("SendGrid refuses our emails"));
  await expect.poll(() => loud().length).toBe(2);

  const metrics = await (
    await fetch(`${app.url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })
  ).text();
  await mia.closes({ all: true });
  await mia.runs("/iam audit");
  await mia.seesView("Audit log");

  const tokens = Object.values(links).map((url) => url.slice(url.lastIndexOf("/") + 1));
  const keys = [
    ...Object.values(secrets),
    ...apiSecrets,
    ...webhookSecrets,
    slack.botToken,
    slack.signingSecret,
    sendgrid.apiKey,
  ];
  const opening = [...keys, ...tokens, ...tokens.map((token) => token.split(".")[2] ?? "")];
  const hidden = [...opening, message, phone];
  expect(hidden.every((value) => value.length > 10)).toBe(true);

  const leaks: string[] = [];
  const look = (place: string, text: string, values: readonly string[]) => {
    for (const value of values) if (text.includes(value)) leaks.push(`${place} holds ${value}`);
  };
  look("the log", logged + failures + JSON.stringify(log), [...hidden, nonce, "2079460958"]);
  look("the log", JSON.stringify(log), [urlToken]);
  look("metrics", metrics, [...hidden, nonce, urlToken]);
  for (const { body } of receiver.received) look("a webhook", body, [...hidden, nonce]);
  look("the audit log in Slack", mia.screen(), hidden);
  for (const { text, asText } of mia.messages) look("a direct message", text + asText, hidden);
  for (const [name, text] of await database()) {
    const belongs: Record<string, string[]> = { invites: [message], users: [phone] };
    look(
      name,
      text,
      hidden.filter((value) => !belongs[name]?.includes(value)),
    );
    look(name, text, [nonce]);
    if (name !== "webhookendpoints") look(name, text, [urlToken]);
  }
  for (const { url, html } of pages) {
    const ofThisPage = tokens.filter((token) => url.includes(token));
    const foreign = opening.filter((value) => !ofThisPage.some((token) => token.includes(value)));
    look(`the page at ${url}`, html, [...foreign, phone, message]);
  }
  for (const { html } of asked) look("an open form", html, keys);
  expect(leaks).toEqual([]);
  world.expectErrors(/SendGrid refuses our emails/);
});
