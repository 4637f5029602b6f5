import { expect } from "vitest";
import { test } from "../../support/emulators/desk-test.ts";

test("the Home tab is published for one person, and its buttons work there", async ({ slack, bolt }) => {
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

const home = (text: string) => ({
  type: "home" as const,
  blocks: [{ type: "header" as const, text: { type: "plain_text" as const, text } }],
});
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => "ok",
    (error: { data?: { error?: string } }) => error.data?.error,
  );

test("a Home tab is drawn over by its hash, holds 100 blocks, and is not for views.update or views.push", async ({
  slack,
  bolt,
}) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const { client } = bolt.app;
  const publish = (text: string, hash?: string) =>
    client.views.publish({ user_id: ada.id, view: home(text), ...(hash && { hash }) });
  const { view } = await publish("One");
  await publish("Two", view?.hash);
  expect(await errorOf(publish("Three", view?.hash))).toBe("hash_conflict");
  expect(ada.home()).toBe("Two");

  const [block] = home("Many").blocks;
  const blocks = (count: number) =>
    Array.from({ length: count }, () => block ?? { type: "divider" as const });
  const many = (count: number) =>
    client.views.publish({ user_id: ada.id, view: { type: "home", blocks: blocks(count) } });
  expect(await errorOf(many(100))).toBe("ok");
  expect(await errorOf(many(101))).toBe("invalid_arguments");

  const modal = { type: "modal" as const, title: { type: "plain_text" as const, text: "Modal" }, blocks: [] };
  expect(await errorOf(client.views.update({ view_id: view?.id ?? "", view: modal }))).toBe(
    "invalid_arguments",
  );
  expect(await errorOf(client.views.publish({ user_id: "U0NOBODY", view: home("Nobody") }))).toBe(
    "user_not_found",
  );
});

test("the app learns which of its tabs was opened; without a Home tab, none can be published", async ({
  slack,
  bolt,
}) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const opened: unknown[] = [];
  bolt.app.event("app_home_opened", async ({ event }) => {
    opened.push([event.tab, event.view?.type]);
  });
  await bolt.app.client.views.publish({ user_id: ada.id, view: home("Access") });
  await ada.opensHome();
  await ada.opensMessages();
  expect(opened).toEqual([
    ["home", "home"],
    ["messages", undefined],
  ]);

  slack.install({
    features: { app_home: { home_tab_enabled: false } },
    oauth_config: { scopes: { bot: ["chat:write"] } },
  });
  await expect(ada.opensHome()).rejects.toThrow("The app has no Home tab.");
  expect(await errorOf(bolt.app.client.views.publish({ user_id: ada.id, view: home("Access") }))).toBe(
    "not_enabled",
  );
});

test("shortcuts are used by the name in the manifest, on a message too", async ({ slack, bolt }) => {
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

test("who someone is can change, and the app is told", async ({ slack, bolt }) => {
  const guest = slack.addPerson({ name: "Gus Guest", email: "gus@else.io", guest: true });
  const users: unknown[] = [];
  bolt.app.event("user_change", async ({ event }) => {
    users.push(event.user);
  });

  await guest.becomes({ guest: false, deactivated: true });

  expect(users).toMatchObject([{ id: guest.id, deleted: true, profile: { email: "gus@else.io" } }]);
});

test("what is typed reaches the app marked up, in a command only if the manifest asks for that", async ({
  slack,
}) => {
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
