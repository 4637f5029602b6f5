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
import { StartupError } from "../../config/startup-error.ts";
import { AcknowledgingApp } from "./acknowledging-app.ts";
import { bodyForBolt } from "./signed-requests.ts";
import { blamesToken, refusalIn, slackErrorCode } from "./slack-errors.ts";
import { slackFetch } from "./slack-fetch.ts";

/** A `trigger_id` lives 3 s: a call that is needed first must end well before. */
const CALL_MS = 2_000;
/** The path on which Slack reaches us, unless over Socket Mode. */
export const SLACK_PATH = "/slack/events";

export interface SlackCredentials {
  botToken: string;
  signingSecret?: string | undefined;
  /** Switches to Socket Mode. */
  appToken?: string | undefined;
  apiUrl?: string | undefined;
}

/** The identity of the bot that a token belongs to. */
export interface BotIds {
  botId: string;
  botUserId: string;
}

/** Returns how Slack is called; without a time, for a call that someone waits for. */
export function clientOptions(apiUrl: string | undefined, timeoutMs: number = CALL_MS): WebClientOptions {
  return {
    ...(apiUrl && { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: inTime(slackFetch(apiUrl)),
  };
}

/** Creates Bolt, over HTTP on the given Express app, or over Socket Mode. It takes the bot's identity from us. */
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
            clientOptions: {
              ...(apiUrl && { slackApiUrl: apiUrl }),
              fetch: reconnecting(slackFetch(apiUrl), logger),
            },
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

/**
 * Connects Bolt over Socket Mode.
 *
 * @throws StartupError when Slack refuses SLACK_APP_TOKEN
 */
export async function connectSocket(bolt: App): Promise<void> {
  try {
    await bolt.start();
  } catch (error) {
    const code = slackErrorCode(error);
    throw code ? new StartupError(`Slack refuses SLACK_APP_TOKEN (${code}). ${anotherAppToken}`) : error;
  }
}

const anotherAppToken =
  "Create another one with the scope connections:write (your Slack app, Basic Information, App-Level Tokens), check that Socket Mode is on, set the token for every process, and restart them.";

/**
 * Throws what would be a refusal of the app token once Slack has accepted it. The client then asks again, ever more
 * rarely; a refusal would end the process, and with it pages, APIs and emails.
 */
function reconnecting(send: typeof fetch, logger: SlackLogger): typeof fetch {
  let connected = false;
  let told = false;
  return async (url, init) => {
    const response = await send(url, init);
    const code = await refusalIn(response.clone());
    if (code === null && response.ok) {
      connected = true;
      told = false;
    }
    if (!connected || code === null || !blamesToken(code)) return response;
    if (!told)
      logger.error(
        `Slack no longer accepts SLACK_APP_TOKEN (${code}), so nobody can do anything in Slack. ${anotherAppToken}`,
      );
    told = true;
    throw new Error(code);
  };
}

/** Bolt's `respond` would wait for ever; calls to the Web API have their own signal. */
const inTime =
  (send: typeof fetch): typeof fetch =>
  (url, init) =>
    send(url, { signal: AbortSignal.timeout(CALL_MS), ...init });

/** Refuses payloads on which Bolt fails before any listener sees them: none of Slack's does that. */
async function refuseUnreadable(args: ReceiverProcessEventErrorHandlerArgs): Promise<boolean> {
  const { error, logger, response } = args;
  if (!(error instanceof TypeError) || response.headersSent)
    return HTTPModuleFunctions.defaultProcessEventErrorHandler(args);
  logger.warn("Refused a payload that Bolt can't read");
  response.writeHead(400).end();
  return true;
}
