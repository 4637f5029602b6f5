import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Invite } from "../../src/models/invite.ts";
import { cancelInvite } from "../../src/services/cancel-invite.ts";
import { resendInvite } from "../../src/services/resend-invite.ts";
import { startBrowser } from "../setup/browser.ts";
import { freshDatabase } from "../setup/database.ts";
import { mia, openSite, policy, type Site } from "./site.ts";
import { complaints, openTab, press } from "./tab.ts";

const LARGEST_PAGE = 20_000;

let site: Site;
let browser: Browser;
let states: Record<string, string>;
beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(freshDatabase().uri), startBrowser()]);
  states = await everyState();
});
afterAll(() => Promise.all([site.close(), browser.close()]));
afterEach(() => expect(complaints.splice(0)).toEqual([]));

/** Every state that an address alone can show. */
async function everyState(): Promise<Record<string, string>> {
  const invited = (name: string) => site.invites(`${name}@example.com`);
  const expired = await invited("expired");
  await Invite.updateOne({ _id: expired.inviteId }, { expiresAt: new Date(0) });
  const asked = await invited("asked");
  await Invite.updateOne({ _id: asked.inviteId }, { expiresAt: new Date(0), askedAt: new Date() });
  const cancelled = await invited("cancelled");
  await cancelInvite(mia, cancelled.inviteId, 1);
  const replaced = await invited("replaced");
  await resendInvite(mia, replaced.inviteId, 1, policy);
  const declined = await invited("declined");
  await Invite.updateOne({ _id: declined.inviteId }, { status: "declined", settledAt: new Date() });
  const accepted = await invited("accepted");
  await Invite.updateOne({ _id: accepted.inviteId }, { status: "accepted", settledAt: new Date() });
  const open = await site.invites("open@example.com", { by: { ...mia, name: "ליאת כהן" }, message: "שלום" });
  return {
    open: open.url,
    decline: `${open.url}/decline`,
    expired: expired.url,
    asked: asked.url,
    cancelled: cancelled.url,
    replaced: replaced.url,
    declined: declined.url,
    accepted: accepted.url,
    broken: `${site.url}/invite/garbage`,
    missing: `${site.url}/nowhere`,
  };
}

const axeResults = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

async function whatAxeFinds(page: Page) {
  await page.evaluate(axe.source);
  const { violations } = axeResults.parse(await page.evaluate("axe.run()"));
  return violations.map(({ id, nodes }) => ({ id, html: nodes.map(({ html }) => html) }));
}

test.each([
  ["light", 320],
  ["dark", 1280],
] as const)(
  "every page in %s at %i px: axe finds nothing, nothing is cut off, and it is small",
  async (colorScheme, width) => {
    const page = await openTab(browser, { colorScheme, viewport: { width, height: 800 } });
    const check = async (state: string) => {
      expect({ state, found: await whatAxeFinds(page) }).toEqual({ state, found: [] });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    };
    for (const [state, address] of Object.entries(states)) {
      const response = await page.goto(address);
      expect((await response?.body())?.length).toBeLessThan(LARGEST_PAGE);
      await check(state);
    }
    await page.goto(states.open ?? "");
    await press(page, "Accept and register");
    await check("errors");
    await page.goto((await site.invites(`in-${width}@example.com`)).url);
    await page.getByLabel("Full name").fill("Eve");
    await press(page, "Accept and register");
    await check("registered");
    const { url } = await site.invites(`out-${width}@example.com`);
    await page.goto(`${url}/decline`);
    await press(page, "Decline the invitation");
    await check("declined just now");
  },
);
