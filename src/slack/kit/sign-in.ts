import type { Logger } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { StartupError } from "../../config/startup-error.ts";
import { type BotIds, clientOptions, type SlackCredentials } from "./bolt.ts";
import { type Installation, readInstallation } from "./installation.ts";
import { blamesToken, slackErrorCode } from "./slack-errors.ts";

/** Our identity at Slack. */
export interface Identity extends BotIds {
  installation: Installation;
  /** The workspace's address. */
  slackUrl: string;
}

/**
 * Finds out our identity at Slack.
 *
 * @throws StartupError if the token doesn't work, or Slack can't be reached
 */
export async function signIn({ botToken, apiUrl }: SlackCredentials, logger: Logger): Promise<Identity> {
  try {
    const answer = await new WebClient(botToken, { ...clientOptions(apiUrl), logger }).auth.test();
    const { url = "https://app.slack.com/client", bot_id = "", user_id = "" } = answer;
    const installation = readInstallation(answer);
    if (!installation) throw new StartupError(describeRefusal("no workspace named"));
    return { installation, slackUrl: url, botId: bot_id, botUserId: user_id };
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(describeRefusal(slackErrorCode(error)));
  }
}

function describeRefusal(code: string | null): string {
  if (code === null)
    return "Slack can't be reached. Check that this machine can reach https://slack.com (or SLACK_API_URL, if you set it).";
  return blamesToken(code)
    ? `Slack refuses SLACK_BOT_TOKEN (${code}). Copy the Bot User OAuth Token again: your Slack app, OAuth & Permissions.`
    : `Slack did not say who the bot is (${code}). Start again in a minute; if it keeps happening, see https://slack-status.com.`;
}
