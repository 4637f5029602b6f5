import { beforeEach, expect, test } from "vitest";
import type { Fault } from "../../dev/emulators/slack/faults.ts";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { Invite } from "../../src/models/invite.ts";
import { eventually } from "../support/eventually.ts";
import { jobsRest } from "../support/jobs-rest.ts";
import { asksToCancel } from "../support/slack/cancelling.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ INVITE_UNDO_SECONDS: "3600" });
const { slack, mia, log } = world;
const { registered } = fixtures(world);
const slackTrouble =
  "Slack did not answer in time. Check whether it went through, then try again in a minute.";

beforeEach(async () => {
  slack.clearFaults();
  await mia.closes({ all: true });
});

const acknowledged = () => slack.requests.at(-1)?.acknowledgement;

/** Waits until Mia is told this more often than before. */
async function isTold(sentence: string, act: () => Promise<unknown>): Promise<void> {
  const told = () =>
    [...mia.ephemerals, ...mia.messages].filter(({ text }) => text.includes(sentence)).length;
  const before = told();
  await act();
  expect(acknowledged()).toMatchObject({ status: 200, error: undefined });
  await expect.poll(told).toBe(before + 1);
}

const opensForm = async (emails: string) => {
  await mia.runs(`/iam invite ${emails}`);
  await mia.seesView("Invite people");
};

test.each<[string, string, Fault]>([
  ["views.open answers too late", "views.open", { delayMs: 2_500 }],
  ["views.open is limited", "views.open", { status: 429, retryAfter: 30 }],
  ["views.open is down", "views.open", { status: 503 }],
  ["views.open has an internal error", "views.open", { error: "internal_error" }],
  ["a proxy answers views.open with its page", "views.open", { page: "<title>Sign in</title>" }],
  ["nothing comes from views.open", "views.open", { page: "" }],
  ["views.open is limited for nobody knows how long", "views.open", { status: 429, retryAfter: null }],
  ["the trigger is too old by then", "views.open", { error: "expired_trigger_id" }],
])("when %s, the asker is told where they asked", async (_, method, fault) => {
  slack.next(method, fault);
  await isTold(slackTrouble, () => mia.runs("/iam invite eve@example.com"));
  if (fault.delayMs) await mia.seesView("Invite people");
});

test.each<[string, Fault]>([
  ["is down", { status: 500 }],
  ["is limited", { status: 429, retryAfter: 30 }],
  ["is answered by a proxy", { page: "<title>Sign in</title>" }],
  ["answers too late", { delayMs: 2_500 }],
])(
  "when users.info %s, a submitted form comes back with what was typed, and nothing is done",
  async (_, fault) => {
    await opensForm("typed@example.com");
    slack.next("users.info", fault);
    await mia.submits();
    expect(acknowledged()).toMatchObject({ status: 200, error: undefined });
    await expect.poll(() => mia.screen()).toContain(slackTrouble);
    expect(mia.screen()).toContain("typed@example.com");
    expect(mia.screen()).toContain("Users");
    expect(await Invite.countDocuments()).toBe(0);
  },
);

/** A form that somebody filled in wrongly, and what is to stand under its fields. */
interface FilledInWrongly {
  by: Person;
  errors: Record<string, string>;
}

const wrongForms: Record<string, () => Promise<FilledInWrongly>> = {
  "Invite people, with an address that is none": async () => {
    await opensForm("eve@@example.com");
    return { by: mia, errors: { "Email addresses": "This is not an email address: eve@@example.com." } };
  },
  "Invite people, with no address": async () => {
    await opensForm("");
    await mia.types("Email addresses", "nobody");
    const fault = "Enter at least one email address, such as eve@example.com.";
    return { by: mia, errors: { "Email addresses": fault } };
  },
  "Create group": async () => {
    await mia.runs("/iam groups");
    await mia.seesView("Groups");
    await mia.presses("Create Group");
    await mia.seesView("Create group");
    await mia.types("Name", "\u200b ");
    return { by: mia, errors: { Name: "Enter a name." } };
  },
  "Edit my details": async () => {
    const ann = slack.addPerson({ name: "Ann Old", email: "ann@acme.io" });
    await registered("Ann Old", { linkedTo: ann });
    await ann.opensHome();
    await ann.sees("Ann Old");
    await ann.presses("Edit My Details");
    await ann.seesView("Edit my details");
    await ann.types("Full name", "…");
    return { by: ann, errors: { "Full name": "Enter your full name." } };
  },
};

test.each(Object.entries(wrongForms))(
  "%s: its fields say what is wrong at once, whether or not Slack says who sent it",
  async (_, fillIn) => {
    const { by, errors } = await fillIn();
    // A Home that is drawn meanwhile asks, too.
    await jobsRest();
    const asked = () => slack.calls("users.info").filter(({ args }) => args.user === by.id).length;
    const before = asked();
    slack.breakDown(["users.info"], [{ status: 500 }]);
    expect(await by.submits()).toEqual(errors);
    expect(asked()).toBe(before);
  },
);

test("when the list can't be redrawn, a message says what was done; when its search can't, the list does", async () => {
  await opensForm("ann@example.com");
  await mia.submits();
  await mia.closes();
  await mia.runs("/iam pending");
  await mia.seesView("Pending invites");
  await asksToCancel(mia, "ann@example.com");
  slack.next("views.update", { status: 500 });
  await isTold("The invite to ann@example.com is cancelled. No email was sent.", async () => {
    await mia.submits();
  });
  expect(mia.messages.filter(({ text }) => text.includes(slackTrouble))).toEqual([]);

  await world.database.failAfter("find", Invite, 0);
  await mia.submits();
  await mia.sees("give this id to whoever runs iam-bot");
  await world.database.recover();
  expect(mia.screen()).toContain("ann@example.com · ");
  expect(acknowledged()).toMatchObject({ status: 200, error: undefined });
  world.expectErrors(/a listener failed/);
});

test("a database slower than Slack’s patience: a waiting view, then the result", async () => {
  await opensForm("slow@example.com");
  const letGo = await world.database.holdInserts(Invite);
  await mia.submits();
  expect(mia.screen()).toContain("Still working on it. The result will show here.");
  await letGo();
  await mia.sees("1 invite is on the way");
  expect(await Invite.countDocuments({ email: "slow@example.com" })).toBe(1);
  await mia.receives("Invite to slow@example.com");
});

test("people who close the waiting view are told in a message that its answer is lost", async () => {
  await opensForm("closed@example.com");
  const letGo = await world.database.holdInserts(Invite);
  await mia.submits();
  expect(mia.screen()).toContain("Still working on it.");
  await mia.closes();
  await letGo();
  await mia.receives("The window was closed before the result arrived. Check whether it went through");
  expect(await Invite.countDocuments({ email: "closed@example.com" })).toBe(1);
  await mia.receives("Invite to closed@example.com");
});

test("a database slow while a command is answered: acknowledged first, then told", async () => {
  const letGo = await world.database.holdFinds(Invite);
  await isTold(slackTrouble, async () => {
    await mia.runs("/iam pending");
    slack.expireTriggers();
    await letGo();
  });
});

test.each<["hangs up" | number]>([["hangs up"], [10_107], [11_600]])(
  "a database that is away (%s) while a list is read says so",
  async (how) => {
    await world.database.fail({ commands: ["find", "aggregate"], times: 1_000, how });
    await isTold(
      "The database is not answering. Check whether it went through, then try again in a minute.",
      () => mia.runs("/iam pending"),
    );
    await world.database.recover();
    await mia.runs("/iam pending");
    await mia.seesView("Pending invites");
    forgetLookingForJobs();
  },
);

/** Jobs are looked for meanwhile, and may meet the same failure. */
function forgetLookingForJobs(): void {
  log.splice(0, log.length, ...log.filter(({ msg }) => !/can't look for/.test(String(msg))));
}

test("an unexpected failure tells the person an id, and the log has it too", async () => {
  // No Home that is drawn meanwhile meets the failure instead.
  await jobsRest();
  await world.database.failAfter("find", Invite, 0);
  await isTold("give this id to whoever runs iam-bot", () => mia.runs("/iam pending"));
  await world.database.recover();
  const told = mia.ephemerals.at(-1)?.text ?? "";
  const [, id] = /runs iam-bot: (\w{8})\./.exec(told) ?? [];
  expect(log.filter((line) => line.id === id)).toMatchObject([{ level: 50, msg: "a listener failed" }]);
  expect(told).not.toMatch(/Mongo|Error|failpoint/i);
  world.expectErrors(/a listener failed/);
});

test("where Slack refuses the token, the log tells the operator what to do", async () => {
  slack.next("views.open", { error: "invalid_auth" });
  await isTold("give this id to whoever runs iam-bot", () => mia.runs("/iam pending"));
  const refused = /Slack refuses SLACK_BOT_TOKEN, or it lacks a scope: npm run doctor says which/;
  const said = () => log.filter(({ msg }) => refused.test(String(msg)));
  await eventually(() => expect(said()).toMatchObject([{ level: 50 }]));
  world.expectErrors(refused);
});
