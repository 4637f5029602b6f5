import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { startBrowser } from "../setup/browser.ts";
import { freshDatabase } from "../setup/database.ts";
import { everythingStored } from "./everything.ts";
import { openSite, type Site } from "./site.ts";
import { complaints, heading, openTab, press } from "./tab.ts";

let site: Site;
let browser: Browser;
beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(freshDatabase().uri), startBrowser()]);
});
afterAll(() => Promise.all([site.close(), browser.close()]));
afterEach(() => expect(complaints.splice(0)).toEqual([]));

const tab = (options?: BrowserContextOptions) => openTab(browser, options);

test("Eve opens the link, leaves her name empty, is told, fills it in, and is in", async () => {
  const { url } = await site.invites("eve@example.com", { message: "Hi Eve,\nwelcome!" });
  const page = await tab();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  expect(await page.title()).toBe("Mia Chen invites you to join Acme · Acme");
  expect(requests).toEqual([url]);
  expect(await page.getByLabel("Time zone").inputValue()).toBe("Calcutta");
  expect(await page.locator("time").textContent()).toMatch(/GMT\+5:30$/);

  await page.getByLabel("Job title").fill("Engineer");
  await press(page, "Accept and register");
  expect(await page.title()).toMatch(/^Not registered yet: /);
  expect(await page.locator(":focus").getAttribute("role")).toBe("alert");
  await page.getByRole("link", { name: "Enter your full name." }).click();
  await page.keyboard.type("Eve Park");
  expect(await page.getByLabel("Full name").inputValue()).toBe("Eve Park");
  expect(await page.getByLabel("Job title").inputValue()).toBe("Engineer");
  expect(await page.getByLabel("Time zone").inputValue()).toBe("Calcutta");

  await press(page, "Accept and register");
  expect(await heading(page)).toBe("You’re in");
  await page.reload();
  expect(await heading(page)).toBe("You’re in");
  const user = await User.findOne({ email: "eve@example.com" }).lean();
  expect(user).toMatchObject({ name: "Eve Park", title: "Engineer", timeZone: "Asia/Calcutta" });
  expect(await page.context().cookies()).toEqual([]);
});

test("without scripts it works as well: the focus moves to what is wrong, and UTC stands where a zone is guessed", async () => {
  const { url } = await site.invites("noscript@example.com");
  const page = await tab({ javaScriptEnabled: false });
  await page.goto(url);
  expect(await page.getByLabel("Time zone").inputValue()).toBe("UTC");
  expect(await page.locator("time").textContent()).toMatch(/UTC$/);
  await page.getByLabel("Phone").fill("12");
  await press(page, "Accept and register");
  await expect.poll(() => page.locator("[role=alert]:focus").count()).toBe(1);
  await page.getByLabel("Full name").fill("Noor");
  await page.getByLabel("Phone").fill("+1 212 555 0123");
  await page.getByLabel("Time zone").selectOption("Nairobi");
  await press(page, "Accept and register");
  expect(await heading(page)).toBe("You’re in");
  const user = await User.findOne({ email: "noscript@example.com" }).lean();
  expect(user).toMatchObject({ phone: "+12125550123", timeZone: "Africa/Nairobi" });
});

test("with nothing but a keyboard, from the link to You're in", async () => {
  const { url } = await site.invites("keys@example.com");
  const page = await tab();
  await page.goto(url);
  for (const text of ["Kim Keys", "", "", "Lon"]) {
    await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  }
  expect(await page.getByLabel("Time zone").inputValue()).toBe("London");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => heading(page)).toBe("You’re in");
});

test("No, thank you asks once more before it declines", async () => {
  const { url, inviteId } = await site.invites("no@example.com");
  const page = await tab();
  await page.goto(url);
  await page.getByRole("link", { name: "No, thank you" }).click();
  expect(await heading(page)).toBe("Decline this invitation?");
  await page.getByRole("link", { name: "Go back" }).click();
  expect(await heading(page)).toBe("Mia Chen invites you to join Acme");
  expect((await Invite.findById(inviteId).lean())?.status).toBe("pending");

  await page.goBack();
  await press(page, "Decline the invitation");
  expect(await heading(page)).toBe("You declined the invitation");
  expect((await Invite.findById(inviteId).lean())?.status).toBe("declined");
});

test("Eve comes too late, asks for a new link, and is told who was asked", async () => {
  const { url, inviteId } = await site.invites("late@example.com");
  await Invite.updateOne({ _id: inviteId }, { expiresAt: new Date("2026-03-03T13:00:00Z") });
  const page = await tab({ timezoneId: "Europe/Berlin" });
  await page.goto(url);
  expect(await heading(page)).toBe("This invitation expired on 3 March, 14:00 CET");
  await press(page, "Ask for a new one");
  expect(await page.getByRole("status").textContent()).toBe(
    "Mia Chen has been asked. You can ask again tomorrow.",
  );
});

test("a scanner's browser that opens every link twice and runs the scripts changes nothing", async () => {
  const { url } = await site.invites("robot@example.com");
  const before = await everythingStored();
  const page = await tab();
  for (const address of [url, `${url}/decline`, url, `${url}/decline`]) await page.goto(address);
  expect(await everythingStored()).toEqual(before);
});
