import type { BrowserContextOptions, Response } from "playwright-core";
import { afterAll, afterEach, expect, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { startBrowser } from "../support/setup/browser.ts";
import { slips } from "../support/slips.ts";
import { startAxe } from "../support/web/axe.ts";
import { startSite } from "../support/web/site.ts";
import { everyState, linkLimit } from "../support/web/states.ts";
import { complaints, heading, openTab, press, translated } from "../support/web/tab.ts";

/** Uncompressed: half of it is time zones, a quarter the style. */
const LARGEST_PAGE = 23_000;
/** How much a server may send on a new connection before it hears back. */
const ONE_ROUND_TRIP = 14_000;
const looks = [
  { colorScheme: "light", width: 320 },
  { colorScheme: "dark", width: 320 },
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 1280 },
] as const;

const site = await startSite({ requestLimits: { perAddress: 1_000, perLink: linkLimit } });
const browser = await startBrowser();
afterAll(() => browser.close());
afterEach(() => expect(complaints.splice(0)).toEqual([]));

const tab = (options?: BrowserContextOptions) => openTab(browser, options);

test("Eve opens the link, leaves her name empty, reads the error, fills it in, and is in", async () => {
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
  expect(user).toMatchObject({ name: "Eve Park", title: "Engineer", timeZone: "Asia/Kolkata" });
  expect(await page.context().cookies()).toEqual([]);
});

test("it works without scripts: the focus moves to the error, and the time zone is UTC instead of a guess", async () => {
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

test("Olena has the page translated, chooses Kyiv, leaves out her name, and Kyiv stays chosen", async () => {
  const { url } = await site.invites("olena@example.com");
  const page = await translated(await tab());
  await page.goto(url);
  const options = page.locator("#timeZone option");
  expect(await options.count()).toBeGreaterThan(400);
  expect(await page.locator("#timeZone option:not([value])").count()).toBe(0);
  expect(await page.locator("select:not([translate=no])").count()).toBe(0);
  const zone = page.getByLabel("Time zone");
  await zone.selectOption({ label: "«Kyiv»" });
  await press(page, "Accept and register");
  expect(await page.title()).toMatch(/^Not registered yet: /);
  expect(await zone.locator("option:checked").textContent()).toBe("«Kyiv»");
  await page.getByLabel("Full name").fill("Olena Koval");
  await press(page, "Accept and register");
  expect(await heading(page)).toBe("«You’re in»");
  const user = await User.findOne({ email: "olena@example.com" }).lean();
  expect(user).toMatchObject({ name: "Olena Koval", timeZone: "Europe/Kyiv" });
});

test.each([
  ["Asia/Calcutta", "Kolkata", "Asia/Kolkata"],
  ["America/Buenos_Aires", "Buenos Aires", "America/Argentina/Buenos_Aires"],
  ["Asia/Saigon", "Ho Chi Minh", "Asia/Ho_Chi_Minh"],
  ["America/Argentina/Salta", "Salta", "America/Argentina/Salta"],
  ["UTC", "UTC", "UTC"],
])("in a browser in %s the page preselects %s, which is stored as %s", async (timezoneId, label, kept) => {
  const email = `${label.replaceAll(" ", "-").toLowerCase()}@example.com`;
  const { url } = await site.invites(email);
  const page = await tab({ timezoneId });
  await page.goto(url);
  expect(await page.getByLabel("Time zone").locator("option:checked").textContent()).toBe(label);
  await page.getByLabel("Full name").fill("Noor");
  await press(page, "Accept and register");
  expect(await User.findOne({ email }).lean()).toMatchObject({ timeZone: kept });
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
  expect(await heading(page)).toBe("This invitation expired on 3\u00a0March, 14:00\u00a0CET");
  await press(page, "Ask for a new one");
  expect(await page.getByRole("status").textContent()).toBe(
    "Mia Chen has been asked. You can ask again tomorrow.",
  );
});

test("every state, on a phone and a desktop, light and dark: axe finds nothing, nothing is cut off", async () => {
  const pages = await everyPage("example.com");
  await Promise.all(
    looks.map(async (look) => {
      for (const flaw of await flaws(look, pages)) expect.soft({ ...look, ...flaw }).toBeUndefined();
    }),
  );
});

test("every state works without scripts, and shows times in UTC", async () => {
  const pages = await everyPage("example.org", tab({ javaScriptEnabled: false }));
  const times = [...pages.values()].flatMap((html) => html.match(/(?<=<time [^>]*>)[^<]+/g) ?? []);
  expect(times.length).toBeGreaterThan(10);
  for (const time of times) expect(time).toMatch(/^\d+&nbsp;\w+, \d\d:\d\d&nbsp;UTC$/);
});

test("every state works in a browser that translates its pages", async () => {
  const pages = await everyPage("example.net", tab().then(translated));
  for (const html of pages.values()) expect(html).toMatch(/<h1>.*«/);
}, 60_000);

/** Plays every state and keeps what is shown. Expects the right status, title and size. */
async function everyPage(domain: string, opened = tab()): Promise<Map<string, string>> {
  const states = await everyState(site, domain);
  const page = await opened;
  const pages = new Map<string, string>();
  const answers: Response[] = [];
  page.on("response", (answer) => answers.push(answer));
  try {
    for (const [state, { shows, ...says }] of Object.entries(states)) {
      await shows(page);
      const title = (await page.title()).replace(" · Acme", "");
      expect({ state, status: answers.at(-1)?.status(), title }).toEqual({ state, ...says });
      for (const answer of answers.splice(0).slice(-1)) await expectSmall(answer);
      expect([state, slips(await page.innerText("body"))]).toEqual([state, []]);
      pages.set(state, await page.content());
    }
  } finally {
    await seedGroups();
    site.log.splice(0);
  }
  return pages;
}

async function expectSmall(answer: Response): Promise<void> {
  const { responseBodySize, responseHeadersSize } = await answer.request().sizes();
  expect(responseBodySize + responseHeadersSize).toBeLessThan(ONE_ROUND_TRIP);
  expect((await answer.body()).length).toBeLessThan(LARGEST_PAGE);
}

/** Shows the pages one after the other in one tab: axe itself is larger than all of them. */
async function flaws({ colorScheme, width }: (typeof looks)[number], pages: Map<string, string>) {
  const page = await tab({ colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" });
  await page.goto(site.url);
  const look = await startAxe(page);
  const found: { state: string; flaw: unknown }[] = [];
  for (const [state, html] of pages) {
    await page.evaluate(`document.documentElement.innerHTML = ${JSON.stringify(html)}`);
    // All lists of time zones are alike.
    if (state !== "open")
      await page.evaluate("document.querySelectorAll('optgroup').forEach((it) => it.remove())");
    for (const flaw of await look()) found.push({ state, flaw });
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    if (wide !== width) found.push({ state, flaw: `${wide} px wide` });
  }
  return found;
}

test("a printed page has the invitation's text, in black, and nothing to press", async () => {
  const { url } = await site.invites("paper@example.com");
  const page = await tab({ colorScheme: "dark" });
  await page.goto(url);
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
  expect(await page.getByText("Tickets").isVisible()).toBe(true);
  expect(await page.getByRole("button").count()).toBe(0);
  expect(await page.getByLabel("Full name").isVisible()).toBe(false);
  expect(await page.evaluate("getComputedStyle(document.documentElement).colorScheme")).toBe("light");
  const colours = `[...document.querySelectorAll("h1, main p, dt")].map((it) => getComputedStyle(it).color)`;
  expect(await page.evaluate(`[...new Set(${colours})]`)).toEqual(["rgb(0, 0, 0)", "rgb(88, 93, 105)"]);
});

test("with forced colours, buttons, fields and errors keep their edges; with reduced motion, nothing moves", async () => {
  const { url } = await site.invites("forced@example.com");
  const page = await tab({ forcedColors: "active", reducedMotion: "reduce" });
  await page.goto(url);
  await press(page, "Accept and register");
  const styleOf = (selector: string, property: string) =>
    page.evaluate(`getComputedStyle(document.querySelector("${selector}")).${property}`);
  for (const selector of [".button", "select", ".notice", "#name"]) {
    expect(await styleOf(selector, "borderTopStyle")).toBe("solid");
    expect(await styleOf(selector, "borderTopColor")).not.toBe(await styleOf(selector, "backgroundColor"));
    expect(await styleOf(selector, "transitionDuration")).toBe("0s");
  }
  expect([await styleOf("#name", "borderTopWidth"), await styleOf("#title", "borderTopWidth")]).toEqual([
    "3px",
    "1px",
  ]);
});
