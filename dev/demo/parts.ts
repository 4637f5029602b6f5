import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { databaseUri, startMongod } from "../emulators/mongodb/mongod.ts";
import type { MailFacts } from "../emulators/sendgrid/mail.ts";
import { type SendGrid, startSendGrid } from "../emulators/sendgrid/sendgrid.ts";
import { type Slack, startSlack } from "../emulators/slack/slack.ts";
import { startAppProcess } from "../tools/app-process.ts";
import { holdPort } from "../tools/free-port.ts";
import { type Log, saying } from "../tools/progress.ts";
import { seedKeyId } from "./actions.ts";
import type { DemoOptions } from "./options.ts";
import { addCast, type Cast, castOf } from "./people.ts";
import { Kept, keptName, type State } from "./saved-state.ts";
import { seed } from "./seed.ts";
import { smallTalk } from "./small-talk.ts";

const wantedPorts = { app: 3000, workspace: 3001, mailbox: 3002 };
/** How long SendGrid takes here to deliver a mail, in ms. */
const deliveryMs = 2_000;
/** How long a first mail waits for an Undo: a newcomer is not to wait long. */
export const undoSeconds = 5;

/** Everything that a demo consists of, as it runs. */
export interface RunningDemo {
  workspace: string;
  mailbox: string;
  /** What it began with: six weeks of history, nothing, or what an earlier run left. */
  begun: "seeded" | "empty" | "earlier";
  /** How the app ended, once it has. */
  ended: Promise<string>;
}

type AtEnd = (stop: () => Promise<void>) => void;

/**
 * Starts a MongoDB, a Slack, a SendGrid, and the app between them.
 *
 * @param atEnd is given what to stop, the last started last; also of a start that fails
 */
export async function startParts(
  { empty, keep, socket }: Pick<DemoOptions, "empty" | "keep" | "socket">,
  say: Log,
  atEnd: AtEnd,
): Promise<RunningDemo> {
  const kept = keep ? new Kept() : undefined;
  if (kept) atEnd(async () => kept.release());
  const earlier = kept?.earlier;
  if (earlier) say(`Going on from what is in ${keptName}. (Remove that folder to begin anew.)`);

  const around = await startSurroundings(kept, say, atEnd);
  const { slack, sendgrid, database, app } = around;
  const cast = earlier ? castOf(slack) : addCast(slack);
  if (!earlier) smallTalk(slack, cast);
  const begun = earlier ? "earlier" : empty ? "empty" : "seeded";
  if (begun === "seeded") await seedSaying(database, cast, say);

  const keys = earlier ?? { linkKey: newKey(), auditKey: newKey() };
  if (kept) atEnd(keepUp(kept, around, keys));

  if (!socket) slack.sendEventsTo(`${app.url}/slack/events`);
  sendgrid.sendEventsTo(`${app.url}/sendgrid/events`);
  const environment = {
    ...slackSettings(slack, socket),
    ...sendgridSettings(sendgrid),
    MONGODB_URI: database,
    PUBLIC_URL: app.url,
    LINK_KEYS: `${seedKeyId}:${keys.linkKey}`,
    AUDIT_KEY: keys.auditKey,
    IAM_OWNERS: cast.owner.id,
    ORGANISATION_NAME: "Acme",
    INVITE_UNDO_SECONDS: String(undoSeconds),
    PORT: String(app.port),
    HOST: "127.0.0.1",
    NODE_ENV: "development",
  };
  await app.release();
  const { ended, stop } = await saying(say, "Starting the app", () => startAppProcess(environment, say));
  atEnd(stop);
  return { workspace: slack.origin, mailbox: sendgrid.url, begun, ended };
}

/** What the app finds around it, and where it will be itself. */
interface SlackContext {
  slack: Slack;
  sendgrid: SendGrid;
  database: string;
  app: { url: string; port: number; release(): Promise<void> };
}

async function startSurroundings(kept: Kept | undefined, say: Log, atEnd: AtEnd): Promise<SlackContext> {
  const mongod = await startMongod({ log: say, keptIn: kept?.databaseFolder });
  atEnd(() => mongod.stop());
  const workspace = kept?.earlier?.workspace;
  const slack = await elsewhereIfTaken("workspace", say, (port) => startSlack({ port, kept: workspace }));
  atEnd(() => slack.close());
  const app = await appPlace(slack, say);
  const mails = kept?.earlier ? mailsAt(app.url, kept.earlier) : [];
  const sendgrid = await elsewhereIfTaken("mailbox", say, (port) =>
    startSendGrid({ port, deliveryMs, mails }),
  );
  atEnd(() => sendgrid.close());

  slack.install(parse(readFileSync(new URL("../../manifest.yml", import.meta.url), "utf8")));
  slack.linkTo("Mailbox", sendgrid.url);
  const database = databaseUri(mongod.uri, kept ? "demo" : `${mongod.databasePrefix}-demo`);
  return { slack, sendgrid, database, app };
}

/**
 * Has what happens kept from now on.
 *
 * @returns what keeps the last of it
 */
function keepUp(
  kept: Kept,
  { slack, sendgrid, app }: SlackContext,
  { linkKey, auditKey }: Pick<State, "linkKey" | "auditKey">,
): () => Promise<void> {
  const left = () => ({
    linkKey,
    auditKey,
    appUrl: app.url,
    workspace: slack.kept,
    mails: [...sendgrid.mails],
  });
  slack.onChange(() => kept.writeSoon(left));
  sendgrid.onChange(() => kept.writeSoon(left));
  kept.write(left());
  return async () => kept.write(left());
}

/** The mails of an earlier run; the app may be at another port now. */
function mailsAt(appUrl: string, earlier: State): MailFacts[] {
  const moved = (words: string) => words.replaceAll(earlier.appUrl, appUrl);
  return earlier.mails.map((mail) => ({ ...mail, text: moved(mail.text), html: moved(mail.html) }));
}

/** Starts something on its usual port; where that is taken, on another, and says so. */
async function elsewhereIfTaken<T extends { url: string } | { origin: string }>(
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
 * Keeps a port until the app itself listens there. Of several demos only the one that has the workspace's usual port
 * asks for the app's, so that no other takes it in between.
 */
async function appPlace({ origin }: Slack, say: Log) {
  const hold = async (wanted: number) => {
    const { port, release } = await holdPort(wanted);
    return { url: `http://127.0.0.1:${port}`, port, release };
  };
  const isFirst = origin.endsWith(`:${wantedPorts.workspace}`);
  return isFirst ? elsewhereIfTaken("app", say, hold) : hold(0);
}

async function seedSaying(database: string, cast: Cast, say: Log): Promise<void> {
  let howFar = "";
  await saying(
    say,
    "Living through six weeks",
    () => seed(database, cast, (chapter, of) => (howFar = `chapter ${chapter} of ${of}`)),
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
