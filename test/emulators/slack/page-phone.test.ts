import { readFileSync } from "node:fs";
import type { App } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { type BoltApp, boltOverHttp } from "../../support/emulators/bolt-app.ts";
import { inviteDesk, saying } from "../../support/emulators/invite-desk.ts";
import { clientOf } from "../../support/emulators/web-client.ts";
import { startBrowser } from "../../support/setup/browser.ts";
import { phone, startPhoneLook } from "../../support/web/phone.ts";
import { complaints, openTab } from "../../support/web/tab.ts";

let browser: Browser;
let slack: Slack;
let bolt: BoltApp;
let page: Page;
let ada: Person;
let flaws: () => Promise<string[]>;
beforeAll(async () => {
  [slack, browser] = await Promise.all([startSlack(), startBrowser()]);
  bolt = await boltOverHttp(slack, (app) => {
    inviteDesk(app);
    deeper(app);
  });
  slack.install(parse(readFileSync("manifest.yml", "utf8")));
  slack.linkTo("Mailbox", slack.origin);
  ada = slack.addPerson({ name: "Ada Lovelace", title: "Owner" });
  slack.addPerson({ name: "Ben Okafor", guest: true });
  page = await openTab(browser, phone);
});
beforeEach(async () => {
  await page.goto("about:blank");
  await page.goto(slack.origin);
  flaws = await startPhoneLook(page);
});
afterAll(async () => {
  await browser.close();
  await bolt.stop();
  await slack.close();
});
afterEach(() => expect(complaints.splice(0)).toEqual([]));

const plain = (text: string) => ({ type: "plain_text", text }) as const;
const options = ["Europe/Berlin", "Asia/Kolkata"].map((zone) => ({ text: plain(zone), value: zone }));
const long = "Somebody with a name that is long, and an address: ".repeat(4);
const wide: KnownBlock[] = [
  { type: "header", text: plain(long.slice(0, 140)) },
  { type: "section", text: plain("averyveryverylongaddress.of.somebody.somewhere@subdomain.example.com") },
  { type: "section", fields: ["One", "two", "three"].map((text) => plain(`${text} ${long}`)) },
  {
    type: "section",
    text: plain(long),
    accessory: { type: "static_select", action_id: "zone", placeholder: plain("Time zone"), options },
  },
  { type: "section", text: plain(long), accessory: { type: "checkboxes", action_id: "zones", options } },
  {
    type: "actions",
    elements: [
      { type: "button", action_id: "deeper", text: plain("Deeper") },
      ...["Invite People", "Pending Invites", "Users"].map(
        (name) => ({ type: "button", action_id: name, text: plain(name) }) as const,
      ),
      { type: "overflow", action_id: "more", options },
    ],
  },
  {
    type: "input",
    label: plain("Zones"),
    element: { type: "multi_static_select", action_id: "many", options, initial_options: options },
  },
  { type: "input", label: plain("Day"), element: { type: "datepicker", action_id: "day" } },
  { type: "context", elements: [plain(long)] },
];

/** An app whose button opens modals upon modals. */
function deeper(app: App): void {
  app.action("deeper", async ({ ack, body, client }) => {
    await ack();
    if (body.type !== "block_actions") return;
    const { trigger_id, view } = body;
    const inside = view?.type === "modal";
    await (inside ? client.views.push : client.views.open)({
      trigger_id,
      view: { ...saying(inside ? "Second" : "First", long, wide), submit: plain("Save") },
    });
  });
}

const drawer = () => page.getByRole("button", { name: "People and conversations" });
const sidebar = () => page.getByRole("navigation", { name: "Conversations" });
const composer = () => page.getByRole("textbox", { name: "Message #general" });
const dialog = (name: string) => page.getByRole("dialog", { name });

async function sends(line: string): Promise<void> {
  await composer().fill(line);
  await page.getByRole("button", { name: "Send", exact: true }).tap();
}

/** Goes to a conversation, by way of the drawer. */
async function goes(name: string): Promise<void> {
  await drawer().tap();
  await sidebar().getByRole("link", { name }).tap();
  await page.getByRole("main").getByRole("heading", { name }).waitFor();
}

test("people and conversations are in a drawer, which says whether there is news", async () => {
  expect(await sidebar().isVisible()).toBe(false);
  await sends("Hello @Ben Okafor");
  await page.getByRole("article").waitFor();
  expect(await flaws()).toEqual([]);

  await drawer().tap();
  expect(await composer().isVisible()).toBe(false);
  expect(await flaws()).toEqual([]);
  await page.getByRole("link", { name: "Ben Okafor" }).first().tap();
  await sidebar().getByRole("paragraph").filter({ hasText: "Ben Okafor" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("article").filter({ hasText: "Hello @Ben Okafor" }).waitFor();
  expect(await drawer().evaluate((button) => button.matches(":focus"))).toBe(true);

  await clientOf(slack).chat.postMessage({ channel: ada.id, text: "psst" });
  await page.getByRole("button", { name: "People and conversations, with news" }).tap();
  await page.getByRole("link", { name: /Ada Lovelace.*has news/ }).tap();
  await sidebar().getByRole("link", { name: "iam-bot 1 unread" }).tap();
  await page.getByRole("article").filter({ hasText: "psst" }).waitFor();
  expect(await flaws()).toEqual([]);
});

test("suggestions, menus, forms with what is wrong in them, and questions fit", async () => {
  await goes("general");
  await composer().fill("@");
  await page.getByRole("option").first().waitFor();
  expect(await flaws()).toEqual([]);

  await sends("/iam invite");
  const form = dialog("Invite people");
  await form.getByRole("button", { name: "Send Invites" }).tap();
  await form.getByText("Please complete").first().waitFor();
  await form.getByLabel("Groups", { exact: true }).tap();
  await page.getByRole("option", { name: "Admin" }).tap();
  expect(await flaws()).toEqual([]);
  await form.getByRole("button", { name: "Close all" }).tap();

  await sends("/iam pending");
  const list = dialog("Pending invites");
  await list.getByRole("button", { name: "More actions" }).first().tap();
  await page.getByRole("menuitem", { name: "Show link" }).waitFor();
  expect(await flaws()).toEqual([]);
  await page.keyboard.press("Escape");
  await list.getByRole("button", { name: "Cancel Invite" }).first().tap();
  await page.getByRole("alertdialog", { name: "Cancel this invite?" }).waitFor();
  expect(await flaws()).toEqual([]);
  await page.getByRole("button", { name: "Keep Invite" }).tap();
  await list.getByRole("button", { name: "Close all" }).tap();
});

test("wide things on Home and in modals go below each other; modals stack, and wait while one looks elsewhere", async () => {
  await clientOf(slack).views.publish({ user_id: ada.id, view: { type: "home", blocks: wide } });
  await goes("iam-bot");
  await page.getByRole("link", { name: "Home" }).tap();
  await page.getByRole("main").getByRole("button", { name: "Deeper" }).waitFor();
  expect(await flaws()).toEqual([]);
  await page.getByRole("main").getByRole("button", { name: "Deeper" }).tap();
  await dialog("First").getByRole("button", { name: "Deeper" }).tap();
  await dialog("Second").waitFor();
  expect(await flaws()).toEqual([]);
  await goes("general");
  await dialog("Second").getByRole("button", { name: "Back to First" }).tap();
  await dialog("First").getByRole("button", { name: "Close all" }).tap();
  await composer().waitFor();
  await goes("iam-bot");
  await page.getByRole("link", { name: "About" }).tap();
  await page.getByText("chat:write").waitFor();
  expect(await flaws()).toEqual([]);
});

test("the inspector stands in the workspace's place, and leaves with its button or for the drawer", async () => {
  await goes("general");
  const look = page.getByRole("button", { name: "Look Behind" });
  await look.tap();
  const requests = page.getByRole("region", { name: "Requests" });
  expect(await composer().isVisible()).toBe(false);
  await requests.getByRole("button", { name: /^From the app: views\.publish/ }).tap();
  await requests.getByRole("region", { name: "What the app sent" }).waitFor();
  await page.getByRole("button", { name: "Down", exact: true }).tap();
  await page.getByRole("status").filter({ hasText: "Slack is down" }).waitFor();
  expect(await flaws()).toEqual([]);
  await page.getByRole("button", { name: "Down", exact: true }).tap();
  await look.tap();
  await composer().waitFor();
  await look.tap();
  await goes("general");
  expect(await requests.isVisible()).toBe(false);
});

test("between a phone and a desktop, the inspector leaves the conversation all its room", async () => {
  await page.setViewportSize({ width: 800, height: 600 });
  await page.getByRole("button", { name: "Look Behind" }).tap();
  await page.getByRole("region", { name: "Requests" }).waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(800);
  await page.getByRole("button", { name: "Look Behind" }).tap();
  expect(await sidebar().isVisible()).toBe(true);
  expect(await drawer().isVisible()).toBe(false);
});
