import { readFileSync } from "node:fs";
import type { App } from "@slack/bolt";
import type { KnownBlock, ModalView } from "@slack/types";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { become } from "../../support/emulators/become.ts";
import { type BoltApp, boltOverHttp } from "../../support/emulators/bolt-app.ts";
import { inviteDesk, inviteModal, saying } from "../../support/emulators/invite-desk.ts";
import { clientOf } from "../../support/emulators/web-client.ts";
import { startBrowser } from "../../support/setup/browser.ts";
import { startAxe } from "../../support/web/axe.ts";
import { complaints, openTab } from "../../support/web/tab.ts";

let browser: Browser;
let slack: Slack;
let bolt: BoltApp;
let page: Page;
let ada: Person;
beforeAll(async () => {
  browser = await startBrowser();
  page = await openTab(browser);
});
afterAll(() => browser.close());
beforeEach(async () => {
  slack = await startSlack();
  bolt = await boltOverHttp(slack, (app) => {
    inviteDesk(app);
    screenTour(app);
  });
  const manifest = parse(readFileSync("manifest.yml", "utf8"));
  slack.install({
    ...manifest,
    features: { ...manifest.features, app_home: { home_tab_enabled: true } },
    settings: { event_subscriptions: { bot_events: ["app_home_opened"] } },
  });
  ada = slack.addPerson({ name: "Ada Lovelace", title: "Owner" });
  slack.addPerson({ name: "Ben Okafor", guest: true });
  await page.goto(slack.origin);
});
afterEach(async () => {
  expect(complaints.splice(0)).toEqual([]);
  await page.goto("about:blank");
  await bolt.stop();
  await slack.close();
});

const plain = (text: string) => ({ type: "plain_text", text }) as const;
const buttons = (...names: string[]): KnownBlock => ({
  type: "actions",
  elements: names.map((name) => ({ type: "button", action_id: name.toLowerCase(), text: plain(name) })),
});

const finderBlocks: KnownBlock[] = [
  { type: "alert", level: "warning", text: plain("Mind the gap") },
  {
    type: "input",
    block_id: "who",
    label: plain("Who"),
    element: { type: "external_select", action_id: "who", min_query_length: 2 },
  },
  {
    type: "input",
    block_id: "word",
    optional: true,
    dispatch_action: true,
    label: plain("Word"),
    element: { type: "plain_text_input", action_id: "word", focus_on_load: true },
  },
];
const finder = (blocks: KnownBlock[] = finderBlocks): ModalView => ({
  type: "modal",
  title: plain("Find"),
  submit: plain("Find"),
  blocks,
});

/** An app that shows the rest of what a page has to play. */
function screenTour(app: App): void {
  app.shortcut("invite_people", async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: inviteModal });
  });
  app.shortcut("invite_from_message", async ({ ack, shortcut, client }) => {
    await ack();
    const text = shortcut.type === "message_action" ? (shortcut.message.text ?? "") : "";
    await client.views.open({ trigger_id: shortcut.trigger_id, view: saying("From a message", text) });
  });
  app.event("app_home_opened", async ({ event, client }) => {
    const view = { type: "home" as const, blocks: [buttons("Deeper", "Sleep")] };
    if (event.tab === "home") await client.views.publish({ user_id: event.user, view });
  });
  app.action("deeper", async ({ ack, body, client }) => {
    await ack();
    if (body.type !== "block_actions") return;
    const { trigger_id, view } = body;
    const next = saying(view?.type === "modal" ? "Second" : "First", "Deeper and deeper.", [
      buttons("Deeper"),
    ]);
    await (view?.type === "modal" ? client.views.push : client.views.open)({ trigger_id, view: next });
  });
  app.action("sleep", async () => undefined);
  app.command("/iam", async () => undefined);
  app.shortcut("find", async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: finder() });
  });
  app.options("who", async ({ ack, payload }) => {
    const known = ["Eve Adams", "Eva Braun", "Bob Stone"];
    const found = known.filter((name) => name.toLowerCase().startsWith(payload.value));
    await ack({ options: found.map((name) => ({ text: plain(name), value: name })) });
  });
  app.action("word", async ({ ack, body, action, client }) => {
    await ack();
    if (body.type !== "block_actions" || action.type !== "plain_text_input" || !body.view) return;
    const heard: KnownBlock = { type: "header", text: plain(`Heard: ${action.value}`) };
    await client.views.update({ view_id: body.view.id, view: finder([...finderBlocks, heard]) });
  });
}

const composer = () => page.getByRole("textbox", { name: "Message #general" });
const dialog = (name: string) => page.getByRole("dialog", { name });
const sidebar = () => page.getByRole("navigation", { name: "Conversations" });
const focused = () => page.locator(":focus");

async function types(line: string): Promise<void> {
  await composer().fill(line);
  await composer().press("Enter");
}

test("a command is completed from the manifest, a word from its usage hint, a person by name", async () => {
  await composer().pressSequentially("/");
  expect(await page.getByRole("option").allTextContents()).toEqual([
    expect.stringContaining("/iam invite | import | pending"),
  ]);
  await page.keyboard.press("Tab");
  expect(await composer().inputValue()).toBe("/iam ");
  await page.keyboard.type("us");
  expect(await page.getByRole("option").allTextContents()).toEqual(["user", "users"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await composer().inputValue()).toBe("/iam users ");
  await page.keyboard.type("@be");
  await page.getByRole("option", { name: "Ben Okafor" }).click();
  expect(await composer().inputValue()).toBe("/iam users @Ben Okafor ");
  await page.keyboard.press("Enter");
  await page.getByRole("article").getByText("Only visible to you").waitFor();
  expect(slack.requests[0]?.payload.text).toMatch(/^users <@U\w+\|ben\.okafor>$/);
});

test("what is no command is refused and kept; Esc puts the suggestions away; Shift+Enter begins a line", async () => {
  await composer().pressSequentially("/ia");
  await page.keyboard.press("Escape");
  expect(await page.getByRole("option").count()).toBe(0);
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("/ia is not a valid command.").waitFor();
  expect(await composer().inputValue()).toBe("/ia");
  await composer().fill("one");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("two");
  await page.keyboard.press("Enter");
  expect(await page.getByRole("article").last().locator(".text").innerText()).toBe("one\ntwo");
});

test("others see what one writes, and not what only one sees; news are marked", async () => {
  await types("Hello @Ben Okafor");
  await types("/iam help");
  await page
    .getByRole("article")
    .filter({ hasText: "Only visible to you" })
    .getByText("Try /iam invite")
    .waitFor();
  expect(await page.getByRole("article").count()).toBe(2);
  await clientOf(slack).chat.postMessage({ channel: ada.id, text: "psst" });
  await sidebar().getByRole("link", { name: "iam-bot 1 unread" }).waitFor();

  await become(page, "Ben Okafor");
  const seen = page.getByRole("article");
  await expect.poll(() => seen.allTextContents()).toEqual([expect.stringContaining("Hello @Ben Okafor")]);
  await page.getByRole("link", { name: /Ada Lovelace.*has news/ }).waitFor();
  await page.reload();
  await expect.poll(() => page.title()).toMatch(/^Ben Okafor/);
});

test("a message that changes is redrawn where it stands, and says so", async () => {
  const client = clientOf(slack);
  const { channel = "", ts = "" } = await client.chat.postMessage({ channel: ada.id, text: "Queued" });
  await page.goto(`${slack.origin}/#ada.lovelace/app`);
  const message = await page.getByRole("article").filter({ hasText: "Queued" }).elementHandle();
  await client.chat.update({ channel, ts, text: "Delivered" });
  await expect.poll(() => message?.innerText()).toMatch(/Delivered\s*\(edited\)/);
});

test("a form says what is wrong under its fields, takes what is right, and gives the focus back", async () => {
  await types("/iam invite");
  const form = dialog("Invite people");
  await expect
    .poll(() => focused().getAttribute("id"))
    .toBe(await form.getByLabel("Email addresses").getAttribute("id"));
  await form.getByRole("button", { name: "Send Invites" }).click();
  const emails = form.getByRole("textbox", { name: "Email addresses" });
  const wrong = async () => {
    const ids = (await emails.getAttribute("aria-describedby")) ?? "";
    return ids && form.locator(`[id="${ids.split(" ")[0]}"]`).innerText();
  };
  await expect.poll(wrong).toContain("Please complete this required field.");
  expect(await emails.getAttribute("aria-invalid")).toBe("true");
  await emails.fill("nonsense");
  await form.getByLabel("Groups", { exact: true }).click();
  await page.getByRole("option", { name: "Admin" }).click();
  await page.keyboard.press("Escape");
  await form.getByRole("button", { name: "Send Invites" }).click();
  await expect.poll(wrong).toContain("nonsense is no address");
  expect(await focused().inputValue()).toBe("nonsense");
  await emails.fill("eve@acme.io");
  await form.getByRole("button", { name: "Send Invites" }).click();
  await dialog("Result").getByText("Invited eve@acme.io to admin").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => focused().getAttribute("aria-label")).toBe("Message #general");
});

test("what asks first is done only after a yes", async () => {
  await types("/iam pending");
  const list = dialog("Pending invites");
  const cancel = list.getByRole("button", { name: "Cancel Invite" }).first();
  const asked = page.getByRole("alertdialog", { name: "Cancel this invite?" });
  const pressed = () => slack.requests.filter(({ type }) => type === "block_actions").length;
  await cancel.click();
  expect(await asked.innerText()).toContain("The link stops working.");
  await page.keyboard.press("Escape");
  await cancel.click();
  await asked.getByRole("button", { name: "Keep Invite" }).click();
  expect(pressed()).toBe(0);
  await cancel.click();
  await asked.getByRole("button", { name: "Cancel Invite" }).click();
  await expect.poll(pressed).toBe(1);
});

test("Home opens modals, which stack; Back goes to the one below, the cross closes all", async () => {
  await sidebar().getByRole("link", { name: "iam-bot" }).click();
  await page.getByRole("main").getByRole("button", { name: "Deeper" }).click();
  await dialog("First").getByRole("button", { name: "Deeper" }).click();
  await dialog("Second").getByRole("button", { name: "Back to First" }).click();
  await dialog("First").getByRole("button", { name: "Deeper" }).click();
  await dialog("Second").getByRole("button", { name: "Close all" }).click();
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  await page.getByRole("link", { name: "About" }).click();
  await page.getByText("chat:write").waitFor();
});

test("a shortcut is used from the composer, and one on a message from its menu", async () => {
  await page.getByRole("button", { name: "Shortcuts" }).click();
  await page.getByRole("menuitem", { name: "Invite people" }).click();
  await dialog("Invite people").waitFor();
  await page.keyboard.press("Escape");
  await dialog("Invite people").waitFor({ state: "hidden" });
  await types("Please let eve@acme.io in");
  await page.getByRole("button", { name: "More actions for the message by Ada Lovelace" }).click();
  await page.getByRole("menuitem", { name: "Invite from message" }).click();
  await dialog("From a message").getByText("Please let eve@acme.io in").waitFor();
});

test("a search asks the app; what is typed and entered reaches it, and nothing is lost as it redraws", async () => {
  await ada.usesShortcut("find");
  const form = dialog("Find");
  await form.getByRole("note").getByText("Mind the gap").waitFor();
  await page.keyboard.type("hey");
  await form.getByLabel("Who").pressSequentially("e");
  await page.getByText("Type 2 letters or more to search").waitFor();
  await page.keyboard.type("v");
  await expect.poll(() => page.getByRole("option").allTextContents()).toEqual(["Eve Adams", "Eva Braun"]);
  await page.keyboard.press("Enter");
  await form.getByLabel("Word").press("Enter");
  await form.getByRole("heading", { name: "Heard: hey" }).waitFor();
  expect(await form.getByLabel("Word").inputValue()).toBe("hey");
  expect(await form.getByLabel("Who").inputValue()).toBe("Eve Adams");
});

test("an app that does not acknowledge is told of, to the person and in the inspector", async () => {
  await page.goto(`${slack.origin}/#ada.lovelace/app/home`);
  await page.getByRole("button", { name: "Look Behind" }).click();
  const requests = page.getByRole("region", { name: "Requests" });
  slack.setAckWithin(400);
  await page.getByRole("button", { name: "Sleep" }).click();
  await page.getByRole("alert").getByText("operation_timeout").waitFor();
  await requests.getByText("Not acknowledged within 0.4 s: Slack gave up waiting.").waitFor();
});

test("the inspector shows all requests, with payload, answer and time, to be searched", async () => {
  await page.getByRole("button", { name: "Look Behind" }).click();
  const requests = page.getByRole("region", { name: "Requests" });
  await types("/iam pending");
  await dialog("Pending invites").waitFor();
  const opened = requests.getByRole("button", { name: /^From the app: views\.open/ });
  expect(await opened.innerText()).toMatch(/\d+ ms/);
  await opened.click();
  await requests
    .getByText(/^Answered after \d+ ms, HTTP 200\. The trigger was \d+ ms old of its 3,000\.$/)
    .waitFor();
  await requests.getByRole("region", { name: "What the app sent" }).getByText('"modal"').waitFor();

  await page.getByRole("button", { name: "To the app", exact: true }).click();
  await expect.poll(() => requests.getByRole("listitem").count()).toBe(1);
  await page.getByRole("searchbox").fill("nowhere to be found");
  await requests.getByText("No matching requests.").waitFor();
  await page.getByRole("searchbox").fill("pending");
  expect(await requests.getByRole("listitem").count()).toBe(1);
});

test("Slack is limited for the next call, and slow or down until that is switched off", async () => {
  await page.getByRole("button", { name: "Look Behind" }).click();
  const troubles = page.getByRole("group", { name: "Trouble on demand" });
  await troubles.getByLabel("For how long").selectOption("for the next call");
  await troubles.getByRole("button", { name: "Rate Limited" }).click();
  await troubles.getByText("For one more call.").waitFor();
  const call = async () => (await fetch(`${slack.apiUrl}auth.test`, { method: "POST" })).status;
  expect(await call()).toBe(429);
  await page.getByText("HTTP 429: ratelimited, to be tried again after 5 s").waitFor();
  await troubles.getByText("Slack answers as it should.").waitFor();
  expect(await call()).toBe(200);

  await troubles.getByLabel("For how long").selectOption("until switched off");
  await troubles.getByRole("button", { name: "Down" }).click();
  await page.getByRole("status").filter({ hasText: "Slack is down" }).waitFor();
  expect([await call(), await call()]).toEqual([503, 503]);
  await troubles.getByRole("button", { name: "Down" }).click();
  await troubles.getByText("Slack answers as it should.").waitFor();
  expect(await call()).toBe(200);
});

test("axe finds nothing at 1024 px, in light and dark, with the panel and with a modal open", async () => {
  await page.setViewportSize({ width: 1024, height: 720 });
  await types("Hello *there*");
  await types("/iam help");
  await page.getByRole("article").nth(1).waitFor();
  const look = await startAxe(page);
  const inBoth = async (state: string) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect({ state, colorScheme, flaws: await look() }).toEqual({ state, colorScheme, flaws: [] });
    }
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1024);
  };
  await inBoth("messages");
  await page.getByRole("button", { name: "Look Behind" }).click();
  await page.getByRole("button", { name: /\/iam help/ }).click();
  await inBoth("panel");
  await types("/iam invite");
  await dialog("Invite people").getByRole("button", { name: "Send Invites" }).click();
  await dialog("Invite people").getByText("Please complete").first().waitFor();
  await dialog("Invite people").getByLabel("Groups", { exact: true }).click();
  await inBoth("modal");
});
