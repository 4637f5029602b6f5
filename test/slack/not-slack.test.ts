import { WebAPIRateLimitedError, WebClient } from "@slack/web-api";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Fault } from "../../dev/emulators/slack/faults.ts";
import { startSlack } from "../../dev/emulators/slack/slack.ts";
import { newLog, slackLog } from "../../src/config/log.ts";
import { StartupError } from "../../src/config/startup-error.ts";
import { clientOptions } from "../../src/slack/kit/bolt.ts";
import { signIn } from "../../src/slack/kit/sign-in.ts";
import { isSlackTrouble, slackErrorCode } from "../../src/slack/kit/slack-errors.ts";
import { callSlack } from "../../src/worker/direct-message.ts";

const slack = await startSlack();
const lines: string[] = [];
const logger = slackLog(newLog("debug", { write: (line: string) => lines.push(line) }));
const client = new WebClient(slack.botToken, { ...clientOptions(slack.apiUrl, 5_000), logger });

afterEach(() => {
  expect(lines.join("")).not.toContain("Guest");
  lines.length = 0;
});
afterAll(() => slack.close());

const page = "<!doctype html><title>Guest network</title>";

describe("an answer that isn't from Slack counts as Slack's trouble: it is retried, and never quoted", () => {
  test.each<[string, Fault, string]>([
    ["200 with a page", { page }, "slack_down:200"],
    ["200 with nothing", { page: "" }, "slack_down:200"],
    ["200 with a word", { page: "Guest" }, "slack_down:200"],
    ["200 with JSON of somebody else's", { page: '{"error":"Guest"}' }, "slack_down:200"],
    ["200 with null", { page: "null" }, "slack_down:200"],
    ["200 with a list", { page: "[]" }, "slack_down:200"],
    ["200 with no code", { page: '{"ok":false}' }, "slack_down:200"],
    ["200 with a sentence as its code", { error: "Guest network: sign in." }, "slack_down:200"],
    ["200 with a code that is too long", { error: "g".repeat(65) }, "slack_down:200"],
    ["204", { status: 204, page: "" }, "slack_down:204"],
    ["407 with a page, of which fetch says nothing", { status: 407, page }, "slack_timeout"],
    ["502 with a page", { status: 502, page }, "slack_down:502"],
  ])("%s", async (_, fault, told) => {
    slack.next("auth.test", fault, 2);
    const result = await callSlack(() => client.auth.test());
    expect(result).toEqual({ kind: "retry", error: told, waitMs: 0 });
    const error = await client.auth.test().catch((reason: unknown) => reason);
    expect(isSlackTrouble(error)).toBe(true);
    expect(slackErrorCode(error)).toBeNull();
    expect(String(error)).not.toContain("Guest");
  });

  test.each<[string, Fault]>([
    ["no Retry-After", { retryAfter: null }],
    ["a date", { retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT" }],
    ["a negative one", { retryAfter: -5 }],
    ["a page and no Retry-After", { page, retryAfter: null }],
  ])("429 with %s is a rate limit", async (_, fault) => {
    slack.next("auth.test", { status: 429, ...fault }, 2);
    expect(await callSlack(() => client.auth.test())).toEqual({
      kind: "retry",
      error: "slack_rate_limit",
      waitMs: 1_000,
    });
    await expect(client.auth.test()).rejects.toBeInstanceOf(WebAPIRateLimitedError);
  });
});

describe("at the start", () => {
  const said = async (fault: Fault): Promise<string> => {
    slack.next("auth.test", fault);
    const error = await signIn({ botToken: slack.botToken, apiUrl: slack.apiUrl }, logger).catch(
      (reason: unknown) => reason,
    );
    if (!(error instanceof StartupError)) throw error;
    return error.message;
  };

  test.each(["invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"])(
    "%s blames the token",
    async (error) => {
      expect(await said({ error })).toMatch(`Slack refuses SLACK_BOT_TOKEN (${error}).`);
    },
  );

  test.each(["internal_error", "fatal_error", "team_added_to_org", "a_code_of_tomorrow"])(
    "%s does not",
    async (error) => {
      expect(await said({ error })).toBe(
        `Slack did not say who the bot is (${error}). Start again in a minute; if it keeps happening, see https://slack-status.com.`,
      );
    },
  );

  test.each<[string, Fault]>([
    ["a page", { page }],
    ["nothing", { page: "" }],
    ["503", { status: 503 }],
    ["429 without a time", { status: 429, retryAfter: null }],
    ["a connection that breaks off", { reset: true }],
  ])("%s does not", async (_, fault) => {
    expect(await said(fault)).toMatch(/^Slack can't be reached\. Check that this machine can reach/);
  });
});
