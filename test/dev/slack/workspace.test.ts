import { afterEach, beforeEach, expect, test } from "vitest";
import { type Slack, startSlack } from "../../../dev/slack/slack.ts";
import { type BoltApp, boltOverHttp } from "./bolt-app.ts";
import { inviteDesk } from "./invite-desk.ts";

let slack: Slack;
let bolt: BoltApp;

beforeEach(async () => {
  slack = await startSlack();
  bolt = await boltOverHttp(slack, inviteDesk);
});

afterEach(async () => {
  await bolt.stop();
  await slack.close();
});

test("the Home tab is published for one person, and its buttons work there", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  bolt.app.event("app_home_opened", async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: {
        type: "home",
        blocks: [
          { type: "header", text: { type: "plain_text", text: "Access" } },
          {
            type: "actions",
            elements: [{ type: "button", action_id: "start", text: { type: "plain_text", text: "Invite" } }],
          },
        ],
      },
    });
  });
  bolt.app.action("start", async ({ ack, body, respond, client }) => {
    await ack();
    expect(respond).toBeUndefined();
    await client.chat.postMessage({ channel: body.user.id, text: "Pressed at home" });
  });

  await ada.opensHome();
  await ada.sees("Access");
  expect(ada.home()).toBe("Access\n[Invite]");
  await ada.presses("Invite");
  await ada.receives("Pressed at home");
});

test("shortcuts are used by the name in the manifest, on a message too", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  slack.install({
    features: {
      slash_commands: [{ command: "/iam" }],
      shortcuts: [
        { name: "Invite people", type: "global", callback_id: "invite_people" },
        { name: "Invite from message", type: "message", callback_id: "invite_from" },
      ],
    },
    oauth_config: { scopes: { bot: ["commands", "chat:write"] } },
    settings: { event_subscriptions: { bot_events: ["app_home_opened"] } },
  });
  const used: unknown[] = [];
  bolt.app.shortcut("invite_people", async ({ ack, shortcut }) => {
    used.push(shortcut.type);
    await ack();
  });
  bolt.app.shortcut({ callback_id: "invite_from", type: "message_action" }, async ({ ack, shortcut }) => {
    used.push(shortcut.message.text);
    await ack();
  });

  await ada.usesShortcut("Invite people");
  await ada.usesShortcut("Invite from message", { message: "please add eve@acme.io" });

  expect(used).toEqual(["shortcut", "please add <mailto:eve@acme.io|eve@acme.io>"]);
  await expect(ada.runs("/other")).rejects.toThrow("/other is not a valid command");
  await ada.becomes({ title: "Countess" });
  expect(slack.requests.map((request) => request.type)).toEqual(["shortcut", "message_action"]);
});

test("who someone is can change, and the app is told", async () => {
  const guest = slack.addPerson({ name: "Gus Guest", email: "gus@else.io", guest: true });
  const users: unknown[] = [];
  bolt.app.event("user_change", async ({ event }) => {
    users.push(event.user);
  });

  await guest.becomes({ guest: false, deactivated: true });

  expect(users).toMatchObject([{ id: guest.id, deleted: true, profile: { email: "gus@else.io" } }]);
});

test("what is typed reaches the app marked up, in a command only if the manifest asks for that", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const ben = slack.addPerson({ name: "Ben Ito" });
  const told = () => slack.requests.at(-1)?.payload.text;

  await ada.runs("/iam user @Ben Ito");
  expect(told()).toBe(`user <@${ben.id}|ben.ito>`);
  await ada.runs(`/iam invite ${ben.mention}, Eve <eve@acme.io>`);
  expect(told()).toBe(`invite ${ben.mention}, Eve &lt;<mailto:eve@acme.io|eve@acme.io>&gt;`);

  const scopes = { bot: ["commands"] };
  slack.install({ features: { slash_commands: [{ command: "/iam" }] }, oauth_config: { scopes } });
  await ada.runs("/iam invite Eve <eve@acme.io>");
  expect(told()).toBe("invite Eve <eve@acme.io>");
});
