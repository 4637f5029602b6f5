import type { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { clientOf, refused } from "../../support/emulators/web-client.ts";

let slack: Slack;
let client: WebClient;

beforeEach(async () => {
  slack = await startSlack();
  client = clientOf(slack);
});

afterEach(async () => {
  await slack.close();
});

test("messages are posted to a person, updated by the app alone, and need a text", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const { channel } = await client.conversations.open({ users: ada.id });
  const posted = await client.chat.postMessage({ channel: String(channel?.id), text: "One" });
  await client.chat.update({ channel: String(channel?.id), ts: String(posted.ts), text: "Two" });
  expect(ada.messages.map((message) => message.text)).toEqual(["Two"]);

  const at = { channel: String(channel?.id) };
  await expect(client.chat.update({ ...at, ts: "1.0", text: "x" })).rejects.toMatchObject(
    refused("message_not_found"),
  );
  await expect(client.chat.postMessage({ channel: "D404", text: "x" })).rejects.toMatchObject(
    refused("channel_not_found"),
  );
  await expect(client.chat.postMessage({ ...at, text: "" })).rejects.toMatchObject(refused("no_text"));
  await expect(
    client.chat.postMessage({ ...at, text: "", blocks: [{ type: "divider" }] }),
  ).rejects.toMatchObject(refused("invalid_blocks"));
  const long = Array.from({ length: 5 }, () => ({
    type: "section",
    text: { type: "mrkdwn", text: "x".repeat(2900) },
  }));
  await expect(client.chat.postMessage({ ...at, text: "x", blocks: long })).rejects.toMatchObject(
    refused("msg_blocks_too_long"),
  );
});

test("an ephemeral message is seen by one person and can't be updated", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const { channel } = await client.conversations.open({ users: ada.id });
  const at = { channel: String(channel?.id) };
  const { message_ts: ts } = await client.chat.postEphemeral({ ...at, user: ada.id, text: "Psst" });
  expect(ada.ephemerals.map((message) => message.text)).toEqual(["Psst"]);
  await expect(client.chat.update({ ...at, ts: String(ts), text: "x" })).rejects.toMatchObject(
    refused("message_not_found"),
  );
});

test("a person's message can't be updated by the app", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.usesShortcut("note", { message: "Mine" });
  const [mine] = ada.channel;
  const { channelId, ts } = mine?.message ?? { channelId: "", ts: "" };
  await expect(client.chat.update({ channel: channelId, ts, text: "Yours" })).rejects.toMatchObject(
    refused("cant_update_message"),
  );
});
