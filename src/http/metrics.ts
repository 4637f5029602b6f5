import type { RequestHandler } from "express";
import type { SealingStatus } from "../services/audit/sealing-status.ts";
import { type Backlog, backlog } from "../services/operations/backlog.ts";
import { within } from "../services/within.ts";
import type { LoadShedder } from "./load-shedder.ts";
import { hasToken } from "./operators.ts";

/** Prometheus waits 10 s by default. */
const PATIENCE_MS = 3_000;

const gauges: readonly (readonly [fact: keyof Backlog, name: string, help: string])[] = [
  ["pendingInvites", "iam_invites_pending", "Pending invites, up to 10,000."],
  ["dueMessages", "iam_outbox_due", "Jobs that are due and not done yet, up to 10,000."],
  ["failedMessages", "iam_outbox_failed", "Jobs given up in the last 30 days, up to 10,000."],
  [
    "heldMails",
    "iam_mail_held",
    "Emails waiting because SendGrid refuses our key, sender or plan, up to 10,000.",
  ],
  ["unsealedEvents", "iam_audit_unsealed", "Audit events without a seal, up to 10,000."],
];

/** Whether Slack has told this process that it no longer accepts our token. */
export interface SlackAccess {
  revoked: boolean;
}

/** This process's own figures for metrics. */
export interface OwnFigures {
  loadShedder: Readonly<LoadShedder>;
  /** Missing without AUDIT_KEY. */
  sealing: Readonly<SealingStatus> | undefined;
  slackAccess: Readonly<SlackAccess>;
}

/** Lets requests with the token through. For anyone else the path does not exist. */
export function withToken(token: string): RequestHandler {
  return (request, _response, next) => next(hasToken(request, token) ? undefined : "route");
}

/** Serves metrics for Prometheus. While MongoDB does not answer, serves only the process's own figures. */
export function metrics(figures: OwnFigures): RequestHandler {
  const loading = newRegistries(figures);
  return async (_request, response) => {
    const [{ own, shared, counted }, counts] = await Promise.all([loading, backlogInTime()]);
    if (counts) for (const { fact, gauge } of counted) gauge.set(counts[fact]);
    const pages = await Promise.all((counts ? [own, shared] : [own]).map((registry) => registry.metrics()));
    response.type(own.contentType).send(pages.join(""));
  };
}

/** Counts what waits; null if that fails, or takes so long that the scrape would time out. */
async function backlogInTime(): Promise<Backlog | null> {
  return within(
    PATIENCE_MS,
    backlog().catch(() => null),
  );
}

/**
 * Loads `prom-client`, which only a token needs. Figures from the database have their own registry, to leave them out.
 */
async function newRegistries({ loadShedder, sealing, slackAccess }: OwnFigures) {
  const { Counter, collectDefaultMetrics, Gauge, Registry } = await import("prom-client");
  const own = new Registry();
  const shared = new Registry();
  collectDefaultMetrics({ register: own });
  new Gauge({
    name: "iam_in_hand",
    help: "Requests and pieces of work in flight in this process.",
    registers: [own],
    collect() {
      this.set(loadShedder.inFlight);
    },
  });
  new Counter({
    name: "iam_refused_total",
    help: "Requests refused with 503 since this process started, because too many were in flight or they waited too long.",
    registers: [own],
    collect() {
      this.reset();
      this.inc(loadShedder.refused);
    },
  });
  new Gauge({
    name: "iam_slack_revoked",
    help: "1 once Slack has told this process that it no longer accepts SLACK_BOT_TOKEN, otherwise 0.",
    registers: [own],
    collect() {
      this.set(slackAccess.revoked ? 1 : 0);
    },
  });
  if (sealing)
    new Gauge({
      name: "iam_audit_sealing",
      help: "1 while this process seals the audit log, 0 while the log is not as it was sealed.",
      registers: [own],
      collect() {
        this.set(sealing.stopped ? 0 : 1);
      },
    });
  const counted = gauges.map(([fact, name, help]) => ({
    fact,
    gauge: new Gauge({ name, help, registers: [shared] }),
  }));
  return { own, shared, counted };
}
