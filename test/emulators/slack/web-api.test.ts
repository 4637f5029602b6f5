import { ErrorCode, WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { methods } from "../../../dev/emulators/slack/methods.ts";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { quiet } from "../../support/emulators/bolt-app.ts";
import { inviteModal, saying } from "../../support/emulators/invite-desk.ts";
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

/** Runs a command that nobody answers, for its trigger. */
async function triggerOf(name: string): Promise<string> {
  await slack.addPerson({ name }).runs("/iam");
  return String(slack.requests.at(-1)?.payload.trigger_id);
}

test("tokens are checked, and so are their kind and their scopes", async () => {
  await expect(clientOf(slack, "").auth.test()).rejects.toMatchObject(refused("not_authed"));
  await expect(clientOf(slack, "xoxb-wrong").auth.test()).rejects.toMatchObject(refused("invalid_auth"));
  await expect(client.apps.connections.open()).rejects.toMatchObject(refused("not_allowed_token_type"));
  expect(await client.auth.test()).toMatchObject({
    ok: true,
    team_id: slack.teamId,
    user_id: slack.botUserId,
  });

  slack.grant(["commands", "users:read"]);
  await expect(client.chat.postMessage({ channel: "C1", text: "Hi" })).rejects.toMatchObject({
    data: { error: "missing_scope", needed: "chat:write", provided: "commands,users:read" },
  });
  const { response_metadata: metadata } = await client.users.info({ user: slack.botUserId });
  expect(metadata).toMatchObject({ scopes: ["commands", "users:read"], acceptedScopes: ["users:read"] });
});

test("a trigger opens one modal, soon", async () => {
  const trigger_id = await triggerOf("Ada");
  await client.views.open({ trigger_id, view: inviteModal });
  await expect(client.views.open({ trigger_id, view: inviteModal })).rejects.toMatchObject(
    refused("exchanged_trigger_id"),
  );

  const late = await triggerOf("Ben");
  slack.expireTriggers();
  await expect(client.views.open({ trigger_id: late, view: inviteModal })).rejects.toMatchObject(
    refused("expired_trigger_id"),
  );
  await expect(client.views.open({ trigger_id: "1.2.3", view: inviteModal })).rejects.toMatchObject(
    refused("invalid_trigger_id"),
  );
});

test("a view over a limit is refused with Slack's reasons", async () => {
  const trigger_id = await triggerOf("Ada");
  const view = saying("A title that is longer than Slack takes", "x");
  await expect(client.views.open({ trigger_id, view })).rejects.toMatchObject({
    data: {
      error: "invalid_arguments",
      response_metadata: {
        messages: [
          "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
          "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
        ],
      },
    },
  });
});

test("an update names the hash it saw, and a view that is still open", async () => {
  const { view } = await client.views.open({ trigger_id: await triggerOf("Ada"), view: inviteModal });
  const view_id = String(view?.id);
  const updated = await client.views.update({ view_id, hash: String(view?.hash), view: saying("Done", "1") });
  expect(updated.view?.id).toBe(view_id);
  await expect(
    client.views.update({ view_id, hash: String(view?.hash), view: saying("Done", "2") }),
  ).rejects.toMatchObject(refused("hash_conflict"));
  await expect(client.views.update({ view_id: "V404", view: saying("Done", "2") })).rejects.toMatchObject(
    refused("not_found"),
  );
});

test("calls can be made to fail, and are all on record", async () => {
  slack.next("team.info", { status: 429, retryAfter: 7 });
  slack.next("team.info", { status: 503 });
  slack.next("team.info", { error: "fatal_error" }, 2);

  const limited = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logger: quiet,
  });
  await expect(limited.team.info()).rejects.toMatchObject({
    code: ErrorCode.RateLimitedError,
    retryAfter: 7,
  });
  await expect(client.team.info()).rejects.toMatchObject({ code: ErrorCode.HTTPError, statusCode: 503 });
  await expect(client.team.info()).rejects.toMatchObject(refused("fatal_error"));
  await expect(client.team.info()).rejects.toMatchObject(refused("fatal_error"));
  expect((await client.team.info()).team?.id).toBe(slack.teamId);
  expect(slack.calls("team.info").map((call) => call.status)).toEqual([429, 503, 200, 200, 200]);
});

test("a call can be carried out although its answer is lost", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  slack.next("chat.postMessage", { status: 500, carriedOut: true });
  await expect(client.chat.postMessage({ channel: ada.id, text: "Once" })).rejects.toThrow();
  expect(ada.messages.map((message) => message.text)).toEqual(["Once"]);
});

test("a slow answer outlasts a client that waits no longer", async () => {
  slack.next("team.info", { delayMs: 60_000 });
  const hasty = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    timeout: 30,
    logger: quiet,
    retryConfig: { retries: 0 },
  });
  await expect(hasty.team.info()).rejects.toMatchObject({ code: ErrorCode.RequestError });
});

test("what is no method, or no argument, is refused", async () => {
  await expect(client.apiCall("iam.invite")).rejects.toMatchObject(refused("unknown_method"));
  await expect(client.apiCall("users.info", {})).rejects.toMatchObject({
    data: {
      error: "invalid_arguments",
      response_metadata: { messages: ["[ERROR] missing required field: user"] },
    },
  });
});

test("every method says which scope it needs", () => {
  const scopes = Object.fromEntries(Object.entries(methods).map(([name, { scope }]) => [name, scope]));
  expect(scopes).toMatchObject({
    "views.open": undefined,
    "chat.update": "chat:write",
    "users.lookupByEmail": "users:read.email",
  });
});

test("blocks.validate says what is wrong with a view, a message or blocks, and shows them to nobody", async () => {
  const blocks = [{ type: "section", text: { type: "plain_text", text: "x".repeat(3001) } }];
  const wrong = (pointer: string) => ({
    pointer,
    code: "failed_constraint",
    message: "must be less than 3001 characters",
  });
  const view = { ...inviteModal, blocks };
  await expect(client.apiCall("blocks.validate", { view })).rejects.toMatchObject({
    data: { error: "invalid_view", errors: [wrong("/blocks/0/text/text")] },
  });
  await expect(client.apiCall("blocks.validate", { message: { blocks } })).rejects.toMatchObject({
    data: { error: "invalid_message", errors: [wrong("/blocks/0/text/text")] },
  });
  await expect(client.apiCall("blocks.validate", { blocks })).rejects.toMatchObject({
    data: { error: "invalid_blocks", errors: [wrong("/0/text/text")] },
  });
  const divider = [{ type: "divider" }];
  for (const sent of [{ view: inviteModal }, { message: { blocks: divider } }, { blocks: divider }])
    expect(await client.apiCall("blocks.validate", sent)).toMatchObject({ ok: true });
  for (const sent of [{}, { view: inviteModal, blocks: divider }])
    await expect(client.apiCall("blocks.validate", sent)).rejects.toMatchObject(refused("invalid_arguments"));
});
