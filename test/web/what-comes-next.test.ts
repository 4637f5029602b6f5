import { expect, test } from "vitest";
import { nonceAt, send } from "../support/web/form.ts";
import { startSite } from "../support/web/site.ts";

const site = await startSite({
  afterAcceptUrl: "https://start.acme.io/",
  afterAcceptText: "Pick up your laptop <on Monday> & say hello.",
});

test("the organisation says what comes next, and where; people without a Slack account aren't sent to Slack", async () => {
  const { url } = await site.invites("eve@example.com");
  const { page } = await send(url, { name: "Eve Park", nonce: await nonceAt(url) });
  expect(page).toContain("<h2>What comes next</h2>");
  expect(page).toContain("Pick up your laptop &lt;on Monday> &amp; say hello.");
  expect(page).toContain('href="https://start.acme.io/">Continue to Acme</a>');
  expect(page).not.toContain("Slack");
  const again = await (await fetch(url)).text();
  expect(again).toContain('href="https://start.acme.io/">Continue to Acme</a>');
});

test("the address also applies to people with a Slack account", async () => {
  const { url } = await site.invites("kim@example.com", { mentioned: { teamId: "T0ACME", userId: "U0KIM" } });
  const { page } = await send(url, { name: "Kim Roe", nonce: await nonceAt(url) });
  expect(page).toContain("Continue to Acme");
  expect(page).not.toContain("Open Slack");
});
