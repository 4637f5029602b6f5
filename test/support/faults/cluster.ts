import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import mongoose from "mongoose";
import { expect } from "vitest";
import { parse } from "yaml";
import { type SendGrid, startSendGrid } from "../../../dev/emulators/sendgrid/sendgrid.ts";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { type AppProcess, startAppProcess } from "../../../dev/tools/app-process.ts";
import { freePort } from "../../../dev/tools/free-port.ts";
import { connect, disconnect } from "../../../src/models/connection.ts";
import { compiled, patientNode } from "../setup/compiled.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { full, say } from "./run.ts";

/** The lease of jobs: short, so that a dead process's jobs come back soon. */
export const LEASE_SECONDS = 4;
/** How long MongoDB holds the locks of a dead process's transaction. */
const TRANSACTION_SECONDS = 5;
/** The default, as long as a lease. */
const USUAL_TRANSACTION_SECONDS = 60;

/** Sets it for the whole MongoDB, which others may share. */
async function endTransactionsAfter(seconds: number): Promise<void> {
  await mongoose.connection.db
    ?.admin()
    .command({ setParameter: 1, transactionLifetimeLimitSeconds: seconds });
}

/** The settings of a cluster. */
interface Setting {
  uri: string;
  processes?: number;
  admins?: number;
  /** How long people wait for Slack; Slack's own 3 s by default. */
  patienceMs?: number;
  env?: Record<string, string>;
}

/**
 * Starts the app in several processes behind a load balancer, with a Slack and a SendGrid, on this database, which is
 * also open in this process.
 */
export async function startCluster({
  uri,
  processes = 2,
  admins: many = 4,
  patienceMs = 3_000,
  env = {},
}: Setting): Promise<Cluster> {
  const [slack, sendgrid] = await Promise.all([startSlack({ ackWithinMs: patienceMs }), startSendGrid()]);
  slack.install(parse(readFileSync("manifest.yml", "utf8")));
  const admins = Array.from({ length: many }, (_, number) =>
    slack.addPerson({ name: `Mia Chen ${number}`, email: `mia${number}@acme.io` }),
  );
  const ports: number[] = [];
  while (ports.length < processes) ports.push(await freePort());
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const balancer = await startBalancer(urls);
  const common = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    MONGODB_URI: uri,
    SENDGRID_API_KEY: sendgrid.apiKey,
    SENDGRID_API_URL: sendgrid.url,
    SENDGRID_WEBHOOK_PUBLIC_KEY: sendgrid.webhookPublicKey,
    MAIL_FROM: "Acme <iam@acme.io>",
    PUBLIC_URL: balancer.url,
    LINK_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    AUDIT_KEY: randomBytes(32).toString("base64"),
    IAM_OWNERS: admins.map(({ id }) => id).join(","),
    ORGANISATION_NAME: "Acme",
    INVITE_UNDO_SECONDS: "0",
    INVITE_LIMIT_PER_ADMIN: "1000000",
    INVITE_LIMIT_TOTAL: "1000000",
    OUTBOX_LEASE_SECONDS: String(LEASE_SECONDS),
    TRUST_PROXY: "1",
    HOST: "127.0.0.1",
    NODE_ENV: "test",
    METRICS_TOKEN: "scrape-me",
    // A full run has the machine to itself, so time limits are real.
    ...(full ? {} : { ...patientNode, CALL_TIMEOUT_FACTOR: "10" }),
    ...env,
  };
  slack.sendEventsTo(`${balancer.url}/slack/events`);
  sendgrid.sendEventsTo(`${balancer.url}/sendgrid/events`);
  const envOf = (number: number) => ({ ...common, PORT: String(ports[number]) });
  const cluster = new Cluster({ slack, sendgrid, balancer, admins, urls, patienceMs, envOf });
  // One after the other: the first creates the indexes.
  for (const number of ports.keys()) await cluster.starts(number);
  await connect(uri);
  await endTransactionsAfter(TRANSACTION_SECONDS);
  return cluster;
}

interface Parts {
  slack: Slack;
  sendgrid: SendGrid;
  balancer: Balancer;
  admins: readonly Person[];
  /** The address of each process. */
  urls: readonly string[];
  patienceMs: number;
  envOf: (number: number) => Record<string, string>;
}

/** The running cluster; its processes are numbered from 0. */
export class Cluster {
  readonly slack: Slack;
  readonly sendgrid: SendGrid;
  readonly admins: readonly Person[];
  readonly urls: readonly string[];
  readonly patienceMs: number;
  readonly auditKey: Uint8Array;
  /** Warnings and errors of the processes. */
  readonly complaints: string[] = [];
  /** Whether it has been closed. */
  closed = false;
  readonly #balancer: Balancer;
  readonly #envOf: Parts["envOf"];
  readonly #running = new Map<number, AppProcess>();

  constructor({ slack, sendgrid, balancer, admins, urls, patienceMs, envOf }: Parts) {
    this.slack = slack;
    this.sendgrid = sendgrid;
    this.admins = admins;
    this.urls = urls;
    this.patienceMs = patienceMs;
    this.auditKey = Buffer.from(envOf(0).AUDIT_KEY ?? "", "base64");
    this.#balancer = balancer;
    this.#envOf = envOf;
  }

  /** Starts a process, and waits until it is ready. */
  async starts(number: number): Promise<void> {
    const log = (line: string) => this.complaints.push(line);
    try {
      this.#running.set(number, await startAppProcess(this.#envOf(number), log, `${compiled}/main.js`));
    } catch (error) {
      throw new Error(this.complaints.slice(-5).join("\n"), { cause: error });
    }
  }

  /** Sends a process a signal. */
  signals(number: number, signal: NodeJS.Signals): void {
    this.#process(number).signal(signal);
  }

  /** Makes a process collect its garbage. */
  async collectsGarbage(number: number): Promise<void> {
    await this.#process(number).collectGarbage();
  }

  /** Kills a process as an operating system without memory does, and restarts it. */
  async kills(number: number): Promise<void> {
    this.signals(number, "SIGKILL");
    expect(await this.ended(number)).toBe("SIGKILL");
    await this.starts(number);
  }

  /** Waits until a process has ended, and returns how. */
  async ended(number: number): Promise<string> {
    return this.#process(number).ended;
  }

  async ends(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.#running.values()].map((process) => process.stop()));
    await endTransactionsAfter(USUAL_TRANSACTION_SECONDS);
    await disconnect();
    await this.#balancer.close();
    await Promise.all([this.slack.close(), this.sendgrid.close()]);
    for (const complaint of new Set(this.complaints)) say(complaint);
  }

  #process(number: number): AppProcess {
    const process = this.#running.get(number);
    if (!process) throw new Error(`process ${number} was not started`);
    return process;
  }
}
