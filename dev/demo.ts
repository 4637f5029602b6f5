import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { startAppProcess } from "./app-process.ts";
import { freePort } from "./free-port.ts";
import { databaseUri, startMongod } from "./mongod.ts";
import { saying } from "./progress.ts";
import { startSendGrid } from "./sendgrid/sendgrid.ts";
import { startSlack } from "./slack/slack.ts";

const wantedPorts = { app: 3000, workspace: 3001, mailbox: 3002 };
const undoSeconds = 5;
const say = (line: string) => console.log(line);

/** What to stop, the last started first. */
const stops: (() => Promise<void>)[] = [];
let ending = false;

async function end(exitCode: number): Promise<void> {
  if (ending) return;
  ending = true;
  await saying(say, "Ending", async () => {
    for (const stop of stops.reverse()) await stop();
  }).catch((error: unknown) => say(String(error)));
  process.exit(exitCode);
}

async function portFor(what: keyof typeof wantedPorts): Promise<number> {
  const wanted = wantedPorts[what];
  const port = await freePort(wanted);
  if (port !== wanted) say(`Port ${wanted} is taken; the ${what} is on ${port} instead.`);
  return port;
}

async function start(): Promise<void> {
  const mongod = await startMongod({ log: say });
  stops.push(() => mongod.stop());
  const slack = await startSlack({ port: await portFor("workspace") });
  stops.push(() => slack.close());
  const sendgrid = await startSendGrid({ port: await portFor("mailbox") });
  stops.push(() => sendgrid.close());

  slack.install(parse(readFileSync(new URL("../manifest.yml", import.meta.url), "utf8")));
  const mia = slack.addPerson({ name: "Mia Chen", email: "mia@acme.io", timeZone: "Europe/Berlin" });
  slack.addPerson({ name: "Jonas Weber", email: "jonas@acme.io", timeZone: "Europe/Berlin" });
  slack.addPerson({ name: "Priya Raman", email: "priya@acme.io", timeZone: "Asia/Kolkata" });
  slack.addPerson({ name: "Sam Okoro", email: "sam@partner.example", guest: true });

  const port = await portFor("app");
  const appUrl = `http://127.0.0.1:${port}`;
  const environment = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    MONGODB_URI: databaseUri(mongod.uri, `${mongod.databasePrefix}-demo`),
    SENDGRID_API_KEY: sendgrid.apiKey,
    SENDGRID_API_URL: sendgrid.url,
    SENDGRID_WEBHOOK_PUBLIC_KEY: sendgrid.webhookPublicKey,
    MAIL_FROM: "Acme <iam@acme.io>",
    PUBLIC_URL: appUrl,
    LINK_KEYS: `demo:${randomBytes(32).toString("base64")}`,
    AUDIT_KEY: randomBytes(32).toString("base64"),
    IAM_OWNERS: mia.id,
    ORGANISATION_NAME: "Acme",
    INVITE_UNDO_SECONDS: String(undoSeconds),
    PORT: String(port),
    HOST: "127.0.0.1",
    NODE_ENV: "development",
  };
  const app = await saying(say, "Starting the app", () => startAppProcess(environment, say));
  stops.push(() => app.stop());
  void app.ended.then((how) => {
    if (!ending) say(`The app is gone: ${how}.`);
    return end(1);
  });
  slack.sendEventsTo(`${appUrl}/slack/events`);
  sendgrid.sendEventsTo(`${appUrl}/sendgrid/events`);
  say(welcome(slack.origin, sendgrid.url));
}

function welcome(workspace: string, mailbox: string): string {
  return `
iam-bot is ready.

  The workspace  ${workspace}   a make-believe Slack; you are Mia Chen, the owner
  The mailbox    ${mailbox}   every mail that the app sends

  1. In the workspace, type  /iam invite eve@example.com  and send the invite.
  2. After ${undoSeconds} seconds Eve's mail is in the mailbox: open its link, accept and register.
  3. Back in the workspace:  /iam user eve@example.com

Ctrl-C ends it all, and nothing is kept.`;
}

// A terminal signals the whole group, and npm passes the signal on: it may come twice.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));

start().catch(async (error: unknown) => {
  if (!ending) console.error(error instanceof Error ? error.message : error);
  await end(1);
});
