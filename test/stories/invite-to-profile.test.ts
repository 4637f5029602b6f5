import { expect, test } from "vitest";
import { startBrowser } from "../support/setup/browser.ts";
import { asksToCancel, cancels } from "../support/slack/cancelling.ts";
import { linkIn, startWorld } from "../support/world.ts";

const { app, slack, sendgrid, mia } = await startWorld();

test("an owner invites Eve, who accepts through the link in her email and gets a profile", async () => {
  const browser = await startBrowser();
  try {
    await mia.runs("/iam invite eve@example.com");
    const form = await mia.seesView("Invite people");
    expect(form.asText).toContain("eve@example.com");
    expect(form.asText).toContain("Users");
    expect(form.asText).toContain("7 days");
    expect(await mia.submits()).toEqual({});
    await mia.sees("Invited.");

    const mail = await sendgrid.mailTo("eve@example.com");
    expect(mail.subject).toBe("Mia Chen invites you to join Acme");

    const page = await browser.newPage();
    await page.goto(linkIn(app, mail));
    await page.getByLabel("Full name").fill("Eve Adams");
    await page.getByRole("button", { name: "Accept and register" }).click();
    await page.getByRole("heading", { name: "You’re in" }).waitFor();
    expect(await page.textContent("body")).toContain("Tickets");

    await mia.receives(/Eve Adams.*accepted/);
    await mia.closes();
    await mia.runs("/iam user eve@example.com");
    await mia.seesView("Profile");
    await mia.sees("Eve Adams");
    await mia.presses("Groups");
    await mia.seesView("Groups");
    await mia.sees("Tickets · no projects or regions");
    await mia.closes();

    await mia.runs("/iam pending");
    await mia.seesView("Pending invites");
    await mia.sees("No pending invites");
    expect(mia.screen()).not.toContain("eve@example.com");
  } finally {
    await browser.close();
  }
});

test("a resent invite replaces its link, a cancelled one ends it, and the list keeps up", async () => {
  await mia.closes();
  await mia.runs("/iam invite ben@example.com, cleo@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("2 invites are on the way");
  const [first, cleos] = await Promise.all([
    sendgrid.mailTo("ben@example.com"),
    sendgrid.mailTo("cleo@example.com"),
  ]);
  await mia.closes();

  await mia.runs("/iam pending");
  await mia.seesView("Pending invites");
  await mia.sees(/ben@example.com · .+\nUsers · by Mia Chen, just now/);
  await mia.presses("Resend", { beside: "ben@example.com" });
  await mia.sees("Sending again to ben@example.com");
  const second = await sendgrid.mailTo("ben@example.com", { count: 2 });
  expect(second.link).not.toBe(first.link);
  const replaced = await fetch(linkIn(app, first));
  expect(await replaced.text()).toContain("newer email replaced this link");

  await asksToCancel(mia, "cleo@example.com");
  await mia.closes();
  expect((await fetch(linkIn(app, cleos))).status).toBe(200);
  await cancels(mia, "cleo@example.com");
  await mia.sees("The invite to cleo@example.com is cancelled");
  expect(mia.screen()).not.toContain("cleo@example.com · ");
  const cancelled = await fetch(linkIn(app, cleos));
  expect(cancelled.status).toBe(410);
  expect(await cancelled.text()).toContain("cancelled");
});

test("Slack accepted every call of the app; not knowing an address is an answer too", () => {
  const refused = slack
    .calls()
    .filter(({ answer }) => !/"ok":true|users_not_found/.test(JSON.stringify(answer)));
  expect(refused).toEqual([]);
});
