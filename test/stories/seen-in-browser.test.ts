import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { become } from "../support/emulators/become.ts";
import { startProxy } from "../support/proxy.ts";
import { startBrowser } from "../support/setup/browser.ts";
import { startWorld } from "../support/world.ts";

const proxy = await startProxy();
const { app, slack, sendgrid } = await startWorld({ PUBLIC_URL: proxy.url });
proxy.passesOnTo(app.url);
slack.addPerson({ name: "Jonas Weber", email: "jonas@acme.io" });
const browser = await startBrowser();
afterAll(() => Promise.all([browser.close(), proxy.close()]));

async function open(url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  return page;
}

const dialog = (page: Page, name: string) => page.getByRole("dialog", { name });

async function goTo(page: Page, name: string): Promise<void> {
  await page
    .getByRole("navigation", { name: "Conversations" })
    .getByRole("link", { name: new RegExp(`^${name}`) })
    .click();
}

async function type(page: Page, line: string): Promise<void> {
  const composer = page.getByRole("textbox", { name: "Message #general" });
  await composer.fill(line);
  await composer.press("Enter");
}

/** Opens the newest mail to someone, follows its link, and registers. */
async function accept(mailbox: Page, email: string, name: string): Promise<void> {
  const mails = mailbox.getByRole("navigation", { name: "Emails" });
  await mails.getByRole("button", { name: email }).click();
  const [invitation] = await Promise.all([
    mailbox.waitForEvent("popup"),
    mailbox.getByRole("link", { name: "Follow the Link" }).click(),
  ]);
  await invitation.getByLabel("Full name").fill(name);
  await invitation.getByRole("button", { name: "Accept and register" }).click();
  await invitation.getByRole("heading", { name: "You’re in" }).waitFor();
  await invitation.close();
}

test("Mia makes Jonas an admin, Jonas invites Eve, and both see the outcome, using only what is on the screen", async () => {
  const [workspace, mailbox] = await Promise.all([open(slack.origin), open(sendgrid.url)]);

  await become(workspace, "Mia Chen");
  await type(workspace, "/iam invite jonas@acme.io");
  const form = dialog(workspace, "Invite people");
  expect(await form.getByLabel("Email addresses").inputValue()).toBe("jonas@acme.io");
  await form.getByLabel("Groups", { exact: true }).click();
  await workspace.getByRole("option", { name: "Admin" }).click();
  await form.getByRole("button", { name: "Send" }).click();
  const question = dialog(workspace, "Invite as Admin?");
  await question.getByText("make other admins").waitFor();
  await question.getByRole("button", { name: "Send 1 Invite" }).click();
  await form.getByText("jonas@acme.io").first().waitFor();
  await accept(mailbox, "jonas@acme.io", "Jonas Weber");
  await form.getByRole("button", { name: "Close", exact: true }).click();
  await goTo(workspace, "iam-bot");
  await workspace.getByRole("link", { name: "Messages" }).click();
  await workspace
    .getByRole("article")
    .filter({ hasText: /Jonas Weber.*accepted/ })
    .last()
    .waitFor();

  await become(workspace, "Jonas Weber");
  await goTo(workspace, "general");
  await type(workspace, "/iam invite eve@example.com");
  await form.getByRole("button", { name: "Send" }).click();
  await form.getByText("eve@example.com").first().waitFor();
  await workspace.keyboard.press("Escape");
  await accept(mailbox, "eve@example.com", "Eve Adams");

  await become(workspace, "Mia Chen");
  await goTo(workspace, "general");
  await type(workspace, "/iam user eve@example.com");
  const profile = dialog(workspace, "Profile");
  await profile.getByRole("heading", { name: "Eve Adams" }).waitFor();
  await profile.getByText("invited by Jonas Weber").waitFor();
  await profile.getByRole("button", { name: "Groups", exact: true }).click();
  await dialog(workspace, "Groups").getByText("Tickets").waitFor();
  await workspace.keyboard.press("Escape");
  await expect.poll(() => workspace.getByRole("dialog").count()).toBe(0);
});
