import type { IncomingMessage, RequestListener } from "node:http";
import { isIPv6 } from "node:net";
import { WebClient } from "@slack/web-api";
import express from "express";
import type { Logger } from "pino";
import { accessHandler, accessMounts } from "./api/access/handler.ts";
import type { ApiContext } from "./api/context.ts";
import { apiMounts, apiRoutes } from "./api/routes.ts";
import type { Config } from "./config/config.ts";
import { slackLog } from "./config/log.ts";
import { adminApproval, requestSettings } from "./config/policies.ts";
import {
  accessSettings,
  apiSettings,
  dispatchSettings,
  jobSettings,
  mailSettings,
  reportSettings,
  retentionSettings,
  sharedSettings,
  webSettings,
} from "./config/settings.ts";
import { apiBodies } from "./http/api-bodies.ts";
import { type LoadShedder, newLoadShedder } from "./http/load-shedder.ts";
import { mountsAt } from "./http/mounts.ts";
import { operatorRequests } from "./http/operators.ts";
import { usualRequestLimits } from "./http/rate-limits.ts";
import { isOversized, receive } from "./http/receive.ts";
import { serve } from "./http/server.ts";
import { wordsIn } from "./locales/words.ts";
import { deliveryWarning, sendgridBodies, sendgridEvents } from "./sendgrid/events.ts";
import { setAdminApproval } from "./services/approvals/set-admin-approval.ts";
import { beginEmptyLog } from "./services/audit/seal-audit.ts";
import type { SealingStatus } from "./services/audit/sealing-status.ts";
import { anyoneMayAsk, Decisions } from "./services/decisions/decisions.ts";
import { MINUTE_MS } from "./services/durations.ts";
import { exportsEnded } from "./services/exports/open-export.ts";
import { linksInUse } from "./services/invites/links-in-use.ts";
import { closeDatabase, openDatabase } from "./services/operations/database.ts";
import { migrationsFor } from "./services/operations/migrations/list.ts";
import { reencryptSecrets } from "./services/webhooks/reencrypt-secrets.ts";
import { within } from "./services/within.ts";
import { publishHome } from "./slack/home/publish.ts";
import { slackAccounts } from "./slack/kit/accounts.ts";
import {
  clientOptions,
  connectSocket,
  newBolt,
  SLACK_PATH,
  type SlackCredentials,
} from "./slack/kit/bolt.ts";
import type { SlackContext } from "./slack/kit/context.ts";
import { handleListenerError } from "./slack/kit/errors.ts";
import { movedKeys } from "./slack/kit/installation.ts";
import { slackReaders } from "./slack/kit/reader.ts";
import { type Identity, signIn } from "./slack/kit/sign-in.ts";
import { slackBodies } from "./slack/kit/signed-requests.ts";
import { removeLeftFiles } from "./slack/kit/temporary-file.ts";
import { trackWork } from "./slack/kit/track-work.ts";
import { registerListeners } from "./slack/register.ts";
import { overloadedPages } from "./web/overloaded.ts";
import { webRoutes } from "./web/routes.ts";
import { webhookClient, webhookTimeoutMs } from "./webhooks/client.ts";
import { urlFaults } from "./webhooks/url-faults.ts";
import { startRetention } from "./worker/retention.ts";
import { startMigrations } from "./worker/run-migrations.ts";
import { startSealing } from "./worker/seal-audit.ts";
import { startWebhooks } from "./worker/webhooks/dispatch.ts";
import { callTimeoutMs, startWorker } from "./worker/worker.ts";

/** How long recording that a file was cut off may take. */
const LAST_RECORDS_MS = 3_000;

export interface RunningApp {
  /** The address it listens at, such as http://127.0.0.1:3000. */
  url: string;
  /**
   * Makes `/readyz` answer 503, so that load balancers send nothing more, and takes no more jobs. Still answers every
   * request.
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
  const newApp = () =>
    express().disable("x-powered-by").disable("etag").set("trust proxy", config.TRUST_PROXY);
  const web = newApp();
  const inFlight = new Set<Promise<void>>();
  const stopping = new AbortController();
  const loadShedder = newLoadShedder(inFlight);
  const bolt = newBolt(credentials, identity, web, slackLog(log));
  await setAdminApproval(adminApproval(config));
  await removeLeftFiles();
  await warn(config, log);
  // Before anybody can do anything that has to be sealed.
  if (config.AUDIT_KEY) await beginEmptyLog(config.AUDIT_KEY);
  trackWork(bolt, inFlight, log);
  const accounts = slackAccounts(bolt.client, identity.installation, config.IAM_OWNERS, log);
  const requests = { ...requestSettings(config), isEligible: accounts.isEligible };
  const settings: ApiContext = {
    ...sharedSettings(config),
    requests,
    webhooks: { secretKeys: config.SECRET_KEYS, urlFault: urlFaults(config.WEBHOOK_ALLOWED_NETWORKS) },
  };
  const sealing: SealingStatus = { stopped: null };
  const context: SlackContext = {
    ...settings,
    accounts,
    readers: slackReaders(accounts, config.DEFAULT_LANGUAGE),
    log,
    organisation: config.ORGANISATION_NAME,
    owners: config.IAM_OWNERS,
    deliveryReported: config.SENDGRID_WEBHOOK_PUBLIC_KEY !== undefined,
    sealing,
    slackAccess: { revoked: false },
    botUserId: identity.botUserId,
    stopping: stopping.signal,
  };
  registerListeners(bolt, context);
  bolt.error(handleListenerError(bolt.client, log, context));

  const decisions = newDecisions(log);
  web.use(sendgridEvents(reportSettings(config), log));
  const pageSettings = {
    ...webSettings(config),
    requests,
    slackUrl: identity.slackUrl,
    slackPath: config.SLACK_APP_TOKEN ? undefined : SLACK_PATH,
    figures: { sealing: config.AUDIT_KEY ? sealing : undefined, slackAccess: context.slackAccess },
    requestLimits: usualRequestLimits,
    accountNow: (userId: string) => accounts.fresh({ userId }),
  };
  const pages = newApp().use(webRoutes(pageSettings, loadShedder, log));
  web.use(pages);
  const apis = {
    api: apiRoutes({ ...apiSettings(config), context: settings }, log),
    access: accessHandler({ ...accessSettings(config), decisions }, log),
  };
  const server = await serve(
    listener({ web, pages }, apis, loadShedder, config),
    config,
    loadShedder.accepted,
  );
  // Before any job is taken: nothing has to be given back if Slack refuses.
  if (config.SLACK_APP_TOKEN) await connectSocket(bolt);
  const worker = startWorker(
    {
      mail: mailSettings(config),
      handlerSettings: { ...jobSettings(config), installation: identity.installation },
      concurrency: config.OUTBOX_CONCURRENCY,
      leaseSeconds: config.OUTBOX_LEASE_SECONDS,
    },
    {
      slack: workerClient(config, log),
      publishHome: (owner) => publishHome(context, bolt.client, owner),
      inWorkspace: accounts.inWorkspace,
      isAsked: () => loadShedder.inFlight > 0,
      readerOf: async (userId) => context.readers.of(await accounts.recent({ userId })),
    },
    log,
  );
  const client = webhookClient({
    allowedNetworks: config.WEBHOOK_ALLOWED_NETWORKS,
    timeoutMs: webhookTimeoutMs(config.OUTBOX_LEASE_SECONDS),
  });
  const webhooks = startWebhooks({ ...dispatchSettings(config), client }, log);
  const sealer = config.AUDIT_KEY && startSealing(config.AUDIT_KEY, sealing, log);
  const retention = startRetention(retentionSettings(config), log);
  const migrating = startMigrations(migrationsFor(movedKeys(identity.installation)), log);
  const { HOST = "127.0.0.1" } = config;
  const url = `http://${isIPv6(HOST) ? `[${HOST}]` : HOST}:${server.port}`;
  log.info({ url, transport: config.SLACK_APP_TOKEN ? "socket" : "http" }, "ready");
  beginDecisions(decisions, log);
  // Loaded now, so that the first person to read an email does not wait.
  void wordsIn(config.DEFAULT_LANGUAGE);

  return {
    url,
    drain() {
      loadShedder.draining = true;
      void worker.stop();
      void webhooks.stop();
    },
    async stop() {
      stopping.abort();
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

/** Hands each request, once its body has arrived, to Slack's listeners and the pages, or to the API at its path. */
function listener(
  { web, pages }: { web: RequestListener; pages: RequestListener },
  { api, access }: { api: RequestListener; access: RequestListener },
  loadShedder: LoadShedder,
  config: Config,
): RequestListener {
  const basePath = new URL(config.PUBLIC_URL).pathname;
  const mounts = [...accessMounts, ...apiMounts];
  const mountOf = mountsAt(basePath, mounts);
  const appFor = (request: IncomingMessage) => {
    const mount = mountOf(request);
    if (mount) return accessMounts.includes(mount) ? access : api;
    // Bolt would wait for the rest of an oversized body.
    return isOversized(request) ? pages : web;
  };
  const answer: RequestListener = (request, response) => appFor(request)(request, response);
  const isOperators = operatorRequests(basePath, config.METRICS_TOKEN);
  const pageFor = overloadedPages(webSettings(config));
  return receive(loadShedder.wrap(answer, isOperators, mountOf, pageFor), [
    sendgridBodies(reportSettings(config)),
    ...apiBodies(mountOf, mounts),
    ...(config.SLACK_APP_TOKEN ? [] : [slackBodies(SLACK_PATH)]),
  ]);
}

function newDecisions(log: Logger): Decisions {
  let saidAt = Number.NEGATIVE_INFINITY;
  const decisions = new Decisions((error) => {
    // It is retried constantly, and keeps failing while the database is away.
    if (performance.now() - saidAt < MINUTE_MS) return;
    saidAt = performance.now();
    log.warn(
      { err: error },
      "could not follow users and groups: reading the database for each decision for now",
    );
  });
  return decisions;
}

/** Starts loading the data for decisions, if anybody may ask for them. */
function beginDecisions(decisions: Decisions, log: Logger): void {
  anyoneMayAsk().then(
    (yes) => yes && decisions.begin(),
    (error: unknown) =>
      log.warn({ err: error }, "could not load the data for decisions: loading it with the first request"),
  );
}

async function warn(config: Config, log: Logger): Promise<void> {
  const { withoutKey, older } = await linksInUse(config.LINK_KEYS.map(({ id }) => id));
  for (const { id, invites } of older)
    log.info({ key: id, invites }, "pending invites whose link this older key of LINK_KEYS signed");
  const unreadable = await reencryptSecrets(config.SECRET_KEYS);
  const warnings = [
    config.SECRET_KEYS ? null : "SECRET_KEYS is not set: no webhook can be added.",
    unreadable > 0
      ? `Webhooks whose secret was encrypted with a key that SECRET_KEYS lacks, or has with another value: ${unreadable}. Nothing is sent to them. Put the key back, or rotate their secrets.`
      : null,
    deliveryWarning(reportSettings(config)),
    config.AUDIT_KEY ? null : "AUDIT_KEY is not set: the audit log is not sealed.",
    withoutKey > 0
      ? `Pending invites whose link was signed with a key that LINK_KEYS lacks: ${withoutKey}. Those links do not work. Put the key back, or resend the invites.`
      : null,
  ];
  for (const warning of warnings) if (warning) log.warn(warning);
}

function workerClient(config: Config, log: Logger): WebClient {
  return new WebClient(config.SLACK_BOT_TOKEN, {
    ...clientOptions(config.SLACK_API_URL, callTimeoutMs(config.OUTBOX_LEASE_SECONDS)),
    logger: slackLog(log),
  });
}
