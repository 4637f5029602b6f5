import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ViewOnScreen } from "../../dev/emulators/slack/view-on-screen.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { DatabaseUnavailable } from "../../src/services/errors.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { linkAtFirstCommand } from "../../src/services/users/link-account.ts";
import { suspendUser } from "../../src/services/users/suspend-user.ts";
import { mia, policy } from "../support/acting.ts";
import { eventually } from "../support/eventually.ts";
import { type Cluster, startCluster } from "../support/faults/cluster.ts";
import { brokenInvariants } from "../support/faults/invariants.ts";
import { PATIENCE_MS, repeat, say, times } from "../support/faults/run.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { asksToCancel } from "../support/slack/cancelling.ts";
import { headingOf } from "../support/web/form.ts";

const ACCEPTS = times({ quick: 50, full: 1_000 });
const INVITES = times({ quick: 20, full: 100 });
const DUELS = times({ quick: 2, full: 100 });
const QUEUE_ABOVE = times({ quick: 6, full: 20 });

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ uri: freshDatabase().uri, admins: QUEUE_ABOVE, patienceMs: 30_000 });
}, PATIENCE_MS);
afterAll(() => cluster.ends());

const eventsOf = async (email: string) =>
  (await AuditEvent.find({ "target.label": email }).sort({ at: 1 }).lean()).map(({ action }) => action);

/** Someone invites this address. */
async function invited(email: string) {
  const [admin] = cluster.admins;
  if (!admin) throw new Error("there is no admin");
  await admin.closes({ all: true });
  await admin.runs(`/iam invite ${email}`);
  await admin.seesView("Invite people");
  await admin.submits();
  const mail = await cluster.sendgrid.mailTo(email);
  await expect
    .poll(async () => (await Invite.findOne({ email }).orFail().lean()).delivery.state)
    .toBe("sent");
  return { admin, mail };
}

test(
  `${ACCEPTS} people accept with the same link at once: one gets in, and the others are told`,
  async () => {
    const email = "crowd@example.com";
    const { mail } = await invited(email);
    const began = performance.now();
    const answers: string[] = [];
    let refusals = 0;
    const submit = async (number: number) => {
      const response = await fetch(mail.link, {
        method: "POST",
        headers: {
          "x-forwarded-for": `10.1.${number >> 8}.${number & 255}`,
          "Sec-Fetch-Site": "same-origin",
        },
        body: new URLSearchParams({
          name: `Eve ${number}`,
          timeZone: "Europe/London",
          nonce: randomBytes(16).toString("base64url"),
        }),
      }).catch(() => null);
      const text = (await response?.text()) ?? "";
      if (!response || response.status === 503) return [number];
      answers.push(`${response.status} ${headingOf(text)}`);
      return [];
    };
    // Those who are refused or cut off, since the machine is too slow for so many, press again.
    for (let left = Array.from({ length: ACCEPTS }, (_, number) => number); left.length > 0; ) {
      left = (await Promise.all(left.map(submit))).flat();
      refusals += left.length;
    }
    const counts = Object.fromEntries(
      [...new Set(answers)].map((answer) => [answer, answers.filter((each) => each === answer).length]),
    );
    say(
      `${ACCEPTS} accepts in ${Math.round(performance.now() - began)} ms, ${refusals} times refused: ${JSON.stringify(counts)}`,
    );
    expect(answers.filter((answer) => answer.startsWith("5"))).toEqual([]);
    expect(counts["200 You’re in"]).toBe(1);
    expect(await User.countDocuments({ email })).toBe(1);
    expect(await eventsOf(email)).toEqual(["invite.created", "invite.accepted"]);
    expect(await brokenInvariants()).toEqual([]);
  },
  PATIENCE_MS,
);

/** What submitted forms turned into so far, be it at once or after a waiting view. */
const shown = () =>
  [
    ...cluster.slack.requests.map(({ acknowledgement }) => acknowledgement?.body),
    ...cluster.slack.calls("views.update"),
  ].map((view) => JSON.stringify(view) ?? "");
const resultsShown = () => shown().filter((view) => view.includes("invite.result"));
const outOfTime = () => shown().filter((view) => view.includes(new DatabaseUnavailable().sentence()));

/** Submits all at once, and again those that the app refused, since the machine is too slow for so many. */
async function submitAll(forms: readonly ViewOnScreen[]): Promise<void> {
  for (let left = forms; left.length > 0; ) {
    const submissions = () => cluster.slack.requests.filter(({ type }) => type === "view_submission");
    const before = submissions().length;
    await Promise.all(left.map((form) => form.submits()));
    const answers = submissions()
      .slice(before)
      .map(({ acknowledgement }) => acknowledgement?.status);
    left = left.filter((_, index) => answers[index] === 503);
  }
}

test(
  `${INVITES} invites for one address at once, in mixed case: one invite and one email, the others already pending`,
  async () => {
    for (const admin of cluster.admins) {
      await admin.closes({ all: true });
      await admin.runs("/iam invite");
      await admin.seesView("Invite people");
    }
    const forms = [];
    for (let number = 0; number < INVITES; number++) {
      const admin = cluster.admins[number % cluster.admins.length];
      const typed = [..."mixed@example.com"]
        .map((letter, at) => ((number >> (at % 6)) & 1 ? letter.toUpperCase() : letter))
        .join("");
      await admin?.types("Email addresses", typed);
      if (admin) forms.push(admin.look());
    }
    const before = resultsShown().length;
    // Whoever reads that the database is too slow for so many submits again.
    for (let missing = INVITES; missing > 0; missing = before + INVITES - resultsShown().length) {
      const answered = () => resultsShown().length + outOfTime().length;
      const already = answered();
      await submitAll(forms.slice(0, missing));
      await expect.poll(answered).toBe(already + missing);
    }

    const told = resultsShown().slice(before);
    expect(told.filter((shown) => /\\nInvited\.(\\n|")/.test(shown))).toHaveLength(1);
    expect(told.filter((shown) => /Already pending, invited by Mia Chen \d/.test(shown))).toHaveLength(
      INVITES - 1,
    );
    const email = "mixed@example.com";
    expect(await Invite.countDocuments({ email })).toBe(1);
    expect(await eventsOf(email)).toEqual(["invite.created"]);
    await expect.poll(() => Job.countDocuments({ kind: "invite-email", status: "waiting" })).toBe(0);
    expect(cluster.sendgrid.mails.filter(({ to }) => to[0]?.email === email)).toHaveLength(1);
  },
  PATIENCE_MS,
);

test.each(["Resend", "Cancel Invite"])(
  `${QUEUE_ABOVE} admins press %s on the same row at once: one acts, and the others are told who did`,
  async (button) => {
    const email = `${button.split(" ")[0]?.toLowerCase()}@example.com`;
    await invited(email);
    for (const admin of cluster.admins) {
      await admin.closes({ all: true });
      await admin.runs(`/iam pending ${email}`);
      await admin.sees(`${email} · `);
    }
    const done = button === "Resend" ? "Sending again to" : "is cancelled.";
    if (button !== "Resend") for (const admin of cluster.admins) await asksToCancel(admin, email);
    await Promise.all(
      cluster.admins.map((admin) =>
        button === "Resend" ? admin.look().presses(button, { beside: email }) : admin.look().submits(),
      ),
    );
    const told = () => cluster.admins.map((admin) => admin.screen());
    await eventually(() => {
      expect(told().filter((screen) => screen.includes(done))).toHaveLength(1);
      expect(told().filter((screen) => / (sent|cancelled) the invite to /.test(screen))).toHaveLength(
        QUEUE_ABOVE - 1,
      );
    });
    const action = button === "Resend" ? "invite.resent" : "invite.cancelled";
    expect(await eventsOf(email)).toEqual(["invite.created", action]);
  },
  PATIENCE_MS,
);

test(
  "Slack delivers a request three times to several processes: it is done once",
  async () => {
    const email = "thrice@example.com";
    const { admin } = await invited(email);
    const repeats = async (type: string) => {
      const body = cluster.slack.requests.findLast((request) => request.type === type)?.body ?? "";
      const retry = { number: 1, reason: "http_timeout" };
      const statuses = [cluster.slack.deliver(body), cluster.slack.deliver(body, { retry })];
      expect(await Promise.all(statuses)).toEqual([200, 200]);
    };
    await repeats("view_submission");
    for (const button of ["Resend", "Cancel Invite"]) {
      await admin.closes({ all: true });
      await admin.runs(`/iam pending ${email}`);
      await admin.sees(`${email} · `);
      const drawn = cluster.slack.calls("views.update").length;
      if (button === "Resend")
        await Promise.all([admin.presses(button, { beside: email }), repeats("block_actions")]);
      else {
        await asksToCancel(admin, email);
        await Promise.all([admin.submits(), repeats("view_submission")]);
      }
      await expect.poll(() => cluster.slack.calls("views.update").length).toBeGreaterThanOrEqual(drawn + 3);
    }
    expect(await eventsOf(email)).toEqual(["invite.created", "invite.resent", "invite.cancelled"]);
    expect(await brokenInvariants()).toEqual([]);
  },
  PATIENCE_MS,
);

/** Someone who registered into Admin, and is linked. */
async function admin(name: string): Promise<{ actor: AccountActor; userId: string }> {
  const email = `${randomBytes(4).toString("hex")}@acme.io`;
  const groupIds = [String(builtInGroupIds.admin)];
  const [outcome] = await createInvites(mia, { emails: [email], groupIds, expiryDays: 7 }, policy);
  if (outcome?.outcome !== "invited") throw new Error(`${email}: ${outcome?.outcome}`);
  const { inviteId, generation } = outcome;
  await acceptInvite({ inviteId, generation }, { name, timeZone: "Europe/London" }, email);
  const userId = `U${randomBytes(4).toString("hex").toUpperCase()}`;
  const actor = { ...mia, owner: false, userId, name, email };
  await linkAtFirstCommand(actor);
  return { actor, userId: String((await User.findOne({ email }).orFail().lean())._id) };
}

test(
  `the last two Admins suspend each other, ${DUELS} times: each time, one is left`,
  async () => {
    await repeat("Duels", DUELS, async () => {
      await User.updateMany(
        { status: "active" },
        { $pull: { memberships: { groupId: builtInGroupIds.admin } } },
      );
      const [ada, ben] = [await admin("Ada Lovelace"), await admin("Ben Weber")];
      const seen = async ({ userId }: { userId: string }) => (await userProfile(mia, userId)).version;
      const [seesBen, seesAda] = [await seen(ben), await seen(ada)];
      const outcomes = await Promise.allSettled([
        suspendUser(ada.actor, seesBen, "keep"),
        suspendUser(ben.actor, seesAda, "keep"),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const members = { "memberships.groupId": builtInGroupIds.admin };
      expect(await User.countDocuments({ ...members, status: "active" })).toBe(1);
      expect(await AuditEvent.countDocuments({ action: "user.suspended" })).toBe(
        await User.countDocuments({ status: "suspended" }),
      );
    });
  },
  PATIENCE_MS,
);
