import {
  type App,
  ExpressReceiver,
  HTTPModuleFunctions,
  type ReceiverProcessEventErrorHandlerArgs,
  type Logger as SlackLogger,
  SocketModeReceiver,
} from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import type { Express } from "express";
import { AcknowledgingApp } from "./acknowledging-app.ts";
import { bodyForBolt } from "./signed-requests.ts";
import { slackFetch } from "./slack-fetch.ts";

/** A `trigger_id` lives 3 s: a call that one waits for must end well before. */
const CALL_MS = 2_000;
/** Where Slack reaches us, unless over Socket Mode. */
export const SLACK_PATH = "/slack/events";

export interface SlackCredentials {
  botToken: string;
  signingSecret?: string | undefined;
  /** Given: Socket Mode. */
  appToken?: string | undefined;
  apiUrl?: string | undefined;
}

/** Who the bot is that a token stands for. */
export interface BotIds {
  botId: string;
  botUserId: string;
}

/** Says how Slack is called; unless given a time, while somebody waits. */
export function clientOptions(apiUrl: string | undefined, timeoutMs: number = CALL_MS): WebClientOptions {
  return {
    ...(apiUrl && { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: inTime(slackFetch(apiUrl)),
  };
}

/** Makes Bolt, over HTTP on the given Express app, or over Socket Mode; it takes our word for who the bot is. */
export function newBolt(
  credentials: SlackCredentials,
  { botId, botUserId }: BotIds,
  express: Express,
  logger: SlackLogger,
): App {
  const { botToken, signingSecret = "", appToken, apiUrl } = credentials;
  if (!appToken) express.post(SLACK_PATH, bodyForBolt);
  return new AcknowledgingApp({
    token: botToken,
    botId,
    botUserId,
    tokenVerificationEnabled: false,
    clientOptions: clientOptions(apiUrl),
    logger,
    extendedErrorHandler: true,
    convoStore: false,
    receiver: appToken
      ? new SocketModeReceiver({
          appToken,
          logger,
          installerOptions: {
            clientOptions: { ...(apiUrl && { slackApiUrl: apiUrl }), fetch: slackFetch(apiUrl) },
          },
        })
      : new ExpressReceiver({
          app: express,
          signingSecret,
          endpoints: SLACK_PATH,
          logger,
          processEventErrorHandler: refuseUnreadable,
        }),
  });
}

/** Bolt's `respond` would wait for ever; calls to the Web API bring a signal of their own. */
const inTime =
  (send: typeof fetch): typeof fetch =>
  (url, init) =>
    send(url, { signal: AbortSignal.timeout(CALL_MS), ...init });

/** Refuses what Bolt stumbles over before any listener sees it: no payload of Slack's does that. */
async function refuseUnreadable(args: ReceiverProcessEventErrorHandlerArgs): Promise<boolean> {
  const { error, logger, response } = args;
  if (!(error instanceof TypeError) || response.headersSent)
    return HTTPModuleFunctions.defaultProcessEventErrorHandler(args);
  logger.warn("A payload that Bolt can't read was refused");
  response.writeHead(400).end();
  return true;
}
