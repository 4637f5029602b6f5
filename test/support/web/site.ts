import { once } from "node:events";
import express from "express";
import { afterAll, afterEach, expect } from "vitest";
import { listenLocally } from "../../../dev/tools/listen-locally.ts";
import { patientServer } from "../../../dev/tools/patient-server.ts";
import { newLog } from "../../../src/config/log.ts";
import { newLoadShedder } from "../../../src/http/load-shedder.ts";
import { usualRequestLimits } from "../../../src/http/rate-limits.ts";
import { receive } from "../../../src/http/receive.ts";
import { connect, disconnect } from "../../../src/models/connection.ts";
import { ensureIndexes } from "../../../src/models/indexes.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { seedGroups, usersGroupId } from "../../../src/services/groups/groups.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { type LinkClaims, signLink } from "../../../src/services/invites/link-token.ts";
import { webRoutes } from "../../../src/web/routes.ts";
import type { WebSettings } from "../../../src/web/settings.ts";
import { mia, policy, requestPolicy } from "../acting.ts";
import { freshDatabase } from "../setup/database.ts";

export const { keyId } = policy;
export const linkKeys = [{ id: keyId, secret: Buffer.alloc(32, 7) }];

/** An invite, as its invitee has it. */
export interface Invited {
  inviteId: string;
  url: string;
}

/** The account of somebody invited by a mention. */
type Mentioned = { teamId: string; userId: string };

/** The web side as a server, on its own database. */
export interface Site {
  url: string;
  /** Its log, as JSON lines. */
  log: string[];
  invites(
    email: string,
    more?: {
      message?: string;
      groupIds?: string[];
      by?: AccountActor;
      mentioned?: Mentioned;
      language?: string;
    },
  ): Promise<Invited>;
  /** Returns the address of a link, possibly of another generation or key. */
  linkTo(claims: LinkClaims, keys?: typeof linkKeys): Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts the web side for one test file, on its own database, and stops it afterwards; an error in the log fails its
 * test, unless the test removes it.
 */
export async function startSite(settings: Partial<WebSettings> = {}): Promise<Site> {
  const site = await openSite(freshDatabase().uri, settings);
  afterEach(() => expect(site.log.filter((line) => JSON.parse(line).level >= 50)).toEqual([]));
  afterAll(() => site.close());
  return site;
}

/** Starts the web side on the database at this address. */
export async function openSite(databaseUri: string, settings: Partial<WebSettings> = {}): Promise<Site> {
  await connect(databaseUri);
  await ensureIndexes();
  await seedGroups();
  const server = patientServer();
  const url = `http://127.0.0.1:${await listenLocally(server)}`;
  const log: string[] = [];
  const site: WebSettings = {
    organisationName: "Acme",
    linkKeys,
    publicUrl: url,
    slackUrl: "https://acme.slack.com/",
    language: "en",
    production: false,
    figures: { sealing: undefined, slackAccess: { revoked: false } },
    requestLimits: usualRequestLimits,
    requests: requestPolicy,
    accountNow: async () => mia,
    ...settings,
  };
  const loadShedder = newLoadShedder(new Set());
  const logger = newLog("trace", { write: (line) => log.push(line) });
  const app = express().use(webRoutes(site, loadShedder, logger));
  server.on("request", receive(app, []));

  const linkTo = async (claims: LinkClaims, keys = linkKeys) =>
    `${url}/invite/${signLink(claims, keyId, keys)}`;
  return {
    url,
    log,
    linkTo,
    async invites(email, { message, groupIds = [usersGroupId], by = mia, mentioned, language } = {}) {
      const accounts = mentioned && new Map([[email, mentioned]]);
      const request = { emails: [email], groupIds, expiryDays: 7, message, accounts, language };
      const [outcome] = await createInvites(by, request, policy);
      if (outcome?.outcome !== "invited") throw new Error(`${email} was not invited: ${outcome?.outcome}`);
      const { inviteId } = outcome;
      return { inviteId, url: await linkTo({ inviteId, generation: 1 }) };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      await disconnect();
    },
  };
}
