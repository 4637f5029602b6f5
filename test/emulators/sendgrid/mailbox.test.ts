import { createServer, type Server } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type SendGrid, startSendGrid } from "../../../dev/emulators/sendgrid/sendgrid.ts";
import { listenLocally } from "../../../dev/tools/listen-locally.ts";
import { sendInvite } from "../../support/emulators/sendgrid-client.ts";
import { startBrowser } from "../../support/setup/browser.ts";
import { startAxe } from "../../support/web/axe.ts";
import { phone, startPhoneLook } from "../../support/web/phone.ts";

let browser: Browser;
let sendgrid: SendGrid;
let page: Page;
/** What the app behind the webhook and the links was asked, as "POST /events". */
let asked: string[];
let app: Server;
let appUrl: string;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  asked = [];
  app = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(request.method === "POST" ? 204 : 200).end();
  });
  appUrl = `http://127.0.0.1:${await listenLocally(app)}`;
  sendgrid = await startSendGrid({ deliveryMs: 0 });
  sendgrid.sendEventsTo(`${appUrl}/events`);
  page = await browser.newPage();
  await page.goto(sendgrid.url);
});
afterEach(async () => {
  await page.close();
  await sendgrid.close();
  app.close().closeAllConnections();
});

const article = () => page.getByRole("article");
const happens = (words: string | RegExp) => article().getByRole("listitem").filter({ hasText: words });

test("mails appear as they are sent, newest first; the newest is open until another is chosen", async () => {
  await page.getByRole("heading", { name: "No emails yet" }).waitFor();
  await sendInvite(sendgrid, { subject: "First", to: "ana@example.com" });
  await page.getByRole("heading", { name: "First" }).waitFor();
  await sendInvite(sendgrid, { subject: "<b>Second</b>" });
  await page.getByRole("heading", { name: "<b>Second</b>" }).waitFor();
  expect(await article().getByRole("link", { name: "Follow the Link" }).getAttribute("href")).toBe(
    "https://iam.acme.example/invite/abc.def",
  );
  const mails = page.getByRole("navigation", { name: "Emails" }).getByRole("button");
  expect(await mails.count()).toBe(2);
  await mails.nth(1).click();
  await page.getByRole("heading", { name: "First" }).waitFor();
  await page.reload();
  await page.getByRole("status").filter({ hasText: "2 mails" }).waitFor({ state: "attached" });
});

test("a mail is shown as HTML that runs nothing but leads on, as text, and as its headers say", async () => {
  await sendInvite(sendgrid, {
    html: `<p style="color: red">Styled</p><script>document.body.textContent = "ran"</script>
      <a href="${appUrl}/invite/abc.def">Accept</a>`,
  });
  const mail = page.frameLocator("iframe");
  expect(await mail.locator("p").textContent()).toBe("Styled");
  expect(await mail.locator("p").evaluate((p) => p.ownerDocument.body.textContent)).toContain("Styled");
  const [opened] = await Promise.all([page.waitForEvent("popup"), mail.getByText("Accept").click()]);
  await expect.poll(() => asked).toContain("GET /invite/abc.def");
  await opened.close();
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await article().getByText("Follow https://iam.acme.example/invite/abc.def to accept.").waitFor();
  await page.getByRole("button", { name: "Headers" }).click();
  await article().getByText("help@acme.example").waitFor();
});

test("mails are delivered by themselves, unless trouble was chosen", async () => {
  await sendInvite(sendgrid, { subject: "Fine" });
  await happens("Delivered. The app answered 204.").waitFor();
  await page.getByRole("radio", { name: "bounce" }).check();
  await expect
    .poll(async () => page.reload().then(() => page.getByRole("radio").nth(2).isChecked()))
    .toBe(true);
  await sendInvite(sendgrid, { subject: "Lost" });
  await page.getByRole("heading", { name: "Lost" }).waitFor();
  await happens("Bounced. The app answered 204.").waitFor();
  expect(sendgrid.mails.map(({ news }) => news.map(({ event }) => event?.event))).toEqual([
    ["processed", "delivered"],
    ["processed", "bounce"],
  ]);
});

test("buttons report something else, and the same again", async () => {
  await sendInvite(sendgrid);
  await happens("Delivered").waitFor();
  await article().getByRole("button", { name: "Drop" }).click();
  await happens("Dropped. The app answered 204.").waitFor();
  await article().getByRole("button", { name: "Repeat Last Report" }).click();
  await happens("Dropped, reported again. The app answered 204.").waitFor();
  const [first, again] = sendgrid.mails[0]?.news.slice(-2) ?? [];
  expect(again?.event?.sg_event_id).toBe(first?.event?.sg_event_id);
});

test("a scanner opens the link four times, and what it met is told", async () => {
  const link = `${appUrl}/invite/abc.def`;
  await sendInvite(sendgrid, { text: `Follow ${link} to accept.`, html: `<a href="${link}">Accept</a>` });
  await happens("Delivered").waitFor();
  await article().getByRole("button", { name: "Scan Links" }).click();
  await happens("A scanner opened the link: HEAD 200, GET 200, GET 200, in a browser 200.").waitFor();
  const opened = asked.filter((request) => request.endsWith("/invite/abc.def"));
  expect(opened.map((request) => request.split(" ")[0])).toEqual(["HEAD", "GET", "GET", "GET"]);
});

test("axe finds nothing, empty or full, light or dark", async () => {
  const look = async () => (await startAxe(page))();
  expect(await look()).toEqual([]);
  await sendInvite(sendgrid);
  await happens("Delivered").waitFor();
  expect(await look()).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("button", { name: "Headers" }).click();
  expect(await look()).toEqual([]);
});

test("on a phone there is the list, or one mail and the way back to it", async () => {
  await page.close();
  page = await browser.newPage(phone);
  await page.goto(sendgrid.url);
  const flaws = await startPhoneLook(page);
  await page.getByRole("heading", { name: "No emails yet" }).waitFor();
  expect(await flaws()).toEqual([]);
  await sendInvite(sendgrid, { subject: "First" });
  await sendInvite(sendgrid, { subject: "Second" });
  const list = page.getByRole("navigation", { name: "Emails" });
  await list.getByRole("button", { name: "Second" }).waitFor();
  expect(await article().isVisible()).toBe(false);
  expect(await flaws()).toEqual([]);
  await list.getByRole("button", { name: "First" }).tap();
  await page.getByRole("heading", { name: "First" }).waitFor();
  await happens("Delivered").waitFor();
  expect(await list.isVisible()).toBe(false);
  expect(await flaws()).toEqual([]);
  await page.getByRole("button", { name: "Headers" }).tap();
  expect(await flaws()).toEqual([]);
  await page.getByRole("button", { name: "All Emails" }).tap();
  await list.getByRole("button", { name: "Second" }).waitFor();
  expect(await article().isVisible()).toBe(false);
});

test("no other site can press a button", async () => {
  await sendInvite(sendgrid);
  const response = await fetch(`${sendgrid.url}/mailbox/mails/0/bounce`, { method: "POST" });
  expect(response.status).toBe(403);
});

test("a batch of mails on their way at the same time gives Node nothing to warn of", async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on("warning", note);
  const slow = await startSendGrid({ deliveryMs: 60_000 });
  slow.sendEventsTo(`${appUrl}/events`);
  for (let mail = 0; mail < 12; mail++) await sendInvite(slow);
  await expect.poll(() => slow.mails.filter(({ news }) => news.length > 0).length).toBe(12);
  await turn();
  await slow.close();
  process.off("warning", note);
  expect(warnings).toEqual([]);
});
