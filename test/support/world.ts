import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { Writable } from "node:stream";
import { mongo } from "mongoose";
import { afterAll, afterEach, expect } from "vitest";
import { parse } from "yaml";
import { type SendGrid, startSendGrid } from "../../dev/emulators/sendgrid/sendgrid.ts";
import type { GridInstall } from "../../dev/emulators/slack/organisation.ts";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { type Slack, startSlack } from "../../dev/emulators/slack/slack.ts";
import { type RunningApp, startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config/config.ts";
import { newLog } from "../../src/config/log.ts";
import { Job } from "../../src/models/job.ts";
import { DatabaseFaults } from "./database-faults.ts";
import { eventually } from "./eventually.ts";
import { PATIENCE_MS } from "./patience.ts";
import { freshDatabase } from "./setup/database.ts";

/** The app as people use it, with a Slack, a SendGrid and a database. */
export interface World {
  app: RunningApp;
  slack: Slack;
  sendgrid: SendGrid;
  /** Named in IAM_OWNERS. */
  mia: Person;
  /** The log lines so far, parsed. */
  log: Record<string, unknown>[];
  /** Removes errors that a story causes on purpose from the log. */
  expectErrors(pattern: RegExp): void;
  /** Makes the app's database fail, hang, or slow. */
  database: DatabaseFaults;
  /** Skips the undo window, and waits until no email is due: anyone without one by then won't get one. */
  mailsAreOut(): Promise<void>;
}

/** Starts everything for one test file, and stops it afterwards; an error in the log fails its test. */
export async function startWorld(
  env: Record<string, string> | ((slack: Slack) => Record<string, string>) = {},
  databaseUri = freshDatabase().uri,
  grid?: GridInstall,
): Promise<World> {
  const [slack, sendgrid] = await Promise.all([
    startSlack({ triggersLiveMs: PATIENCE_MS, grid }),
    startSendGrid(),
  ]);
  slack.install(parse(readFileSync("manifest.yml", "utf8")));
  const mia = slack.addPerson({ name: "Mia Chen", email: "mia@acme.io" });
  const log: Record<string, unknown>[] = [];
  const appName = randomBytes(4).toString("hex");
  const config = readConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    MONGODB_URI: named(databaseUri, appName),
    SENDGRID_API_KEY: sendgrid.apiKey,
    SENDGRID_API_URL: sendgrid.url,
    SENDGRID_WEBHOOK_PUBLIC_KEY: sendgrid.webhookPublicKey,
    MAIL_FROM: "Acme <iam@acme.io>",
    PUBLIC_URL: "http://127.0.0.1",
    LINK_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    SECRET_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    IAM_OWNERS: mia.id,
    ORGANISATION_NAME: "Acme",
    INVITE_UNDO_SECONDS: "0",
    PORT: "0",
    HOST: "127.0.0.1",
    NODE_ENV: "test",
    ...(typeof env === "function" ? env(slack) : env),
  });
  const ours = new mongo.MongoClient(databaseUri);
  const app = await startApp(config, newLog(config.LOG_LEVEL, into(log)));
  if (!config.SLACK_APP_TOKEN) slack.sendEventsTo(`${app.url}/slack/events`);
  sendgrid.sendEventsTo(`${app.url}/sendgrid/events`);

  // Such a job waits for its lease to run out, as it should.
  let brokeOff = false;
  afterEach(() => {
    expect(log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
  afterAll(async () => {
    await app.stop();
    const leased = await ours
      .db()
      .collection(Job.collection.collectionName)
      .find({ status: "waiting", lease: { $exists: true } })
      .toArray();
    await Promise.all([slack.close(), sendgrid.close(), ours.close()]);
    if (!brokeOff) expect(leased, "jobs that the app claimed and left").toEqual([]);
  });
  return {
    app,
    slack,
    sendgrid,
    mia,
    log,
    database: new DatabaseFaults(ours, appName),
    async mailsAreOut() {
      const due = { kind: "invite-email", status: "waiting" } as const;
      await Job.updateMany({ ...due, lease: { $exists: false } }, { dueAt: new Date(0) });
      await eventually(async () => expect(await Job.countDocuments(due)).toBe(0));
    },
    expectErrors(pattern) {
      const kept = log.filter((line) => !pattern.test(JSON.stringify(line)));
      expect(kept.length, `an error like ${pattern} was logged`).toBeLessThan(log.length);
      brokeOff ||= log.some((line) => line.msg === "an attempt failed unexpectedly" && !kept.includes(line));
      log.splice(0, log.length, ...kept);
    },
  };
}

/** Adds a client name to the address, by which failpoints tell this app from others. */
function named(uri: string, appName: string): string {
  return `${uri}${uri.includes("?") ? "&" : "?"}appName=${appName}`;
}

function into(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
}

/** Returns an email's link at the app's own address. */
export function linkIn(app: RunningApp, mail: { link: string }): string {
  return app.url + new URL(mail.link).pathname;
}
