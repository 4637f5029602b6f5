import type { Block, InputBlock, KnownBlock } from "@slack/types";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { clientOf } from "../../support/emulators/web-client.ts";
import { startBrowser } from "../../support/setup/browser.ts";
import { complaints, openTab } from "../../support/web/tab.ts";

let slack: Slack;
let browser: Browser;
let page: Page;
let ada: Person;
let ben: Person;
beforeAll(async () => {
  [slack, browser] = await Promise.all([startSlack(), startBrowser()]);
  ada = slack.addPerson({ name: "Ada Lovelace", timeZone: "Europe/Berlin" });
  ben = slack.addPerson({ name: "Ben Okafor" });
  page = await openTab(browser);
});
afterAll(async () => {
  await browser.close();
  await slack.close();
});
afterEach(() => expect(complaints.splice(0)).toEqual([]));

/** Shows Ada a message of the app. */
async function message(blocks: (KnownBlock | Block)[], text = "x"): Promise<Locator> {
  await clientOf(slack).chat.postMessage({ channel: ada.id, text, blocks });
  await page.goto(`${slack.origin}/#ada.lovelace/app`);
  const articles = page.getByRole("article");
  await expect.poll(() => articles.count()).toBe(ada.messages.length);
  return articles.last().locator(blocks.length > 0 ? ".blocks" : ".text");
}

/** Shows Ada a Home tab, where fields may stand as well. */
async function home(blocks: KnownBlock[]): Promise<Locator> {
  await clientOf(slack).views.publish({ user_id: ada.id, view: { type: "home", blocks } });
  await page.goto(`${slack.origin}/#ada.lovelace/app/home`);
  return page.locator(".home");
}

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } }) as const;
const plain = (text: string) => ({ type: "plain_text", text }) as const;
const option = (text: string) => ({ text: plain(text), value: text });

function input(label: string, element: InputBlock["element"], more: Partial<InputBlock> = {}): InputBlock {
  return { type: "input", label: plain(label), element, ...more };
}

test("mrkdwn: emphasis, code, mentions, links, quotes and dates in the reader's zone", async () => {
  const drawn = await message([
    section("*bold* _italic_ ~struck~ `code` 2*3*4 snake_case_name * not bold* *<https://acme.io|a link>*"),
    section(`Hi <@${ben.id}>, <!here>, <mailto:eve@acme.io|eve@acme.io> and https://acme.io/a_b?c=1.`),
    section(
      "&gt; quoted &amp; escaped\n&gt; twice\nnot any more\n```\n*no* bold &lt;here&gt;\n```\n• a list",
    ),
    section("<javascript:alert(1)|harmless> <!date^1792000000^{date_short_pretty} at {time}|fallback>"),
  ]);
  expect(await drawn.ariaSnapshot()).toMatchInlineSnapshot(`
    "- strong: bold
    - emphasis: italic
    - text: struck
    - code: code
    - text: 2*3*4 snake_case_name * not bold*
    - strong:
      - link "a link":
        - /url: https://acme.io
    - text: Hi @Ben Okafor, @here,
    - link "eve@acme.io":
      - /url: mailto:eve@acme.io
    - text: and
    - link "https://acme.io/a_b?c=1":
      - /url: https://acme.io/a_b?c=1
    - text: .
    - blockquote: quoted & escaped twice
    - text: not any more *no* bold <here> • a list harmless
    - time: 14 Oct 2026 at 19:46"
  `);
  expect(await drawn.locator("s").textContent()).toBe("struck");
  expect(await drawn.locator("pre").textContent()).toBe("*no* bold <here>");
});

test("a message without blocks is markup; plain text never is", async () => {
  expect(await (await message([], "*Only* text")).ariaSnapshot()).toMatchInlineSnapshot(`
    "- strong: Only
    - text: text"
  `);
  const text = "*not bold* <@U1> <https://acme.io>\n&amp; <b>bold</b>";
  const drawn = await message([{ type: "section", text: plain(text) }]);
  expect(await drawn.ariaSnapshot()).toMatchInlineSnapshot(
    `"- text: "*not bold* <@U1> <https://acme.io> &amp; <b>bold</b>""`,
  );
  expect(await drawn.innerText()).toBe(text);
});

test("rich text: styles, links, mentions, dates, lists, preformatted and quoted", async () => {
  const drawn = await message([
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_section",
          elements: [
            { type: "text", text: "*no markup* " },
            { type: "text", text: "bold", style: { bold: true } },
            { type: "text", text: "italic", style: { italic: true } },
            { type: "text", text: "struck", style: { strike: true } },
            { type: "text", text: "code", style: { code: true } },
            { type: "link", url: "https://acme.io", text: "Acme" },
            { type: "user", user_id: ada.id },
            { type: "date", timestamp: 1792000000, format: "{date_long} {time}", fallback: "then" },
          ],
        },
        {
          type: "rich_text_list",
          style: "ordered",
          elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "one" }] }],
        },
        {
          type: "rich_text_list",
          style: "bullet",
          indent: 1,
          elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "two" }] }],
        },
        { type: "rich_text_preformatted", elements: [{ type: "text", text: "a\n b" }] },
        { type: "rich_text_quote", elements: [{ type: "text", text: "said" }] },
      ],
    },
  ]);
  expect(await drawn.ariaSnapshot()).toMatchInlineSnapshot(`
    "- text: "*no markup*"
    - strong: bold
    - emphasis: italic
    - text: struck
    - code: code
    - link "Acme":
      - /url: https://acme.io
    - text: "@Ada Lovelace"
    - time: Wednesday, 14 October 2026 19:46
    - list:
      - listitem: one
    - list:
      - listitem: two
    - text: a b
    - blockquote: said"
  `);
  expect(await drawn.locator("s").textContent()).toBe("struck");
  expect(await drawn.locator("pre").textContent()).toBe("a\n b");
});

test("header, divider, fields, context, image, card and table", async () => {
  const image_url = "https://acme.io/a.png";
  const drawn = await message([
    { type: "header", text: plain("A *header*") },
    { type: "divider" },
    {
      type: "section",
      fields: [{ type: "mrkdwn", text: "*One*\n1" }, plain("Two")],
      accessory: { type: "image", image_url, alt_text: "a cat" },
    },
    { type: "context", elements: [{ type: "image", image_url, alt_text: "a dog" }, plain("beside it")] },
    { type: "image", image_url, alt_text: "a plan", title: plain("The plan") },
    {
      type: "card",
      title: { type: "mrkdwn", text: "Eve" },
      subtitle: { type: "mrkdwn", text: "eve@acme.io" },
      body: { type: "mrkdwn", text: "*New*" },
      actions: [{ type: "button", text: plain("Open") }],
    },
    {
      type: "table",
      column_settings: [{}, { align: "right" }],
      rows: [
        [
          { type: "raw_text", text: "Name" },
          { type: "raw_text", text: "Count" },
        ],
        [
          { type: "raw_text", text: "Users" },
          { type: "raw_text", text: "12" },
        ],
      ],
    },
  ]);
  expect(await drawn.ariaSnapshot()).toMatchInlineSnapshot(`
    "- heading "A *header*" [level=3]
    - separator
    - strong: One
    - text: 1 Two
    - img "a cat"
    - img "a dog"
    - text: beside it
    - figure "The plan":
      - text: The plan
      - img "a plan"
    - paragraph: Eve
    - paragraph: eve@acme.io
    - strong: New
    - button "Open"
    - region "Table":
      - table:
        - rowgroup:
          - row "Name Count":
            - columnheader "Name"
            - columnheader "Count"
        - rowgroup:
          - row "Users 12":
            - cell "Users"
            - cell "12""
  `);
});

test("buttons and menus", async () => {
  const drawn = await home([
    {
      type: "actions",
      elements: [
        { type: "button", text: plain("Go"), style: "primary" },
        { type: "button", text: plain("Stop"), style: "danger", accessibility_label: "Stop Eve" },
        { type: "overflow", options: [option("Edit"), option("Show")] },
        { type: "static_select", placeholder: plain("Sort by"), options: [option("Name"), option("Age")] },
      ],
    },
  ]);
  expect(await drawn.ariaSnapshot()).toMatchInlineSnapshot(`
    "- button "Go"
    - button "Stop Eve": Stop
    - button "More actions"
    - combobox "Sort by""
  `);
  const colour = (name: string) =>
    drawn.getByRole("button", { name }).evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await colour("Go")).not.toBe(await colour("Stop Eve"));
  await drawn.getByRole("button", { name: "More actions" }).click();
  const focused = () => page.evaluate("document.activeElement.textContent");
  await expect.poll(focused).toBe("Edit");
  expect(await page.getByRole("menuitem").allTextContents()).toEqual(["Edit", "Show"]);
  await page.keyboard.press("ArrowDown");
  await expect.poll(focused).toBe("Show");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("menuitem").count()).toBe(0);
});

test("fields: text, email, number, dates, choices, each with its label, hint and what it holds", async () => {
  const fruit = [option("Apple"), option("Pear")];
  const drawn = await home([
    input(
      "Note",
      { type: "plain_text_input", multiline: true, max_length: 10, initial_value: "123456789" },
      { hint: plain("Plain text"), optional: true },
    ),
    input("Email", { type: "email_text_input", placeholder: plain("a@b.c") }),
    input("Age", { type: "number_input", is_decimal_allowed: false }),
    input("Day", { type: "datepicker", initial_date: "2026-03-05" }),
    input("Time", { type: "timepicker", initial_time: "14:30" }),
    input("Fruit", { type: "checkboxes", options: fruit, initial_options: [option("Apple")] }),
    input("Drink", { type: "radio_buttons", options: [option("Tea"), option("Water")] }),
  ]);
  expect(await drawn.ariaSnapshot()).toMatchInlineSnapshot(`
    "- text: Note (optional)
    - textbox "Note (optional)": "123456789"
    - status: "1"
    - paragraph: Plain text
    - text: Email
    - textbox "Email":
      - /placeholder: a@b.c
    - text: Age
    - textbox "Age"
    - text: Day
    - textbox "Day": 2026-03-05
    - text: Time
    - textbox "Time": 14:30
    - text: Fruit
    - group "Fruit":
      - checkbox "Apple" [checked]
      - text: Apple
      - checkbox "Pear"
      - text: Pear
    - text: Drink
    - radiogroup "Drink":
      - radio "Tea"
      - text: Tea
      - radio "Water"
      - text: Water"
  `);
  expect(await drawn.getByLabel("Note").getAttribute("aria-describedby")).toMatch(/hint$/);
  await drawn.getByLabel("Pear").check();
  await drawn.getByLabel("Water").check();
  await expect.poll(() => ada.home()).toContain("☑ Apple ☑ Pear");
  await expect.poll(() => ada.home()).toContain("☑ Water");
});

test("menus with search: one or many, grouped, of people", async () => {
  const drawn = await home([
    input("Groups", {
      type: "multi_static_select",
      option_groups: [
        { label: plain("Built in"), options: [option("Admin"), option("Users")] },
        { label: plain("Ours"), options: [option("Support"), option("Sales")] },
      ],
      initial_options: [option("Users")],
    }),
    input(
      "Expires",
      { type: "static_select", options: [option("1 day"), option("7 days")] },
      { optional: true },
    ),
    input("Account", { type: "users_select" }),
  ]);
  const groups = drawn.getByLabel("Groups", { exact: true });
  await groups.click();
  expect(await page.getByRole("listbox").ariaSnapshot()).toMatchInlineSnapshot(`
    "- listbox "Choose an option":
      - group "Built in":
        - option "Admin"
        - option "Users" [selected]
      - group "Ours":
        - option "Support"
        - option "Sales""
  `);
  await groups.pressSequentially("s");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => ada.home()).toContain("Groups: Users, Support");
  await drawn.getByRole("button", { name: "Remove Users" }).click();
  await expect.poll(() => ada.home()).toContain("Groups: Support");

  await drawn.getByLabel("Expires").click();
  await page.getByRole("option", { name: "7 days" }).click();
  await expect.poll(() => ada.home()).toContain("Expires (optional): 7 days");
  await drawn.getByRole("button", { name: "Clear" }).click();
  await expect.poll(() => ada.home()).not.toContain("7 days");

  await drawn.getByLabel("Account").pressSequentially("oka");
  await page.keyboard.press("Enter");
  await expect.poll(() => ada.home()).toContain("Account: Ben Okafor");
});
