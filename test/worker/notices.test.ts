import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Batch } from "../../src/models/batch.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { declineInvite } from "../../src/services/invites/decline-invite.ts";
import type { Worker } from "../../src/worker/worker.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
let worker: Worker;
beforeEach(async () => {
  world = await startWorkerWorld();
  await world.takesEvents();
});
afterEach(() => world.ends());

const many = (count: number) => Array.from({ length: count }, (_, index) => `person${index}@example.com`);
const accepts = (inviteId: string, name: string) =>
  acceptInvite({ inviteId, generation: 1 }, { name, timeZone: "Europe/Paris" }, inviteId);

test("a mailbox that does not exist gets a separate message, with Correct Address and no Resend", async () => {
  worker = world.starts();
  const [id = ""] = await world.invites(["eve@exmaple.com"]);
  const mail = await world.sendgrid.mailTo("eve@exmaple.com");
  await world.sendgrid.reports(mail, "bounce");
  const message = await world.mia.receives("did not get your invite");
  expect(message.asText).toBe(
    "eve@exmaple.com did not get your invite. Bounced: mailbox does not exist.\n[Correct Address (Correct the address eve@exmaple.com)]",
  );
  const { blocks } = message.message;
  expect(JSON.stringify(blocks)).toContain(JSON.stringify(JSON.stringify({ inviteId: id, generation: 1 })));
  await world.sendgrid.reports(mail, "bounce", { reason: "550 again" });
  await world.sendgrid.reports(mail, "dropped");
  await worker.idle();
  expect(world.mia.messages.filter(({ asText }) => asText.includes("did not get"))).toHaveLength(1);
});

test("a full mailbox: with Resend", async () => {
  worker = world.starts();
  await world.invites(["eve@example.com"]);
  const full = { bounce_classification: "Mailbox Unavailable", status: "5.2.2" };
  await world.sendgrid.reports(await world.sendgrid.mailTo("eve@example.com"), "bounce", full);
  const message = await world.mia.receives("did not get your invite");
  expect(message.asText).toContain(
    "Bounced: mailbox is full or disabled.\n[Resend (Resend the invite to eve@example.com)]",
  );
});

test("an address that SendGrid refuses: with Correct Address", async () => {
  worker = world.starts();
  const [id = ""] = await world.invites(["\u00e8ve@example.com"]);
  const message = await world.mia.receives("did not get your invite");
  expect(message.asText).toContain("Not sent: SendGrid does not accept this address.\n[Correct Address");
  expect((await world.invite(id)).delivery).toMatchObject({ state: "failed", permanent: true });
});

test("trouble with an invite that was settled meanwhile is not reported", async () => {
  worker = world.starts();
  const [id = ""] = await world.invites(["eve@example.com"]);
  const mail = await world.sendgrid.mailTo("eve@example.com");
  await worker.idle();
  await cancelInvite(world.actor(), id, 1);
  await world.sendgrid.reports(mail, "bounce");
  await worker.idle();
  expect(await Job.countDocuments({ kind: "trouble-notice" })).toBe(0);
});

test("the inviter is told once, in a separate message, when someone declines", async () => {
  worker = world.starts();
  const [id = ""] = await world.invites(["eve@example.com"]);
  const link = { inviteId: id, generation: 1 };
  expect([await declineInvite(link, "nonce"), await declineInvite(link, "nonce")]).toEqual([true, false]);
  const message = await world.mia.receives("declined your invite");
  expect(message.asText).toBe(
    "eve@example.com declined your invite. If they change their mind, invite them again.",
  );
  await worker.idle();
  expect(world.mia.messages.filter(({ asText }) => asText.includes("declined your"))).toHaveLength(1);
});

test("more than five people: one summary an hour later, and the next one a day later", async () => {
  worker = world.starts();
  const [ann = "", ben = "", cat = ""] = await world.invites(many(6));
  await accepts(ann, "Ann Lee");
  await accepts(ben, "Ben Ray");
  await worker.idle();
  expect(world.mia.messages.filter(({ asText }) => /accepted your|Update on/.test(asText))).toEqual([]);
  const waiting = { kind: "summary", status: "waiting" } as const;
  expect(await Job.countDocuments(waiting)).toBe(2);

  await world.makesDue({ kind: "summary" });
  await world.mia.receives("Update on your invites to 6 people\n4 sent · 2 accepted");
  await worker.idle();
  await world.makesDue({ kind: "summary" });
  await worker.idle();
  await accepts(cat, "Cat Orr");
  await worker.idle();
  const { dueAt } = await Job.findOne(waiting).sort({ dueAt: -1 }).orFail().lean();
  const { summedUpAt } = await Batch.findOne().orFail().lean();
  const wait = dueAt.getTime() - (summedUpAt?.getTime() ?? 0);
  expect(wait / 3_600_000).toBeCloseTo(24, 1);
  const summaries = () => world.mia.messages.filter(({ asText }) => asText.startsWith("Update on"));
  expect(summaries()).toHaveLength(1);

  await Batch.updateOne({}, { $set: { summedUpAt: new Date(0) } });
  await world.makesDue({ kind: "summary" });
  await world.mia.receives("Update on your invites to 6 people\n3 sent · 3 accepted");
  await worker.idle();
  expect(summaries()).toHaveLength(2);
});

test("text that people typed stays text", async () => {
  worker = world.starts();
  const [id = ""] = await world.invites(["eve@example.com"]);
  await accepts(id, "*Eve* <!channel> :tada: _x_ <https://evil.example|click>");
  const message = await world.mia.receives("accepted your invite");
  expect(JSON.stringify(message.message.blocks)).not.toContain("mrkdwn");
  expect(message.text).toContain("&lt;!channel&gt;");
  expect(message.text).not.toMatch(/<[!@h]/);
});

describe("an inviter who can no longer be told", () => {
  async function isAdmin(
    person: ReturnType<WorkerWorld["slack"]["addPerson"]>,
    status: "active" | "suspended" = "active",
  ) {
    const actor = world.actor(person);
    const { teamId, userId } = actor;
    const email = actor.email ?? "";
    const by = { kind: "system" as const, name: "iam-bot" };
    await User.insertMany([
      {
        email,
        name: actor.name,
        timeZone: "UTC",
        status,
        memberships: [{ groupId: builtInGroupIds.admin, since: new Date(), by }],
        slack: { teamId, userId, email, linkedAt: new Date() },
        inviteId: builtInGroupIds.admin,
        invitedBy: by,
        registeredAt: new Date(),
        words: [],
      },
    ]);
  }

  const told = "eve@example.com did not get Mia Chen's invite. Bounced: mailbox does not exist";
  async function bounces() {
    await world.invites(["eve@example.com"]);
    await world.sendgrid.reports(await world.sendgrid.mailTo("eve@example.com"), "bounce");
  }

  test("left Slack: all admins are told instead, once each, and why", async () => {
    const [ada, ben, cat] = ["Ada", "Ben", "Cat"].map((name) =>
      world.slack.addPerson({ name, email: `${name.toLowerCase()}@acme.io` }),
    );
    if (!ada || !ben || !cat) return;
    await Promise.all([isAdmin(ada), isAdmin(ben), isAdmin(cat, "suspended")]);
    worker = world.starts();
    await world.mia.becomes({ deactivated: true }).catch(() => {});
    await bounces();
    for (const admin of [ada, ben]) {
      await admin.receives(told);
      await admin.receives("You’re getting this because Mia Chen can't be reached in Slack.");
    }
    await worker.idle();
    await world.makesDue({ kind: "trouble-notice" });
    await worker.idle();
    expect([ada, ben, cat].map((admin) => admin.messages.length)).toEqual([1, 1, 0]);
  });

  test("was suspended: the admins are told, or the owners if there are none", async () => {
    await isAdmin(world.mia, "suspended");
    const olga = world.slack.addPerson({ name: "Olga" });
    worker = world.starts({}, { owners: [olga.id] });
    await bounces();
    await olga.receives(told);
    expect(world.mia.messages).toEqual([]);
  });

  test("with a large batch: the admins get the summary", async () => {
    await isAdmin(world.mia, "suspended");
    const olga = world.slack.addPerson({ name: "Olga" });
    worker = world.starts({}, { owners: [olga.id] });
    const [id = ""] = await world.invites(many(6));
    await accepts(id, "Ann Lee");
    await worker.idle();
    await world.makesDue({ kind: "summary" });
    await olga.receives("Update on Mia Chen's invites to 6 people");
  });
});

test("a Slack that answers too late is asked again", async () => {
  const impatient = new WebClient(world.slack.botToken, {
    slackApiUrl: world.slack.apiUrl,
    timeout: 200,
    retryConfig: { retries: 0 },
  });
  world.slack.next("conversations.open", { delayMs: 1_000 });
  worker = world.starts({}, {}, impatient);
  await world.invites(["eve@example.com"]);
  // What kept it from being written stays on record when the next try, which comes soon, succeeds.
  await expect
    .poll(() => Job.findOne({ kind: "card" }).lean())
    .toMatchObject({ status: "done", lastFault: "slack_timeout" });
});
