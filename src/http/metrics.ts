import { createHash, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import { type Backlog, backlog } from "../services/operations/backlog.ts";
import type { LoadShedder } from "./load-shedder.ts";

const gauges: readonly (readonly [fact: keyof Backlog, name: string, help: string])[] = [
  ["pendingInvites", "iam_invites_pending", "Pending invites, up to 10,000."],
  ["dueMessages", "iam_outbox_due", "Messages that are due and not carried out yet, up to 10,000."],
  ["failedMessages", "iam_outbox_failed", "Messages given up in the last 30 days, up to 10,000."],
  ["unsealedEvents", "iam_audit_unsealed", "Audit events without a seal, up to 10,000."],
];

/** Metrics for Prometheus, for whoever has the token; for everyone else, and without a token at all, there is nothing here. */
export function metrics(token: string | undefined, loadShedder: Readonly<LoadShedder>): RequestHandler {
  if (!token) return (_request, _response, next) => next();
  const figures = newFigures(loadShedder);
  return async (request, response, next) => {
    if (!sameSecret(request.get("authorization"), `Bearer ${token}`)) return next();
    const { registry, drawn } = await figures;
    const counts = await backlog();
    for (const { fact, gauge } of drawn) gauge.set(counts[fact]);
    response.type(registry.contentType).send(await registry.metrics());
  };
}

/** Loads `prom-client`, which nobody needs who has no token. */
async function newFigures(loadShedder: Readonly<LoadShedder>) {
  const { Counter, collectDefaultMetrics, Gauge, Registry } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "iam_in_hand",
    help: "Requests and pieces of work that this process has under way.",
    registers: [registry],
    collect() {
      this.set(loadShedder.inHand);
    },
  });
  new Counter({
    name: "iam_refused_total",
    help: "Requests refused with 503 since this process started, because too much was under way.",
    registers: [registry],
    collect() {
      this.reset();
      this.inc(loadShedder.refused);
    },
  });
  const drawn = gauges.map(([fact, name, help]) => ({
    fact,
    gauge: new Gauge({ name, help, registers: [registry] }),
  }));
  return { registry, drawn };
}

function sameSecret(given: string | undefined, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(wanted));
}
