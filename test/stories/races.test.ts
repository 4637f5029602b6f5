import { expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { newAdmin, opensLink } from "../support/registrations.ts";
import { asksToCancel, cancels } from "../support/slack/cancelling.ts";
import { headingOf } from "../support/web/form.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, sendgrid, mia } = world;
const ada = await newAdmin(world, "Ada Lovelace");
const ben = await newAdmin(world, "Ben Weber");

const auditOf = async (email: string) =>
  (await AuditEvent.find({ "target.label": email }).sort({ _id: 1 }).lean()).map(({ action }) => action);

const mailsTo = (email: string) => sendgrid.mails.filter(({ to }) => to[0]?.email === email);

async function invites(email: string) {
  await mia.closes({ all: true });
  await mia.runs(`/iam invite ${email}`);
  await mia.seesView("Invite people");
  await mia.submits();
  const mail = await sendgrid.mailTo(email);
  await world.mailsAreOut();
  await mia.closes();
  return mail;
}

async function looksAt(admin: Person, email: string) {
  await admin.closes({ all: true });
  await admin.runs(`/iam pending ${email}`);
  await admin.seesView("Pending invites");
  await admin.sees(`${email} · `);
  return admin.look();
}

/** Resolves when Slack has told the app this often who somebody is. */
function answered(times: number): Promise<void> {
  let left = times;
  return new Promise((resolve) => {
    if (left === 0) return resolve();
    const stop = slack.onChange((change) => {
      if (change.kind !== "call" || change.method !== "users.info") return;
      left -= 1;
      if (left > 0) return;
      stop();
      resolve();
    });
  });
}

test.each([
  { round: 1, acceptsAfter: 0, slower: 0 },
  { round: 2, acceptsAfter: 0, slower: 10 },
  { round: 3, acceptsAfter: 1, slower: 20 },
  { round: 4, acceptsAfter: 1, slower: 0 },
  { round: 5, acceptsAfter: 2, slower: 10 },
  { round: 6, acceptsAfter: 2, slower: 40 },
])(
  "accept, cancel and resend at once: one wins, and all agree ($round)",
  async ({ round, acceptsAfter, slower }) => {
    const email = `race${round}@example.com`;
    const accept = await opensLink(world, await invites(email));
    await looksAt(ada, email);
    await asksToCancel(ada, email);
    const [hers, his] = [ada.look(), await looksAt(ben, email)];
    // The first press to arrive is held up a little: each of the three may be first at the database.
    if (slower > 0) slack.next("users.info", { delayMs: slower });
    const [page] = await Promise.all([
      answered(acceptsAfter).then(() => accept("Eve Adams")),
      hers.submits(),
      his.presses("Resend", { beside: email }),
    ]);
    await ada.sees(new RegExp(`The invite to ${email} is cancelled|the invite to ${email} (on|again)`));
    await ben.sees(new RegExp(`Sending again to ${email}|the invite to ${email} on`));
    await world.mailsAreOut();

    const outcomes = {
      accepted: {
        heading: "You’re in",
        ada: "Eve Adams accepted the",
        ben: "Eve Adams accepted the",
        mails: 1,
      },
      cancelled: { heading: "cancelled", ada: "is cancelled.", ben: "Ada Lovelace cancelled the", mails: 1 },
      pending: { heading: "newer email", ada: "Ben Weber sent the invite", ben: "Sending again", mails: 2 },
    } as const;
    const { status, generation } = await Invite.findOne({ email }).orFail().lean();
    if (status !== "accepted" && status !== "cancelled" && status !== "pending") throw new Error(status);
    const action = { accepted: "accepted", cancelled: "cancelled", pending: "resent" }[status];
    expect(generation).toBe(status === "pending" ? 2 : 1);
    expect(await auditOf(email)).toEqual(["invite.created", `invite.${action}`]);
    expect(await User.countDocuments({ email })).toBe(status === "accepted" ? 1 : 0);
    expect(headingOf(page.page)).toContain(outcomes[status].heading);
    expect(ada.screen()).toContain(outcomes[status].ada);
    expect(ben.screen()).toContain(outcomes[status].ben);
    expect(mailsTo(email)).toHaveLength(outcomes[status].mails);
  },
);

/** Has Slack send its latest request of this kind twice more: as it was, and as a retry. */
async function repeats(type: string): Promise<void> {
  const body = slack.requests.findLast((request) => request.type === type)?.body ?? "";
  const retry = { number: 1, reason: "http_timeout" };
  expect(await Promise.all([slack.deliver(body), slack.deliver(body, { retry })])).toEqual([200, 200]);
}

/** How often a list was drawn anew; a Slack that has another answer there by now refuses, and is asked once more. */
const listsDrawn = () => slack.calls("views.update").filter(({ answer }) => answer.ok).length;

test("a form, a Resend and a Cancel, each sent three times, are done once", async () => {
  const email = "twice@example.com";
  await invites(email);
  await repeats("view_submission");
  await world.mailsAreOut();
  expect(await auditOf(email)).toEqual(["invite.created"]);
  expect(mailsTo(email)).toHaveLength(1);

  await looksAt(mia, email);
  let drawn = listsDrawn();
  await mia.presses("Resend", { beside: email });
  await repeats("block_actions");
  await expect.poll(() => listsDrawn()).toBe(drawn + 3);
  await world.mailsAreOut();
  expect(await auditOf(email)).toEqual(["invite.created", "invite.resent"]);
  expect(mailsTo(email)).toHaveLength(2);
  expect(await Invite.findOne({ email }).lean()).toMatchObject({ status: "pending", generation: 2 });

  await looksAt(mia, email);
  drawn = listsDrawn();
  await cancels(mia, email);
  await repeats("view_submission");
  await expect.poll(() => listsDrawn()).toBe(drawn + 3);
  expect(await auditOf(email)).toEqual(["invite.created", "invite.resent", "invite.cancelled"]);
});
