import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { startProxy } from "../support/proxy.ts";
import { startBrowser } from "../support/setup/browser.ts";
import { heading } from "../support/web/tab.ts";
import { startWorld } from "../support/world.ts";

const proxy = await startProxy();
const publicUrl = `${proxy.url}/iam`;
const { app, slack, sendgrid, mia, log } = await startWorld({ PUBLIC_URL: publicUrl, TRUST_PROXY: "1" });
proxy.passesOnTo(app.url);
const browser = await startBrowser();
afterAll(() => Promise.all([browser.close(), proxy.close()]));

beforeAll(async () => {
  slack.addPerson({ name: "Eve Adams", email: "eve@example.com" });
  await mia.runs("/iam invite eve@example.com, ben@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("2 invites are on the way");
});

/** Presses Tab until what is wanted has the focus. */
async function tabsTo(page: Page, name: string): Promise<void> {
  const wanted = page.getByText(name, { exact: true });
  const focused = () => wanted.evaluate((element) => element === element.ownerDocument.activeElement);
  for (let presses = 0; presses < 20 && !(await focused()); presses += 1) await page.keyboard.press("Tab");
  expect(await focused(), `Tab reaches ${name}`).toBe(true);
}

test("Eve gets from the email to You're in with only a keyboard, behind a proxy", async () => {
  const mail = await sendgrid.mailTo("eve@example.com");
  expect(mail.link).toMatch(`${publicUrl}/invite/`);
  const number = sendgrid.mails.indexOf(mail);
  const inbox = await browser.newPage();
  await inbox.goto(`${sendgrid.url}/mailbox/mails/${number}/html`);
  await tabsTo(inbox, "View invitation");
  const [page] = await Promise.all([inbox.waitForEvent("popup"), inbox.keyboard.press("Enter")]);
  await page.getByLabel("Full name").waitFor();
  for (const text of ["", "", "12", "Lon"]) {
    await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  }
  await tabsTo(page, "Accept and register");
  await page.keyboard.press("Enter");

  await expect.poll(() => page.locator("[role=alert]:focus").count()).toBe(1);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Eve Adams");
  for (const _ of ["Job title", "Phone"]) await page.keyboard.press("Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expect.poll(() => heading(page)).toBe("You’re in");
  const openSlack = page.getByText("Open Slack", { exact: true });
  const onceLinked = () => page.reload().then(() => openSlack.count());
  await expect.poll(onceLinked).toBe(1);
  await tabsTo(page, "Open Slack");
  await mia.receives(/Eve Adams.*accepted/);
});

test("a scanner's browser that opens every link in an email twice, and runs the scripts, changes nothing", async () => {
  const { link } = await sendgrid.mailTo("ben@example.com");
  const stored = async () => [
    await Invite.find({ email: "ben@example.com" }, { sentAt: 0, delivery: 0, deliveryHistory: 0 }).lean(),
    await AuditEvent.find().sort({ _id: 1 }).lean(),
  ];
  const before = await stored();
  const page = await browser.newPage();
  for (const address of [link, `${link}/decline`, link, `${link}/decline`, `${link}/new-link`]) {
    expect((await page.goto(address, { waitUntil: "load" }))?.status()).toBe(200);
  }
  expect(await stored()).toEqual(before);
});

test("people who ask too often, going by the proxy's address, have to wait; nobody else does, whatever they claim", async () => {
  const spec = (claimed: string, url = `${app.url}/invite/nothing-${claimed}`) =>
    fetch(url, { headers: { "X-Forwarded-For": claimed } }).then(({ status }) => status);
  for (let n = 0; n < 300; n += 1) expect(await spec(`198.51.100.${n % 250}, 203.0.113.7`)).toBe(404);
  expect(await spec("198.51.100.251, 203.0.113.7")).toBe(429);
  expect(await spec("203.0.113.7, 203.0.113.8")).toBe(404);
  expect(await spec("203.0.113.7", `${publicUrl}/invite/nothing`)).toBe(404);
});

test("no link, and no part of its token, is in the log", async () => {
  const tokens = sendgrid.mails.map(({ link }) => link.slice(link.lastIndexOf("/") + 1));
  expect(tokens).toHaveLength(2);
  for (const token of tokens)
    for (const part of token.split(".")) expect(JSON.stringify(log)).not.toContain(part);
});
