import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { startAppProcess } from "../app-process.ts";
import { freePort } from "../free-port.ts";
import { databaseUri, startMongod } from "../mongod.ts";
import { type Log, saying } from "../progress.ts";
import type { MailFacts } from "../sendgrid/mail.ts";
import { type SendGrid, startSendGrid } from "../sendgrid/sendgrid.ts";
import { type Slack, startSlack } from "../slack/slack.ts";
import { seedKeyId } from "./doings.ts";
import { Kept, keptName, type State } from "./kept.ts";
import type { DemoOptions } from "./options.ts";
import { addCast, type Cast, castOf } from "./people.ts";
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
  /** Whether it has lived through six weeks a moment ago. */
  seeded: boolean;
  /** How the app ended, once it has. */
  ended: Promise<string>;
}

/**
 * Starts a MongoDB, a Slack, a SendGrid, and the app between them.
 *
 * @param atEnd is given what to stop, the last started last; also of a start that fails
 */
export async function startParts(
  { empty, keep, socket }: Omit<DemoOptions, "help">,
  say: Log,
  atEnd: (stop: () => Promise<void>) => void,
): Promise<RunningDemo> {
  const kept = keep ? new Kept() : undefined;
  atEnd(async () => kept?.release());
  const earlier = kept?.earlier;
  if (earlier) say(`Going on from what is in ${keptName}. (Remove that folder to begin anew.)`);
  const mongod = await startMongod({ log: say, keptIn: kept?.databaseFolder });
  atEnd(() => mongod.stop());
  const slack = await startSlack({ port: await portFor("workspace", say), kept: earlier?.workspace });
  atEnd(() => slack.close());
  const appPort = await portFor("app", say);
  const appUrl = `http://127.0.0.1:${appPort}`;
  const mails = earlier ? mailsAt(appUrl, earlier) : [];
  const sendgrid = await startSendGrid({ port: await portFor("mailbox", say), deliveryMs, mails });
  atEnd(() => sendgrid.close());

  slack.install(parse(readFileSync(new URL("../../manifest.yml", import.meta.url), "utf8")));
  slack.linkTo("Mailbox", sendgrid.url);
  const cast = earlier ? castOf(slack) : addCast(slack);
  const database = databaseUri(mongod.uri, kept ? "demo" : `${mongod.databasePrefix}-demo`);
  const seeded = !empty && !earlier;
  if (!earlier) smallTalk(slack, cast);
  if (seeded) await seedSaying(database, cast, say);

  const { linkKey, auditKey } = earlier ?? { linkKey: newKey(), auditKey: newKey() };
  if (kept) {
    const left = () => ({ linkKey, auditKey, appUrl, workspace: slack.kept, mails: [...sendgrid.mails] });
    slack.onChange(() => kept.writeSoon(left));
    sendgrid.onChange(() => kept.writeSoon(left));
    kept.write(left());
    atEnd(async () => kept.write(left()));
  }

  if (!socket) slack.sendEventsTo(`${appUrl}/slack/events`);
  sendgrid.sendEventsTo(`${appUrl}/sendgrid/events`);
  const environment = {
    ...slackSettings(slack, socket),
    ...sendgridSettings(sendgrid),
    MONGODB_URI: database,
    MAIL_FROM: "Acme <iam@acme.io>",
    PUBLIC_URL: appUrl,
    LINK_KEYS: `${seedKeyId}:${linkKey}`,
    AUDIT_KEY: auditKey,
    IAM_OWNERS: cast.owner.id,
    ORGANISATION_NAME: "Acme",
    INVITE_UNDO_SECONDS: String(undoSeconds),
    PORT: String(appPort),
    HOST: "127.0.0.1",
    NODE_ENV: "development",
  };
  const app = await saying(say, "Starting the app", () => startAppProcess(environment, say));
  atEnd(() => app.stop());
  return { workspace: slack.origin, mailbox: sendgrid.url, app: appUrl, seeded, ended: app.ended };
}

/** The mails of an earlier run; the app may be at another port now. */
function mailsAt(appUrl: string, earlier: State): MailFacts[] {
  const moved = (words: string) => words.replaceAll(earlier.appUrl, appUrl);
  return earlier.mails.map((mail) => ({ ...mail, text: moved(mail.text), html: moved(mail.html) }));
}

async function portFor(what: keyof typeof wantedPorts, say: Log): Promise<number> {
  const wanted = wantedPorts[what];
  const port = await freePort(wanted);
  if (port !== wanted) say(`Port ${wanted} is taken; the ${what} is on ${port} instead.`);
  return port;
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
    SENDGRID_API_KEY: sendgrid.apiKey,
    SENDGRID_API_URL: sendgrid.url,
    SENDGRID_WEBHOOK_PUBLIC_KEY: sendgrid.webhookPublicKey,
  };
}
