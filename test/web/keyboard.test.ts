import { afterAll, afterEach, expect, test } from "vitest";
import { languages } from "../../src/locales/languages.ts";
import { User } from "../../src/models/user.ts";
import { startBrowser } from "../support/setup/browser.ts";
import { startSite } from "../support/web/site.ts";
import { complaints, heading, openTab, press } from "../support/web/tab.ts";

const site = await startSite();
const browser = await startBrowser();
afterAll(() => browser.close());
afterEach(() => expect(complaints.splice(0)).toEqual([]));

/** Returns the name of the focused element, and whether the focus is visible: a ring, with both ends uncovered. */
const focused = `(() => {
  const it = document.activeElement;
  const { left, right, top, height } = it.getBoundingClientRect();
  const isInFront = (x) => it.contains(document.elementFromPoint(x, top + height / 2));
  const isSeen = getComputedStyle(it).outlineStyle === "solid" && isInFront(left + 2) && isInFront(right - 2);
  return (it.id || it.textContent) + (isSeen ? "" : ", unseen");
})()`;

test("using only the keyboard, Eve looks at the languages, reads the errors, and registers", async () => {
  const { url } = await site.invites("keys@example.com");
  const page = await openTab(browser, { viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  const tab = async (key = "Tab") => {
    await page.keyboard.press(key);
    return page.evaluate(focused);
  };
  const enter = () => Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);

  expect(await tab()).toBe("English");
  await page.keyboard.press("Enter");
  for (const { name } of languages) expect(await tab()).toBe(name);
  const fields = ["name", "title", "phone", "timeZone"];
  for (const field of fields) expect(await tab()).toBe(field);
  expect(await tab()).toBe("Accept and register");
  expect(await tab()).toBe("No, thank you");
  expect(await tab("Shift+Tab")).toBe("Accept and register");

  await enter();
  expect(await page.locator(":focus").getAttribute("role")).toBe("alert");
  expect(await tab()).toBe("Enter your full name.");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(focused)).toBe("name");
  await page.keyboard.type("Eve Park");
  await enter();
  expect(await heading(page)).toBe("You’re in");
  expect(await User.findOne({ email: "keys@example.com" }).lean()).toMatchObject({ name: "Eve Park" });
});

test("without scripts, Eve types, chooses another language, finds what she typed, and registers with Enter in a field", async () => {
  const { url } = await site.invites("types@example.com");
  const page = await openTab(browser, { javaScriptEnabled: false });
  await page.goto(url);
  await page.getByLabel("Full name").fill("Eve Park");
  await page.getByLabel("Phone").fill("12");
  await page.getByLabel("Time zone").selectOption("Nairobi");
  await page.getByText("English").first().click();
  await press(page, "Deutsch");
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  expect(new URL(page.url()).search, "the choice stays in the address").toBe("?lang=de");
  const fields = ["name", "title", "phone"].map((id) => page.locator(`#${id}`).inputValue());
  expect(await Promise.all(fields)).toEqual(["Eve Park", "", "12"]);
  expect(await page.locator("#timeZone option:checked").textContent()).toBe("Nairobi");
  expect(await User.findOne({ email: "types@example.com" }).lean()).toBeNull();

  const enterIn = async (id: string) =>
    Promise.all([page.waitForEvent("load"), page.locator(`#${id}`).press("Enter")]);
  await enterIn("phone");
  expect(await page.title()).toMatch(/^Noch nicht registriert: /);
  await page.locator("#phone").fill("+1 212 555 0123");
  await enterIn("name");
  expect(await User.findOne({ email: "types@example.com" }).lean()).toMatchObject({
    name: "Eve Park",
    phone: "+12125550123",
    timeZone: "Africa/Nairobi",
    language: "de",
  });
});
