import { randomBytes } from "node:crypto";
import { parse } from "yaml";
import { manifestFor } from "../../src/cli/manifest.ts";
import { databaseUri, startMongod } from "../emulators/mongodb/mongod.ts";
import type { MailFacts } from "../emulators/sendgrid/mail.ts";
import { type SendGrid, startSendGrid } from "../emulators/sendgrid/sendgrid.ts";
import { type Slack, startSlack } from "../emulators/slack/slack.ts";
import { startAppProcess } from "../tools/app-process.ts";
import { holdPort } from "../tools/free-port.ts";
import { type Log, saying } from "../tools/progress.ts";
import { seedKeyId } from "./actions.ts";
import { playNewHire } from "./new-hire.ts";
import type { DemoOptions } from "./options.ts";
import { addCast, type Cast, castOf } from "./people.ts";
import { folderName, SavedState, type State } from "./saved-state.ts";
import { seed } from "./seed.ts";
import { smallTalk } from "./small-talk.ts";

const wantedPorts = { app: 3000, workspace: 3001, mailbox: 3002 };
/** How long SendGrid takes here to deliver an email, in ms. */
const deliveryMs = 2_000;
/** How long a first email waits for an Undo: short, so that people see it arrive soon. */
export const undoSeconds = 5;

/** The parts of a running demo. */
export interface RunningDemo {
  workspace: string;
  mailbox: string;
  /** What it started from: six weeks of history, nothing, or the state of an earlier run. */
  begun: "seeded" | "empty" | "earlier";
  /** Resolves with how the app ended. */
  ended: Promise<string>;
}

type OnStop = (stop: () => Promise<void>) => void;

/**
 * Starts a MongoDB, a Slack, a SendGrid, and the app between them.
 *
 * @param onStop is called with each thing to stop, in the order of starting, even if the start fails later
 */
export async function startParts(
  { empty, keep, socket, grid }: Pick<DemoOptions, "empty" | "keep" | "socket" | "grid">,
  say: Log,
  onStop: OnStop,
): Promise<RunningDemo> {
  const saved = keep ? new SavedState() : undefined;
  if (saved) onStop(async () => saved.release());
  const earlier = saved?.earlier;
  if (earlier) say(`Continuing from ${folderName}. (Remove that folder to start over.)`);

  const services = await startServices({ saved, grid }, say, onStop);
  const { slack, sendgrid, database, app } = services;
  const cast = earlier ? castOf(slack) : addCast(slack, grid);
  if (!earlier) smallTalk(slack, cast);
  const begun = earlier ? "earlier" : empty ? "empty" : "seeded";
  const keys = { linkKey: newKey(), auditKey: newKey(), secretKey: newKey(), ...keysOf(earlier) };
  if (begun === "seeded") await seedWithProgress(database, cast, Buffer.from(keys.auditKey, "base64"), say);

  if (saved) onStop(keepSaving(saved, services, keys));

  if (!socket) slack.sendEventsTo(`${app.url}/slack/events`);
  sendgrid.sendEventsTo(`${app.url}/sendgrid/events`);
  const environment = {
    ...slackSettings(slack, socket),
    ...sendgridSettings(sendgrid),
    MONGODB_URI: database,
    PUBLIC_URL: app.url,
    LINK_KEYS: `${seedKeyId}:${keys.linkKey}`,
    AUDIT_KEY: keys.auditKey,
    SECRET_KEYS: `demo:${keys.secretKey}`,
    // So that a program on this machine can receive webhooks.
    WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
    IAM_OWNERS: cast.owner.id,
    ORGANISATION_NAME: "Acme",
    INVITE_UNDO_SECONDS: String(undoSeconds),
    PORT: String(app.port),
    HOST: "127.0.0.1",
    NODE_ENV: "development",
  };
  await app.release();
  const { ended, stop } = await saying(say, "Starting the app", () => startAppProcess(environment, say));
  onStop(stop);
  // Only an organisation has workflow steps.
  if (grid && begun === "seeded") await playNewHire(slack);
  return { workspace: slack.origin, mailbox: sendgrid.url, begun, ended };
}

type Keys = Pick<State, "linkKey" | "auditKey" | "secretKey">;

/** Reads the keys of an earlier run. */
function keysOf(earlier: State | undefined): Partial<Keys> {
  if (!earlier) return {};
  const { linkKey, auditKey, secretKey } = earlier;
  return { linkKey, auditKey, ...(secretKey && { secretKey }) };
}

/** The services that the app talks to, and where it will listen. */
interface Services {
  slack: Slack;
  sendgrid: SendGrid;
  database: string;
  app: { url: string; port: number; release(): Promise<void> };
}

async function startServices(
  { saved, grid }: { saved: SavedState | undefined; grid: boolean },
  say: Log,
  onStop: OnStop,
): Promise<Services> {
  const mongod = await startMongod({ log: say, dataFolder: saved?.databaseFolder });
  onStop(() => mongod.stop());
  const workspace = saved?.earlier?.workspace;
  const slack = await startOnPort("workspace", say, (port) =>
    startSlack({ port, saved: workspace, grid: grid ? "organisation" : undefined }),
  );
  onStop(() => slack.close());
  const app = await holdAppPort(slack, say);
  const mails = saved?.earlier ? mailsAt(app.url, saved.earlier) : [];
  const sendgrid = await startOnPort("mailbox", say, (port) => startSendGrid({ port, deliveryMs, mails }));
  onStop(() => sendgrid.close());

  slack.install(parse(manifestFor({ url: app.url }, grid)));
  slack.linkTo("Mailbox", sendgrid.url);
  const database = databaseUri(mongod.uri, saved ? "demo" : `${mongod.databasePrefix}-demo`);
  return { slack, sendgrid, database, app };
}

/**
 * Saves every change from now on.
 *
 * @returns a function that saves a last time, at the end
 */
function keepSaving(
  saved: SavedState,
  { slack, sendgrid, app }: Services,
  { linkKey, auditKey, secretKey }: Keys,
): () => Promise<void> {
  const state = () => ({
    linkKey,
    auditKey,
    secretKey,
    appUrl: app.url,
    workspace: slack.saved,
    mails: [...sendgrid.mails],
  });
  slack.onChange(() => saved.writeSoon(state));
  sendgrid.onChange(() => saved.writeSoon(state));
  saved.write(state());
  return async () => saved.write(state());
}

/** Returns the emails of an earlier run, with their links changed to the app's present port. */
function mailsAt(appUrl: string, earlier: State): MailFacts[] {
  const moved = (words: string) => words.replaceAll(earlier.appUrl, appUrl);
  return earlier.mails.map((mail) => ({ ...mail, text: moved(mail.text), html: moved(mail.html) }));
}

/** Starts something on its usual port; if that is taken, on a free one, and says so. */
async function startOnPort<T extends { url: string } | { origin: string }>(
  what: keyof typeof wantedPorts,
  say: Log,
  start: (port: number) => Promise<T>,
): Promise<T> {
  const wanted = wantedPorts[what];
  try {
    return await start(wanted);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EADDRINUSE") throw error;
  }
  const started = await start(0);
  const url = "url" in started ? started.url : started.origin;
  say(`Port ${wanted} is taken; the ${what} is at ${url} instead.`);
  return started;
}

/**
 * Holds a port until the app itself listens there. Of several demos, only the one on the workspace's usual port asks
 * for the app's usual port, so that no other demo takes it in between.
 */
async function holdAppPort({ origin }: Slack, say: Log) {
  const hold = async (wanted: number) => {
    const { port, release } = await holdPort(wanted);
    return { url: `http://127.0.0.1:${port}`, port, release };
  };
  const isFirst = origin.endsWith(`:${wantedPorts.workspace}`);
  return isFirst ? startOnPort("app", say, hold) : hold(0);
}

async function seedWithProgress(database: string, cast: Cast, auditKey: Uint8Array, say: Log): Promise<void> {
  let howFar = "";
  await saying(
    say,
    "Living through six weeks",
    () => seed(database, cast, auditKey, (chapter, of) => (howFar = `chapter ${chapter} of ${of}`)),
    async () => howFar,
  );
}

const newKey = () => randomBytes(32).toString("base64");

function slackSettings(slack: Slack, socket: boolean) {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    ...(socket ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
  };
}

function sendgridSettings(sendgrid: SendGrid) {
  return {
    MAIL_FROM: "Acme <iam@acme.io>",
    SENDGRID_API_KEY: sendgrid.apiKey,
    SENDGRID_API_URL: sendgrid.url,
    SENDGRID_WEBHOOK_PUBLIC_KEY: sendgrid.webhookPublicKey,
  };
}
