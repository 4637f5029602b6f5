import { once } from "node:events";
import { createServer } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type SendGrid, startSendGrid } from "../../dev/sendgrid/sendgrid.ts";
import { startBrowser } from "../setup/browser.ts";
import { sendInvite } from "./sendgrid-client.ts";

let browser: Browser;
let sendgrid: SendGrid;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  sendgrid = await startSendGrid();
  page = await browser.newPage();
  await page.goto(sendgrid.url);
});
afterEach(async () => {
  await page.close();
  await sendgrid.close();
});

test("mails appear as they are sent, newest first, with the link to follow", async () => {
  await sendInvite(sendgrid, { subject: "First" });
  await page.getByRole("heading", { name: "First" }).waitFor();
  await sendInvite(sendgrid, { subject: "<b>Second</b>" });
  await page.getByRole("heading", { name: "<b>Second</b>" }).waitFor();
  expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual(["<b>Second</b>", "First"]);
  expect(await page.getByRole("link").first().getAttribute("href")).toBe(
    "https://iam.acme.example/invite/abc.def",
  );
  await page.reload();
  await page.getByText("2 mails, newest first.").waitFor();
});

test("a mail's HTML is shown, and runs nothing", async () => {
  await sendInvite(sendgrid, {
    html: `<p style="color: red">Styled</p><script>document.body.textContent = "ran"</script>`,
  });
  await page.getByText("HTML", { exact: true }).click();
  const mail = page.frameLocator("iframe");
  expect(await mail.locator("p").textContent()).toBe("Styled");
  expect(await mail.locator("p").evaluate((p) => p.ownerDocument.body.textContent)).toContain("Styled");
});

test("a button reports to the app what became of the mail", async () => {
  const app = createServer((_request, response) => response.writeHead(204).end());
  await once(app.listen(0, "127.0.0.1"), "listening");
  const address = app.address();
  sendgrid.sendEventsTo(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`);
  await sendInvite(sendgrid, { subject: "Hello" });
  await page.getByRole("button", { name: "Bounced" }).click();
  await page.getByText("Bounced: the app answered 204.").waitFor();
  app.close().closeAllConnections();
});

test("no other site can press a button", async () => {
  await sendInvite(sendgrid, { subject: "Hello" });
  const response = await fetch(`${sendgrid.url}/mailbox/mails/0/events/bounce`, { method: "POST" });
  expect(response.status).toBe(403);
});
