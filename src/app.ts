import type { RequestListener } from "node:http";
import { WebClient } from "@slack/web-api";
import express from "express";
import type { Logger } from "pino";
import { accessHandler, accessMounts } from "./api/access/handler.ts";
import { apiMounts, apiRoutes } from "./api/routes.ts";
import type { Config } from "./config/config.ts";
import { slackLog } from "./config/log.ts";
import { apiBodies } from "./http/api-bodies.ts";
import { newLoadShedder } from "./http/load-shedder.ts";
import type { SlackAccess } from "./http/metrics.ts";
import { mountsAt } from "./http/mounts.ts";
import { operatorRequests } from "./http/operators.ts";
import { usualRequestLimits } from "./http/rate-limits.ts";
import { receive } from "./http/receive.ts";
import { serve } from "./http/server.ts";
import { wordsIn } from "./locales/words.ts";
import { deliveryWarning, sendgridBodies, sendgridEvents } from "./sendgrid/events.ts";
import { setAdminApproval } from "./services/approvals/set-admin-approval.ts";
import { beginEmptyLog } from "./services/audit/seal-audit.ts";
import type { SealingStatus } from "./services/audit/sealing-status.ts";
import { anyoneMayAsk, Decisions } from "./services/decisions/decisions.ts";
import { MINUTE_MS } from "./services/durations.ts";
import { exportsEnded } from "./services/exports/open-export.ts";
import { type LinkClaims, signLink } from "./services/invites/link-token.ts";
import { invitesWithoutKey } from "./services/invites/links-in-use.ts";
import { closeDatabase, openDatabase } from "./services/operations/database.ts";
import { migrationsFor } from "./services/operations/migrations/list.ts";
import type { WebhookSettings } from "./services/webhooks/endpoint-fields.ts";
import { reencryptSecrets } from "./services/webhooks/reencrypt-secrets.ts";
import { within } from "./services/within.ts";
import { publishHome } from "./slack/home/publish.ts";
import { slackAccounts } from "./slack/kit/accounts.ts";
import { clientOptions, newBolt, SLACK_PATH, type SlackCredentials } from "./slack/kit/bolt.ts";
import type { SlackContext } from "./slack/kit/context.ts";
import { handleListenerError } from "./slack/kit/errors.ts";
import { type Installation, movedKeys } from "./slack/kit/installation.ts";
import { slackReaders } from "./slack/kit/reader.ts";
import { type Identity, signIn } from "./slack/kit/sign-in.ts";
import { slackBodies } from "./slack/kit/signed-requests.ts";
import { removeLeftFiles } from "./slack/kit/temporary-file.ts";
import { trackWork } from "./slack/kit/track-work.ts";
import { registerListeners } from "./slack/register.ts";
import { webRoutes } from "./web/routes.ts";
import { webhookClient, webhookTimeoutMs } from "./webhooks/client.ts";
import { urlFaults } from "./webhooks/url-faults.ts";
import { startRetention } from "./worker/retention.ts";
import { startMigrations } from "./worker/run-migrations.ts";
import { startSealing } from "./worker/seal-audit.ts";
import { startWebhooks } from "./worker/webhooks/dispatch.ts";
import { callTimeoutMs, startWorker } from "./worker/worker.ts";

/** How long the end of a file that was cut off may take to be written down. */
const LAST_RECORDS_MS = 3_000;

export interface RunningApp {
  /** Where it listens, such as http://127.0.0.1:3000. */
  url: string;
  /**
   * Makes `/readyz` say 503, so that load balancers send nothing more, and takes no more jobs. Every request is still
   * answered.
   */
  drain(): void;
  /** Takes no more requests, finishes what is in flight, and disconnects from the database. */
  stop(): Promise<void>;
}

/**
 * Puts the parts together and starts them.
 *
 * @throws StartupError or DatabaseUnusable, with a sentence for the operator
 */
export async function startApp(config: Config, log: Logger): Promise<RunningApp> {
  const credentials = {
    botToken: config.SLACK_BOT_TOKEN,
    signingSecret: config.SLACK_SIGNING_SECRET,
    appToken: config.SLACK_APP_TOKEN,
    apiUrl: config.SLACK_API_URL,
  };
  const [opened, signedIn] = await Promise.allSettled([
    openDatabase(config.MONGODB_URI),
    signIn(credentials, slackLog(log)),
  ]);
  try {
    if (opened.status === "rejected") throw opened.reason;
    if (signedIn.status === "rejected") throw signedIn.reason;
    for (const warning of opened.value) log.warn(warning);
    return await startAs(signedIn.value, credentials, config, log);
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}

async function startAs(
  identity: Identity,
  credentials: SlackCredentials,
  config: Config,
  log: Logger,
): Promise<RunningApp> {
  const web = express().disable("x-powered-by").disable("etag").set("trust proxy", config.TRUST_PROXY);
  const inFlight = new Set<Promise<void>>();
  const loadShedder = newLoadShedder(inFlight);
  const bolt = newBolt(credentials, identity, web, slackLog(log));
  await setAdminApproval(adminApprovalOf(config));
  await removeLeftFiles();
  await warn(config, log);
  // Before anybody can do anything that it would have to be sealed in.
  if (config.AUDIT_KEY) await beginEmptyLog(config.AUDIT_KEY);
  const sealing: SealingStatus = { stopped: null };
  const slackAccess: SlackAccess = { revoked: false };
  trackWork(bolt, inFlight, log);
  const deliveryReported = config.SENDGRID_WEBHOOK_PUBLIC_KEY !== undefined;
  const accounts = slackAccounts(bolt.client, identity.installation, config.IAM_OWNERS, log);
  const context: SlackContext = {
    accounts,
    readers: slackReaders(accounts, config.DEFAULT_LANGUAGE),
    policy: policyOf(config),
    webhooks: webhookSettings(config),
    importLimit: config.IMPORT_LIMIT,
    requests: requestPolicyOf(config),
    log,
    linkOf: linkOf(config),
    organisation: config.ORGANISATION_NAME,
    timeZone: config.TIME_ZONE,
    owners: config.IAM_OWNERS,
    deliveryReported,
    sealing,
    slackAccess,
    botUserId: identity.botUserId,
  };
  registerListeners(bolt, context);
  bolt.error(handleListenerError(bolt.client, log, context));

  const deliveryEvents = { publicKey: config.SENDGRID_WEBHOOK_PUBLIC_KEY };
  web.use(sendgridEvents(deliveryEvents, log));
  const accountNow = (userId: string) => context.accounts.fresh({ userId });
  const site = { ...webSettings(config, identity.slackUrl, { sealing, slackAccess }), accountNow };
  web.use(webRoutes(site, loadShedder, log));
  const basePath = new URL(config.PUBLIC_URL).pathname;
  const mounts = [...accessMounts, ...apiMounts];
  const mountOf = mountsAt(basePath, mounts);
  const api = apiRoutes(apiSettings(config), log);
  const decisions = newDecisions(log);
  const access = accessHandler(accessSettings(config, decisions), log);
  const bodies = [
    sendgridBodies(deliveryEvents),
    ...apiBodies(mountOf, mounts),
    ...(config.SLACK_APP_TOKEN ? [] : [slackBodies(SLACK_PATH)]),
  ];
  const isOperators = operatorRequests(basePath, config.METRICS_TOKEN);
  const all: RequestListener = (request, response) => {
    const mount = mountOf(request);
    const app = mount ? (accessMounts.includes(mount) ? access : api) : web;
    app(request, response);
  };
  const received = receive(loadShedder.wrap(all, isOperators, mountOf), bodies);
  const server = await serve(received, config, loadShedder.accepted);
  const worker = startWorker(
    workerSettings(config, identity.installation, deliveryReported),
    {
      slack: workerClient(config, log),
      publishHome: (owner) => publishHome(context, bolt.client, owner),
      inWorkspace: accounts.inWorkspace,
      readerOf: async (userId) => context.readers.of(await accounts.recent({ userId })),
    },
    log,
  );
  const webhooks = startWebhooks(
    {
      client: webhookClient({
        allowedNetworks: config.WEBHOOK_ALLOWED_NETWORKS,
        timeoutMs: webhookTimeoutMs(config.OUTBOX_LEASE_SECONDS),
      }),
      secretKeys: config.SECRET_KEYS,
      leaseMs: config.OUTBOX_LEASE_SECONDS * 1_000,
    },
    log,
  );
  const sealer = config.AUDIT_KEY && startSealing(config.AUDIT_KEY, sealing, log);
  const retention = startRetention(
    {
      auditDays: config.AUDIT_RETENTION_DAYS,
      inviteDays: config.INVITE_RETENTION_DAYS,
      auditKey: config.AUDIT_KEY,
    },
    log,
  );
  const migrating = startMigrations(migrationsFor(movedKeys(identity.installation)), log);
  if (config.SLACK_APP_TOKEN) await bolt.start();
  const url = `http://${config.HOST ?? "127.0.0.1"}:${server.port}`;
  log.info({ url, transport: config.SLACK_APP_TOKEN ? "socket" : "http" }, "ready");
  beginDecisions(decisions, log);
  // Loads it now, so that the first person to read a mail does not wait.
  void wordsIn(config.DEFAULT_LANGUAGE);

  return {
    url,
    drain() {
      loadShedder.draining = true;
      void worker.stop();
      void webhooks.stop();
    },
    async stop() {
      await Promise.all([
        config.SLACK_APP_TOKEN && bolt.stop(),
        server.stop(),
        worker.stop(),
        webhooks.stop(),
      ]);
      await Promise.allSettled(inFlight);
      await within(LAST_RECORDS_MS, exportsEnded());
      await decisions.stop();
      if (sealer) await sealer.stop();
      await retention.stop();
      await migrating.stop();
      await closeDatabase();
      log.info("stopped");
    },
  };
}

function newDecisions(log: Logger): Decisions {
  let saidAt = Number.NEGATIVE_INFINITY;
  const decisions = new Decisions((error) => {
    // It is tried again all the time, and fails as often while the database is away.
    if (performance.now() - saidAt < MINUTE_MS) return;
    saidAt = performance.now();
    log.warn(
      { err: error },
      "users and groups could not be followed just now: the database is asked for each decision",
    );
  });
  return decisions;
}

/** Begins to load what decisions are made by, if there is anybody who may ask for them. */
function beginDecisions(decisions: Decisions, log: Logger): void {
  anyoneMayAsk().then(
    (yes) => yes && decisions.begin(),
    (error: unknown) => log.warn({ err: error }, "decisions are loaded with the first question"),
  );
}

function accessSettings(config: Config, decisions: Decisions) {
  return {
    decisions,
    publicUrl: config.PUBLIC_URL,
    trustProxy: config.TRUST_PROXY,
    timeZone: config.TIME_ZONE,
  };
}

async function warn(config: Config, log: Logger): Promise<void> {
  const withoutKey = await invitesWithoutKey(config.LINK_KEYS.map(({ id }) => id));
  const unreadable = await reencryptSecrets(config.SECRET_KEYS);
  const warnings = [
    config.SECRET_KEYS ? null : "SECRET_KEYS is not set: no webhook can be added.",
    unreadable > 0
      ? `Webhooks whose secret was encrypted with a key that SECRET_KEYS lacks: ${unreadable}. Nothing is sent to them. Put the key back, or rotate their secrets.`
      : null,
    deliveryWarning({ publicKey: config.SENDGRID_WEBHOOK_PUBLIC_KEY }),
    config.AUDIT_KEY ? null : "AUDIT_KEY is not set: the audit log is not sealed.",
    withoutKey > 0
      ? `Pending invites whose link was signed with a key that LINK_KEYS lacks: ${withoutKey}. Those links do not work. Put the key back, or resend the invites.`
      : null,
  ];
  for (const warning of warnings) if (warning) log.warn(warning);
}

function webhookSettings(config: Config): WebhookSettings {
  return { secretKeys: config.SECRET_KEYS, urlFault: urlFaults(config.WEBHOOK_ALLOWED_NETWORKS) };
}

function policyOf(config: Config) {
  const [signing] = config.LINK_KEYS;
  return {
    expiryDays: config.INVITE_EXPIRY_DAYS,
    undoSeconds: config.INVITE_UNDO_SECONDS,
    limits: {
      admin: config.INVITE_LIMIT_PER_ADMIN,
      total: config.INVITE_LIMIT_TOTAL,
      address: config.INVITE_LIMIT_PER_ADDRESS,
    },
    allowedDomains: config.ALLOWED_EMAIL_DOMAINS,
    language: config.DEFAULT_LANGUAGE,
    keyId: signing.id,
  };
}

function adminApprovalOf({ ADMIN_APPROVALS, IAM_OWNERS: owners, REQUEST_LAPSE_DAYS: lapseDays }: Config) {
  return ADMIN_APPROVALS === 2 ? { owners, lapseDays } : null;
}

function requestPolicyOf(config: Config) {
  return {
    lapseDays: config.REQUEST_LAPSE_DAYS,
    timeZone: config.TIME_ZONE,
    owners: config.IAM_OWNERS,
    invites: policyOf(config),
  };
}

function webSettings(
  config: Config,
  slackUrl: string,
  { sealing, slackAccess }: { sealing: SealingStatus; slackAccess: SlackAccess },
) {
  return {
    organisationName: config.ORGANISATION_NAME,
    linkKeys: config.LINK_KEYS,
    publicUrl: config.PUBLIC_URL,
    afterAcceptUrl: config.AFTER_ACCEPT_URL,
    afterAcceptText: config.AFTER_ACCEPT_TEXT,
    language: config.DEFAULT_LANGUAGE,
    slackUrl,
    production: config.NODE_ENV === "production",
    metricsToken: config.METRICS_TOKEN,
    figures: { sealing: config.AUDIT_KEY ? sealing : undefined, slackAccess },
    requestLimits: usualRequestLimits,
    requests: requestPolicyOf(config),
  };
}

/** Makes the links that invitees reach us by. */
function linkOf({ PUBLIC_URL, LINK_KEYS }: Config) {
  return (claims: LinkClaims, keyId: string) => `${PUBLIC_URL}/invite/${signLink(claims, keyId, LINK_KEYS)}`;
}

function apiSettings(config: Config) {
  return {
    publicUrl: config.PUBLIC_URL,
    trustProxy: config.TRUST_PROXY,
    organisationName: config.ORGANISATION_NAME,
    production: config.NODE_ENV === "production",
    requestsPerMinute: config.API_REQUESTS_PER_MINUTE,
    context: {
      policy: policyOf(config),
      webhooks: webhookSettings(config),
      importLimit: config.IMPORT_LIMIT,
      requests: requestPolicyOf(config),
      timeZone: config.TIME_ZONE,
      linkOf: linkOf(config),
    },
  };
}

function workerSettings(config: Config, installation: Installation, deliveryReported: boolean) {
  return {
    mail: {
      apiKey: config.SENDGRID_API_KEY,
      apiUrl: config.SENDGRID_API_URL,
      from: config.MAIL_FROM,
      replyTo: config.MAIL_REPLY_TO,
    },
    handlerSettings: {
      organisation: config.ORGANISATION_NAME,
      installation,
      publicUrl: config.PUBLIC_URL,
      linkKeys: config.LINK_KEYS,
      invites: policyOf(config),
      owners: config.IAM_OWNERS,
      deliveryReported,
      reminders: config.REMINDERS,
      expiryNotices: config.EXPIRY_NOTICES,
    },
    concurrency: config.OUTBOX_CONCURRENCY,
    leaseSeconds: config.OUTBOX_LEASE_SECONDS,
  };
}

function workerClient(config: Config, log: Logger): WebClient {
  return new WebClient(config.SLACK_BOT_TOKEN, {
    ...clientOptions(config.SLACK_API_URL, callTimeoutMs(config.OUTBOX_LEASE_SECONDS)),
    logger: slackLog(log),
  });
}
