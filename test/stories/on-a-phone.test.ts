import { afterAll, afterEach, expect, test } from "vitest";
import { startBrowser } from "../support/setup/browser.ts";
import { phone, startPhoneLook } from "../support/web/phone.ts";
import { complaints, openTab } from "../support/web/tab.ts";
import { startWorld } from "../support/world.ts";

const { slack, sendgrid } = await startWorld();
const browser = await startBrowser();
afterAll(() => browser.close());
afterEach(() => expect(complaints.splice(0)).toEqual([]));

test("on a phone, Mia invites Eve, reads her card, looks at Home, and Eve gets her email", async () => {
  const workspace = await openTab(browser, phone);
  await workspace.goto(slack.origin);
  const flaws = await startPhoneLook(workspace);
  const composer = workspace.getByRole("textbox", { name: "Message #general" });
  await composer.tap();
  await composer.fill("/iam invite eve@example.com");
  await workspace.getByRole("button", { name: "Send", exact: true }).tap();

  const form = workspace.getByRole("dialog", { name: "Invite people" });
  await form.getByLabel("Message").fill("Good to have you with us!");
  await form.getByLabel("Groups", { exact: true }).tap();
  await workspace.getByRole("option", { name: "Users" }).waitFor();
  expect(await flaws()).toEqual([]);
  await form.getByRole("button", { name: "Send" }).tap();
  await form.getByText("eve@example.com").first().waitFor();
  expect(await flaws()).toEqual([]);
  await form.getByRole("button", { name: "Close", exact: true }).tap();

  await workspace.getByRole("button", { name: "People and conversations, with news" }).tap();
  await workspace.getByRole("link", { name: /^iam-bot 1 unread/ }).tap();
  await workspace.getByRole("article").getByText("eve@example.com").waitFor();
  expect(await flaws()).toEqual([]);
  await workspace.getByRole("link", { name: "Home" }).tap();
  await workspace.getByRole("main").getByRole("button", { name: "Invite People" }).waitFor();
  expect(await flaws()).toEqual([]);

  const mailbox = await openTab(browser, phone);
  await mailbox.goto(sendgrid.url);
  await mailbox.getByRole("button", { name: "eve@example.com" }).tap();
  const mail = mailbox.frameLocator("iframe");
  await mail.getByText("Good to have you with us!").waitFor();
  expect(await (await startPhoneLook(mailbox))()).toEqual([]);
});
