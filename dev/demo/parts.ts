import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { startAppProcess } from "../app-process.ts";
import { freePort } from "../free-port.ts";
import { databaseUri, startMongod } from "../mongod.ts";
import { type Log, saying } from "../progress.ts";
import { type SendGrid, startSendGrid } from "../sendgrid/sendgrid.ts";
import { type Slack, startSlack } from "../slack/slack.ts";
import { seedKeyId } from "./doings.ts";
import type { DemoOptions } from "./options.ts";
import { addCast, type Cast } from "./people.ts";
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
  app: string;
  /** How the app ended, once it has. */
  ended: Promise<string>;
}

/**
 * Starts a MongoDB, a Slack, a SendGrid, and the app between them.
 *
 * @param atEnd is given what to stop, the last started last; also of a start that fails
 */
export async function startParts(
  { empty, socket }: Pick<DemoOptions, "empty" | "socket">,
  say: Log,
  atEnd: (stop: () => Promise<void>) => void,
): Promise<RunningDemo> {
  const mongod = await startMongod({ log: say });
  atEnd(() => mongod.stop());
  const slack = await startSlack({ port: await portFor("workspace", say) });
  atEnd(() => slack.close());
  const sendgrid = await startSendGrid({ port: await portFor("mailbox", say), deliveryMs });
  atEnd(() => sendgrid.close());

  slack.install(parse(readFileSync(new URL("../../manifest.yml", import.meta.url), "utf8")));
  const cast = addCast(slack);
  smallTalk(slack, cast);
  slack.linkTo("Mailbox", sendgrid.url);
  const database = databaseUri(mongod.uri, `${mongod.databasePrefix}-demo`);
  if (!empty) await seeded(database, cast, say);

  const port = await portFor("app", say);
  const url = `http://127.0.0.1:${port}`;
  const keys = { link: newKey(), audit: newKey() };
  const environment = {
    ...slackSettings(slack, socket),
    ...sendgridSettings(sendgrid),
    MONGODB_URI: database,
    MAIL_FROM: "Acme <iam@acme.io>",
    PUBLIC_URL: url,
    LINK_KEYS: `${seedKeyId}:${keys.link}`,
    AUDIT_KEY: keys.audit,
    IAM_OWNERS: cast.owner.id,
    ORGANISATION_NAME: "Acme",
    INVITE_UNDO_SECONDS: String(undoSeconds),
    PORT: String(port),
    HOST: "127.0.0.1",
    NODE_ENV: "development",
  };
  if (!socket) slack.sendEventsTo(`${url}/slack/events`);
  sendgrid.sendEventsTo(`${url}/sendgrid/events`);
  const app = await saying(say, "Starting the app", () => startAppProcess(environment, say));
  atEnd(() => app.stop());
  return { workspace: slack.origin, mailbox: sendgrid.url, app: url, ended: app.ended };
}

async function portFor(what: keyof typeof wantedPorts, say: Log): Promise<number> {
  const wanted = wantedPorts[what];
  const port = await freePort(wanted);
  if (port !== wanted) say(`Port ${wanted} is taken; the ${what} is on ${port} instead.`);
  return port;
}

async function seeded(database: string, cast: Cast, say: Log): Promise<void> {
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
    SENDGRID_API_KEY: sendgrid.apiKey,
    SENDGRID_API_URL: sendgrid.url,
    SENDGRID_WEBHOOK_PUBLIC_KEY: sendgrid.webhookPublicKey,
  };
}
