import { ErrorCode, WebClient } from "@slack/web-api";
import type { Slack } from "../../../dev/emulators/slack/slack.ts";
import { quiet } from "./bolt-app.ts";

/** Creates a client of this Slack that doesn't retry or log. */
export function clientOf(slack: Slack, token: string | undefined = slack.botToken): WebClient {
  return new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: quiet });
}

/** Describes a client's error when Slack refuses a call. */
export const refused = (error: string) => ({ code: ErrorCode.PlatformError, data: { ok: false, error } });
