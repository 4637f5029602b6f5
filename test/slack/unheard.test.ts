import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { startWorld } from "../support/world.ts";

const { slack, mia, log } = await startWorld();

afterEach(async () => {
  slack.clearFaults();
  await mia.closes({ all: true });
});

const envelope = { token: "x", team_id: slack.teamId, api_app_id: "A1" };
const event = (inner: object) =>
  JSON.stringify({ ...envelope, type: "event_callback", event_id: "Ev1", event_time: 1, event: inner });
const interaction = (payload: object) =>
  `payload=${encodeURIComponent(
    JSON.stringify({
      ...envelope,
      team: { id: slack.teamId, domain: "acme" },
      user: { id: mia.id, team_id: slack.teamId, name: "mia" },
      trigger_id: "1.2.3",
      ...payload,
    }),
  )}`;
const container = { type: "view", view_id: "V1" };

// What nobody listens to is answered 404 by Bolt, after 3 seconds or 5.
test.each([
  [
    "app_rate_limited",
    JSON.stringify({ ...envelope, type: "app_rate_limited", minute_rate_limited: 1518467820 }),
  ],
  [
    "a custom step",
    event({
      type: "function_executed",
      function: { callback_id: "x" },
      inputs: {},
      function_execution_id: "Fx1",
    }),
  ],
  ["an event of tomorrow", event({ type: "tomorrow_happened", event_ts: "1.1" })],
  ["something of an unknown type", JSON.stringify({ ...envelope, type: "tomorrow" })],
  ["a global shortcut", interaction({ type: "shortcut", callback_id: "gone", action_ts: "1.1" })],
  [
    "a message shortcut",
    interaction({
      type: "message_action",
      callback_id: "gone",
      channel: { id: "C1" },
      message: { ts: "1.1" },
    }),
  ],
  [
    "a view that was closed",
    interaction({ type: "view_closed", view: { id: "V1", type: "modal", callback_id: "gone" } }),
  ],
  [
    "a menu\u2019s search",
    interaction({ type: "block_suggestion", action_id: "gone", block_id: "b", value: "a", container }),
  ],
  [
    "a form",
    interaction({
      type: "view_submission",
      view: {
        id: "V1",
        type: "modal",
        callback_id: "gone",
        private_metadata: "",
        hash: "1",
        title: { type: "plain_text", text: "Gone" },
        blocks: [],
        state: { values: {} },
      },
    }),
  ],
  [
    "a button",
    interaction({
      type: "block_actions",
      container,
      actions: [{ type: "button", action_id: "gone", block_id: "b", action_ts: "1" }],
    }),
  ],
  [
    "another command",
    new URLSearchParams({
      ...envelope,
      command: "/gone",
      text: "",
      user_id: mia.id,
      trigger_id: "1.2.3",
    }).toString(),
  ],
])("what nobody listens to is acknowledged: %s", async (_what, body) => {
  expect(await slack.deliver(body)).toBe(200);
});

test("the log says when Slack holds events back", () => {
  const warned = log.filter(({ msg }) =>
    z.string().safeParse(msg).data?.includes("Slack is holding events back"),
  );
  expect(warned).toHaveLength(1);
  expect(JSON.stringify(warned)).toContain("2018-02-12T20:37:00");
});

test("a button and a form of another version say that they are out of date", async () => {
  await mia.runs("/iam");
  await mia.sees("Decide who gets in, from Slack");
  const body = interaction({
    type: "block_actions",
    container: { type: "message" },
    response_url: slack.requests.at(-1)?.payload.response_url,
    actions: [{ type: "button", action_id: "gone", block_id: "b", action_ts: "1" }],
  });
  expect(await slack.deliver(body)).toBe(200);
  const told = "That screen is out of date. Open it again with /iam and start from there.";
  await expect.poll(() => mia.ephemerals.at(-1)?.asText).toContain(told);
});

test.each([
  ["a page", "<!doctype html><title>Guest network</title>"],
  ["nothing", ""],
  ["a refusal", '{"ok":false,"error":"used_url"}'],
])("a response_url that answers %s with 200 has accepted nothing: a message says it", async (_what, page) => {
  const before = mia.messages.length;
  slack.breakDown(["response_url"], [{ page }]);
  await mia.runs("/iam user nobody");
  await expect.poll(() => mia.messages.length).toBe(before + 1);
  expect(mia.messages.at(-1)?.asText).toContain("Slack did not answer in time.");
});

test('a response_url that answers {"ok":true} has accepted it', async () => {
  const { length } = mia.messages;
  slack.breakDown(["response_url"], [{ page: '{"ok":true}', carriedOut: true }]);
  await mia.runs("/iam user somebody");
  await mia.sees("No user matches “somebody”.");
  slack.clearFaults();
  await mia.runs("/iam user nobody else");
  await mia.sees("No user matches “nobody else”.");
  expect(mia.messages).toHaveLength(length);
});
