import { once } from "node:events";
import { App, ExpressReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import type { Slack } from "../../../dev/emulators/slack/slack.ts";
import { listenLocally } from "../../../dev/tools/listen-locally.ts";
import { patientServer } from "../../../dev/tools/patient-server.ts";
import { PATIENCE_MS } from "../patience.ts";

/** A real Bolt app connected to a Slack, and how to stop it. */
export interface BoltApp {
  app: App;
  stop(): Promise<void>;
}

/** A logger that says nothing. */
export const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

function clientOptions(slack: Slack) {
  return {
    slackApiUrl: slack.apiUrl,
    timeout: PATIENCE_MS,
    retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 1 },
  };
}

/** Starts a Bolt app that Slack reaches over HTTP. */
export async function boltOverHttp(slack: Slack, register: (app: App) => void): Promise<BoltApp> {
  const receiver = new ExpressReceiver({ signingSecret: slack.signingSecret, logger: quiet });
  const app = new App({
    token: slack.botToken,
    receiver,
    clientOptions: clientOptions(slack),
    deferInitialization: true,
    logger: quiet,
  });
  await app.init();
  register(app);
  const server = patientServer(receiver.app);
  slack.sendEventsTo(`http://127.0.0.1:${await listenLocally(server)}/slack/events`);
  return {
    app,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Starts a Bolt app that opens a socket to Slack. */
export async function boltOverSocket(slack: Slack, register: (app: App) => void): Promise<BoltApp> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    installerOptions: { clientOptions: clientOptions(slack) },
    // It also waits this long before it reconnects.
    clientPingTimeout: 500,
    logger: quiet,
  });
  const app = new App({
    token: slack.botToken,
    receiver,
    clientOptions: clientOptions(slack),
    deferInitialization: true,
    logger: quiet,
  });
  await app.init();
  register(app);
  await app.start();
  return {
    app,
    async stop() {
      await app.stop();
    },
  };
}
