import { ErrorCode, WebClient } from "@slack/web-api";
import type { Slack } from "../../../dev/emulators/slack/slack.ts";
import { quiet } from "./bolt-app.ts";

/** Makes a client of this Slack that tries once and logs nothing. */
export function clientOf(slack: Slack, token: string | undefined = slack.botToken): WebClient {
  return new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: quiet });
}

/** Describes the error by which a client reports that Slack refused a call. */
export const refused = (error: string) => ({ code: ErrorCode.PlatformError, data: { ok: false, error } });
