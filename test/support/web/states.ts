import mongoose, { Types } from "mongoose";
import type { Page } from "playwright-core";
import { vi } from "vitest";
import type { ConfirmationDocument } from "../../../src/models/confirmation.ts";
import { Group } from "../../../src/models/group.ts";
import { Invite, type InviteDocument } from "../../../src/models/invite.ts";
import { DatabaseUnavailable } from "../../../src/services/errors.ts";
import { seedGroups, usersGroupId } from "../../../src/services/groups/groups.ts";
import { cancelInvite } from "../../../src/services/invites/cancel-invite.ts";
import { resendInvite } from "../../../src/services/invites/resend-invite.ts";
import { mia, policy } from "../acting.ts";
import { confirmationLink } from "./confirmations.ts";
import { nonceAt, send } from "./form.ts";
import { refuseUsers } from "./refuse-users.ts";
import type { Site } from "./site.ts";
import { press } from "./tab.ts";

/** A state of the pages: what somebody does to see it, and the answer. */
interface State {
  status: number;
  title: string;
  shows(page: Page): Promise<unknown>;
}

/** How many requests per minute one link may get on the site with these states. */
export const linkLimit = 30;

const accept = "Accept and register";
const decline = "Decline the invitation";
const ask = "Ask for a new one";
const invites = "Mia Chen invites you to join Acme";

/** Every state that an invitee can cause or run into; `domain` is that of the invitees' addresses. */
export async function everyState(site: Site, domain: string): Promise<Record<string, State>> {
  const groupIds = [usersGroupId, await wideGroup()];
  const invited = (name: string, more = {}) => site.invites(`${name}@${domain}`, { groupIds, ...more });
  const settled = async (name: string, fields: Partial<InviteDocument>) => {
    const { inviteId, url } = await invited(name);
    await Invite.updateOne({ _id: inviteId }, fields);
    return (page: Page) => page.goto(url);
  };
  const open = await invited("open", { message: "Hi Eve,\nthe tickets of our trip are in there. Welcome!" });
  const hebrew = await invited("hebrew", { by: { ...mia, name: "ליאת כהן", email: null }, message: "שלום!" });
  const cancelled = await invited("cancelled");
  await cancelInvite(mia, cancelled.inviteId, 1);
  const replaced = await invited("replaced");
  await resendInvite(mia, replaced.inviteId, 1, policy);
  const expired = { expiresAt: new Date("2026-03-03T13:00:00Z") };
  const settledAt = new Date("2026-03-05T08:12:00Z");
  const late = await settled("late", expired);
  const fails = () =>
    vi.spyOn(mongoose.connection, "transaction").mockRejectedValueOnce(new DatabaseUnavailable());

  /** Opens a page, and presses its button after `before`. */
  const answers = (url: string, button: string, before: (page: Page) => unknown = () => {}) => ({
    async shows(page: Page) {
      await page.goto(url);
      await before(page);
      await press(page, button);
    },
  });
  const notFromUs = (page: Page) => page.evaluate("document.querySelector('[name=nonce]').remove()");
  const named = (page: Page) => page.getByLabel("Full name").fill("Eve Park");
  const visits = (url: string) => ({ shows: (page: Page) => page.goto(url) });

  return {
    open: { status: 200, title: invites, ...visits(open.url) },
    "right to left": { status: 200, title: "ליאת כהן invites you to join Acme", ...visits(hebrew.url) },
    errors: {
      status: 422,
      title: `Not registered yet: ${invites}`,
      ...answers(open.url, accept, (page) => page.getByLabel("Phone").fill("020 7946 0958")),
    },
    "form not ours": {
      status: 403,
      title: `Not registered yet: ${invites}`,
      ...answers(open.url, accept, notFromUs),
    },
    "database slow": {
      status: 503,
      title: `Not registered yet: ${invites}`,
      ...answers(open.url, accept, async (page) => {
        await named(page);
        fails();
      }),
    },
    registered: {
      status: 200,
      title: "You’re in",
      ...answers((await invited("in", { message: "Hi" })).url, accept, named),
    },
    "already used": {
      status: 410,
      title: "This invitation was already used",
      shows: await settled("accepted", { status: "accepted", settledAt }),
    },
    "already registered": {
      status: 409,
      title: "You are already registered",
      ...answers(await secondInvite(site, `both@${domain}`), accept, named),
    },
    "decline?": { status: 200, title: "Decline this invitation?", ...visits(`${open.url}/decline`) },
    "decline not ours": {
      status: 403,
      title: "Decline this invitation?",
      ...answers(`${open.url}/decline`, decline, notFromUs),
    },
    "declined just now": {
      status: 200,
      title: "You declined the invitation",
      ...answers(`${(await invited("out")).url}/decline`, decline),
    },
    declined: {
      status: 410,
      title: "This invitation was declined",
      shows: await settled("declined", { status: "declined", settledAt }),
    },
    expired: { status: 410, title: "This invitation expired on 3 March, 13:00 UTC", shows: late },
    "asking not ours": {
      status: 403,
      title: "This invitation expired on 3 March, 13:00 UTC",
      async shows(page) {
        await late(page);
        await notFromUs(page);
        await press(page, ask);
      },
    },
    "asking too slow": {
      status: 503,
      title: "Please try again in a minute",
      async shows(page) {
        await late(page);
        fails();
        await press(page, ask);
      },
    },
    "asked just now": {
      status: 200,
      title: "Mia Chen has been asked. You can ask again tomorrow.",
      async shows(page) {
        await late(page);
        await press(page, ask);
      },
    },
    asked: {
      status: 410,
      title: "Mia Chen has been asked. You can ask again tomorrow.",
      shows: await settled("asked", { ...expired, askedAt: new Date() }),
    },
    cancelled: { status: 410, title: "This invitation was cancelled", ...visits(cancelled.url) },
    replaced: { status: 410, title: "A newer email replaced this link", ...visits(replaced.url) },
    ...(await confirmationStates(site, groupIds[1])),
    broken: { status: 404, title: "This link does not work", ...visits(`${site.url}/invite/garbage`) },
    missing: { status: 404, title: "Page not found", ...visits(`${site.url}/nowhere`) },
    "too long": {
      status: 413,
      title: "That is too long",
      ...answers(open.url, accept, (page) => page.getByLabel("Job title").fill("x".repeat(9_000))),
    },
    "too many": {
      status: 429,
      title: "One moment, please",
      async shows(page) {
        const busy = `${site.url}/invite/busy`;
        for (let n = 0; n < linkLimit; n += 1) await fetch(busy);
        await page.goto(busy);
      },
    },
    fault: {
      status: 500,
      title: "Something went wrong",
      async shows(page) {
        await page.goto(open.url);
        await named(page);
        const recover = await refuseUsers();
        await press(page, accept);
        await recover();
      },
    },
  };
}

/** Every state of the page on which approvers confirm. */
async function confirmationStates(site: Site, groupId: string | undefined): Promise<Record<string, State>> {
  const confirm = "Confirm approval";
  const link = (...rest: [string, Partial<ConfirmationDocument>?, { status: "denied" }?]) =>
    confirmationLink(site, rest[0], rest[1], { ...rest[2], groupId: new Types.ObjectId(groupId) });
  const visits = async (...of: Parameters<typeof link>) => {
    const url = await link(...of);
    return { shows: (page: Page) => page.goto(url) };
  };
  const presses = async (tag: string, before: (page: Page) => unknown = () => {}) => {
    const url = await link(tag);
    return {
      async shows(page: Page) {
        await page.goto(url);
        await before(page);
        await press(page, confirm);
      },
    };
  };
  // Anything older than a week is gone.
  const past = new Date(Date.now() - 3_600_000);
  const title = "Confirm your approval";
  return {
    "to confirm": { status: 200, title, ...(await visits("open")) },
    "confirming not ours": {
      status: 403,
      title,
      ...(await presses("foreign", (page) =>
        page.evaluate("document.querySelector('[name=nonce]').remove()"),
      )),
    },
    "the approver was never registered": { status: 200, title, ...(await presses("nobody")) },
    "link used": {
      status: 410,
      title: "This link was already used",
      ...(await visits("used", { used: { at: past, nonce: "" } })),
    },
    "confirmation expired": {
      status: 410,
      title: "This link expired",
      ...(await visits("late", { expiresAt: past })),
    },
    "confirmation replaced": {
      status: 410,
      title: "A newer email replaced this link",
      ...(await visits("again", { generation: 3 })),
    },
    "nothing to confirm": {
      status: 410,
      title: "Nothing left to approve",
      ...(await visits("denied", {}, { status: "denied" })),
    },
  };
}

/** Creates a group that gives more than fits on a line. */
async function wideGroup(): Promise<string> {
  await seedGroups();
  const services = Array.from({ length: 12 }, (_, n) => `Warehouse-${"very-".repeat(n)}large`);
  const scopes = { services, projects: "all" as const, regions: ["Frankfurt", "Osaka"] };
  const name = "Data platform and everything around it";
  await Group.deleteMany({ name });
  const [group] = await Group.insertMany([
    { _id: new Types.ObjectId(), name, nameKey: name, builtIn: false, ...scopes },
  ]);
  return String(group?._id);
}

/** Creates an open invite for somebody who registered through another one. */
async function secondInvite(site: Site, email: string): Promise<string> {
  const { inviteId, url } = await site.invites(email);
  await Invite.updateOne({ _id: inviteId }, { status: "expired" });
  const { url: first } = await site.invites(email);
  await send(first, { name: "Eve", nonce: await nonceAt(first) });
  await Invite.updateOne({ _id: inviteId }, { status: "pending" });
  return url;
}
