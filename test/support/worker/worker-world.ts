import { createPublicKey, type KeyObject, randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { WebClient } from "@slack/web-api";
import express from "express";
import { expect } from "vitest";
import type { Mail } from "../../../dev/emulators/sendgrid/mail.ts";
import { type SendGrid, startSendGrid } from "../../../dev/emulators/sendgrid/sendgrid.ts";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { listenLocally } from "../../../dev/tools/listen-locally.ts";
import { patientServer } from "../../../dev/tools/patient-server.ts";
import { newLog } from "../../../src/config/log.ts";
import { receive } from "../../../src/http/receive.ts";
import { Batch } from "../../../src/models/batch.ts";
import { Invite, type InviteDocument } from "../../../src/models/invite.ts";
import { Job } from "../../../src/models/job.ts";
import { sendgridBodies, sendgridEvents } from "../../../src/sendgrid/events.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { usersGroupId } from "../../../src/services/groups/groups.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import type { InvitePolicy } from "../../../src/services/invites/policy.ts";
import { clientOptions } from "../../../src/slack/kit/bolt.ts";
import { inEnglish } from "../../../src/slack/kit/reader.ts";
import { startWorker, type Worker, type WorkerSettings } from "../../../src/worker/worker.ts";
import { lookForJobs } from "../look-for-jobs.ts";
import { database, emptyDatabase } from "./empty-database.ts";

/**
 * Prepares an empty database (one for each test file), a Slack, a SendGrid, and Mia, who invites. Tests start the
 * workers.
 */
export async function startWorkerWorld(sendgrid?: SendGrid) {
  await emptyDatabase();
  return new WorkerWorld(await startSlack(), sendgrid ?? (await startSendGrid()), database);
}

const linkKeys = [{ id: "k1", secret: randomBytes(32) }];

export class WorkerWorld {
  readonly mia;
  readonly lines: string[] = [];
  readonly linkKeys = linkKeys;
  readonly policy: InvitePolicy = {
    expiryDays: 7,
    undoSeconds: 0,
    limits: { admin: 100_000, total: 100_000, address: 100_000 },
    allowedDomains: [],
    language: "en",
    keyId: "k1",
  };
  readonly log = newLog("debug", { write: (line: string) => this.lines.push(line) });
  /** The address of `takesEvents`. */
  eventsUrl = "";
  /** How many errors the log contains in the end. */
  expectedErrors = 0;
  #mailed = 0;
  readonly #servers: Server[] = [];
  readonly #workers: Worker[] = [];

  constructor(
    readonly slack: Slack,
    readonly sendgrid: SendGrid,
    readonly database: { uri: string },
  ) {
    this.mia = slack.addPerson({ name: "Mia Chen", email: "mia@acme.io" });
  }

  slackClient(): WebClient {
    return new WebClient(this.slack.botToken, {
      ...clientOptions(this.slack.apiUrl, 10_000),
    });
  }

  /** Tells whether somebody waits for an answer from these processes. */
  isAsked = () => false;

  /** The people whose Home tabs were published. */
  readonly homes: string[] = [];

  /** Starts another worker, as another process would. */
  starts(
    change: Partial<WorkerSettings> = {},
    handlerSettings: Partial<WorkerSettings["handlerSettings"]> = {},
    slack = this.slackClient(),
  ): Worker {
    const worker = startWorker(
      {
        mail: {
          apiKey: this.sendgrid.apiKey,
          apiUrl: this.sendgrid.url,
          from: { name: "Acme", email: "iam@acme.io" },
        },
        concurrency: 10,
        leaseSeconds: 60,
        ...change,
        handlerSettings: {
          organisation: "Acme",
          installation: { kind: "workspace", teamId: this.slack.teamId },
          publicUrl: "https://iam.acme.io",
          linkKeys,
          invites: this.policy,
          owners: [this.mia.id],
          deliveryReported: true,
          reminders: true,
          expiryNotices: true,
          ...handlerSettings,
        },
      },
      {
        slack,
        isAsked: () => this.isAsked(),
        publishHome: async ({ userId }) => void this.homes.push(userId),
        inWorkspace: (_, write) => write({}),
        readerOf: async () => inEnglish(),
      },
      this.log,
    );
    this.#workers.push(worker);
    return worker;
  }

  actor(person = this.mia): AccountActor {
    return {
      kind: "account",
      teamId: this.slack.teamId,
      userId: person.id,
      name: person.account.name,
      email: person.account.email ?? null,
      timeZone: "Europe/London",
      owner: true,
      ineligible: null,
    };
  }

  /** Invites people, as Mia by default. Returns the ids of the invites, in the order of the addresses. */
  async invites(
    emails: string[],
    { message, by = this.actor(), undoSeconds = 0, expiryDays = 7 }: Inviting = {},
  ): Promise<string[]> {
    const request = { emails, groupIds: [usersGroupId], expiryDays, message };
    const outcomes = await createInvites(by, request, { ...this.policy, undoSeconds });
    return outcomes.map((each) => (each.outcome === "invited" ? each.inviteId : each.outcome));
  }

  /** Creates an invite whose email SendGrid has accepted, and returns both; no worker runs afterwards. */
  async mails(): Promise<{ id: string; mail: Mail }> {
    this.#mailed += 1;
    const email = `person${this.#mailed}@example.com`;
    const [id = ""] = await this.invites([email]);
    const worker = this.starts();
    const mail = await this.sendgrid.mailTo(email);
    await worker.stop();
    return { id, mail };
  }

  async invite(id: string): Promise<InviteDocument> {
    return Invite.findById(id).orFail().lean();
  }

  /** Makes waiting jobs due now, unless somebody holds them. */
  async makesDue(filter: Record<string, unknown> = {}): Promise<void> {
    const waiting = { status: "waiting", lease: { $exists: false } } as const;
    await Job.updateMany({ ...waiting, ...filter }, { $set: { dueAt: new Date(0) } });
    lookForJobs();
  }

  /** Makes the leases of jobs run out: anybody can take them over, even while someone is running them. */
  async leasesRunOut(filter: Record<string, unknown>): Promise<void> {
    await this.makesDue({ lease: { $exists: true }, ...filter });
  }

  /** Makes SendGrid's events about our emails reach us. */
  async takesEvents(): Promise<void> {
    this.eventsUrl = await this.servesEvents();
    this.sendgrid.sendEventsTo(this.eventsUrl);
  }

  /** Starts another server for events, as another process would. Returns its address. */
  async servesEvents(settings = { publicKey: webhookKey(this.sendgrid) }): Promise<string> {
    const app = express().use(sendgridEvents(settings, this.log));
    const server = patientServer(receive(app, [sendgridBodies(settings)]));
    this.#servers.push(server);
    return `http://127.0.0.1:${await listenLocally(server)}/sendgrid/events`;
  }

  /** Skips the delay that gathers events, and waits until this worker has told subscribers of them all. */
  async tellsEvents(worker: Worker): Promise<void> {
    await this.makesDue({ kind: "event" });
    await worker.idle();
  }

  /** Invites without telling subscribers, so that only the emails are due. */
  async invitesQuietly(emails: string[]): Promise<string[]> {
    const ids = await this.invites(emails);
    await Job.deleteMany({ kind: "event" });
    return ids;
  }

  /**
   * Skips the delays that gather a card's changes, that space its redraws, and after which its writer counts as hung.
   */
  async drawsCards(): Promise<void> {
    await Batch.updateMany({}, { $unset: { drawnAt: 1, writer: 1 } });
    await this.makesDue({ kind: "card" });
  }

  async ends(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
    await Promise.all([this.slack.close(), this.sendgrid.close()]);
    const errors = this.lines.filter((line) => line.includes('"level":50'));
    expect(errors.length, errors.join("\n")).toBe(this.expectedErrors);
  }
}

function webhookKey({ webhookPublicKey }: SendGrid): KeyObject | undefined {
  return createPublicKey({ key: Buffer.from(webhookPublicKey, "base64"), format: "der", type: "spki" });
}

interface Inviting {
  message?: string;
  by?: AccountActor;
  undoSeconds?: number;
  expiryDays?: number;
}
