import { afterAll, expect, test } from "vitest";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { WebhookEndpoint } from "../../src/models/webhook-endpoint.ts";
import { switchOffItself } from "../../src/services/webhooks/health.ts";
import { eventually } from "../support/eventually.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startReceiver } from "../support/webhook-receiver.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8" });
const { mia } = world;
const receiver = await startReceiver();
afterAll(() => receiver.close());

/** Reads the secret that is on the screen. */
function secretOn(screen: string): string {
  const secret = /whsec_[A-Za-z0-9+/]{43}=/.exec(screen)?.[0];
  if (!secret) throw new Error(`no secret on\n${screen}`);
  return secret;
}

async function fillsIn(path: string, name: string): Promise<void> {
  await mia.closes({ all: true });
  await mia.runs("/iam webhooks");
  await mia.seesView("Webhooks");
  await mia.presses("Add Webhook");
  await mia.seesView("Add webhook");
  await mia.types("URL", receiver.url(path));
  await mia.types("Name", name);
}

async function adds(path: string, name = ""): Promise<string> {
  await fillsIn(path, name);
  await mia.submits();
  await mia.seesView("Webhook secret");
  return secretOn(mia.screen());
}

async function opens(name: string): Promise<void> {
  await mia.closes({ all: true });
  await mia.runs("/iam webhooks");
  await mia.seesView("Webhooks");
  await mia.presses(`View the webhook ${name}`);
  await mia.seesView("Webhook");
}

test("Mia adds a webhook, sees its secret once, and events arrive signed with it", async () => {
  const secret = await adds("/tickets", "Ticket system");
  receiver.knows(secret);
  await mia.closes({ all: true });
  await mia.runs("/iam invite eve@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("Invited.");
  await eventually(() => expect(receiver.types).toContain("invite.created"));

  await opens("Ticket system");
  await mia.presses("Send Test");
  await mia.sees("Sending a test to Ticket system");
  await eventually(() => expect(receiver.types).toContain("webhook.test"));
  await eventually(async () => {
    await mia.presses("Refresh");
    expect(mia.screen()).toMatch(/webhook\.test\s+Delivered .* · answered 204/);
  });
  expect(mia.screen()).not.toContain("whsec_");
  expect(JSON.stringify(await WebhookEndpoint.find().lean())).not.toContain(secret.slice(6));
  expect(receiver.refused).toEqual([]);

  await mia.closes({ all: true });
  await mia.runs("/iam audit");
  await mia.seesView("Audit log");
  await mia.sees("added the webhook Ticket system");
  expect(mia.screen()).not.toContain("/tickets");
});

test("submitting the same form again adds no second webhook, and shows its page without the secret; another form adds another", async () => {
  await fillsIn("/twice", "Twice");
  const form = mia.look();
  await form.submits();
  await mia.seesView("Webhook secret");
  await form.submits();
  await mia.seesView("Webhook");
  await mia.sees("This webhook was added before. Its secret is shown only once");
  expect(mia.screen()).not.toContain("whsec_");
  await mia.presses("Rotate Secret");
  await mia.seesView("Rotate secret?");
  await mia.submits();
  await mia.seesView("Webhook secret");
  secretOn(mia.screen());
  expect(await WebhookEndpoint.countDocuments({ description: "Twice" })).toBe(1);
  await adds("/twice", "Twice");
  expect(await WebhookEndpoint.countDocuments({ description: "Twice" })).toBe(2);
});

test("errors in a webhook's URL appear under the field, and what was typed stays", async () => {
  await mia.closes({ all: true });
  await mia.runs("/iam webhooks");
  await mia.seesView("Webhooks");
  await mia.presses("Add Webhook");
  await mia.seesView("Add webhook");
  for (const [typed, sentence] of [
    ["tickets", "Enter a web address, such as https://hooks.example.com/iam."],
    ["ftp://hooks.example.com/", "Enter a web address, such as https://hooks.example.com/iam."],
    ["https://mia:secret@hooks.example.com/", "Leave the user name and password out."],
    ["https://hooks.example.com/#top", "Leave out what follows the #."],
    ["https://10.0.0.1/", "Webhooks may not reach 10.0.0.1."],
    ["http://[::1]/", "Webhooks may not reach ::1."],
    ["https://169.254.169.254/latest", "Webhooks may not reach 169.254.169.254."],
  ] as const) {
    await mia.types("URL", typed);
    await mia.submits();
    await mia.sees(sentence);
  }
  await mia.sees("https://169.254.169.254/latest");
});

test("the admins are told about a webhook that was switched off automatically, and resume it from there", async () => {
  await adds("/gone", "Payroll");
  await mia.closes({ all: true });
  const failing = { description: "Payroll" };
  await WebhookEndpoint.updateOne(failing, { failingSince: new Date(0) });
  const endpoint = await WebhookEndpoint.findOne(failing).orFail().lean();
  await switchOffItself(endpoint, "failing");
  await mia.receives("The webhook Payroll");
  await mia.receives("nothing reached it for five days");
  await mia.presses("Resume the webhook Payroll");
  await mia.receives("Resumed Payroll.");
  expect((await WebhookEndpoint.findById(endpoint._id).orFail().lean()).off).toBeUndefined();
});

test("the person who created a webhook is told too, even if they are no longer an admin; then there is nothing to press", async () => {
  const ada = await fixtures(world).admin("Ada Byron");
  const [endpoint] = await WebhookEndpoint.insertMany([
    {
      url: receiver.url("/wiki"),
      description: "Wiki",
      events: ["*"],
      secret: { keyId: "k1", box: "sealed" },
      createdBy: { kind: "slack", name: "Ada Byron", teamId: world.slack.teamId, userId: ada.id },
      createdAt: new Date(),
      version: 1,
    },
  ]);
  if (!endpoint) throw new Error("no webhook was made");
  await User.updateOne({ name: "Ada Byron" }, { $pull: { memberships: { groupId: builtInGroupIds.admin } } });
  await switchOffItself(endpoint, "gone");
  const told = await ada.receives("The webhook Wiki");
  expect(told.asText).toContain("Nothing is sent to it until an admin resumes it.");
  expect(told.asText).not.toContain("Resume the webhook");
  const toMia = await mia.receives("The webhook Wiki");
  expect(toMia.asText).toContain("Resume the webhook Wiki");
});

test("a new secret signs beside the old one, an edit is kept, and the second person is told who was first", async () => {
  const old = await adds("/crm", "CRM");
  receiver.knows(old);
  await opens("CRM");
  await mia.presses("Rotate Secret");
  await mia.seesView("Rotate secret?");
  await mia.submits();
  await mia.seesView("Webhook secret");
  const secret = secretOn(mia.screen());
  expect(secret).not.toBe(old);

  await opens("CRM");
  await mia.sees("also signs until");
  await mia.presses("Rotate Secret");
  await mia.sees("The one before the last rotation stops signing now.");
  await mia.closes();
  const ada = await fixtures(world).admin("Ada Lovelace");
  await mia.presses("Edit");
  await mia.seesView("Edit webhook");
  await ada.runs("/iam webhooks");
  await ada.seesView("Webhooks");
  await ada.presses("View the webhook CRM");
  await ada.seesView("Webhook");
  await ada.presses("Switch Off");
  await ada.sees("Switched off CRM.");
  await mia.types("Name", "Sales");
  await mia.submits();
  await mia.sees("Ada Lovelace changed the webhook CRM");
  await mia.submits();
  await mia.sees("Saved the webhook Sales.");
  await mia.sees("Off, since");

  await ada.presses("Delete");
  await ada.seesView("Delete webhook?");
  await mia.presses("Resume");
  await mia.sees("Resumed Sales.");
  await ada.submits();
  await ada.sees("Mia Chen changed the webhook Sales");
  await mia.presses("Delete");
  await mia.seesView("Delete webhook?");
  await mia.submits();
  await mia.sees("Deleted the webhook Sales.");
});
