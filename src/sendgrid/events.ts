import { type KeyObject, verify } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { type ErrorRequestHandler, type RequestHandler, Router } from "express";
import type { Logger } from "pino";
import * as z from "zod";
import { type BodyRule, bodyOf, postTo, type Refusal } from "../http/receive.ts";
import { DAY_MS } from "../services/durations.ts";
import { type DeliveryEvent, recordEvents } from "../services/mail/delivery-events.ts";
import { objectId } from "../services/object-id.ts";
import { bounceVerdict, dropVerdict } from "./verdict.ts";

const PATH = "/sendgrid/events";
const MAX_BODY_BYTES = 1024 * 1024;
/** SendGrid retries for this long. */
const MAX_AGE_MS = DAY_MS;
/** How far the clocks may differ. */
const MAX_AHEAD_MS = 5 * 60 * 1000;

export interface EventSettings {
  /** SENDGRID_WEBHOOK_PUBLIC_KEY; without it no event is accepted. */
  publicKey: KeyObject | undefined;
}

/** Returns what the app warns of at startup; null when all is well. */
export function deliveryWarning({ publicKey }: EventSettings): string | null {
  return publicKey
    ? null
    : "SENDGRID_WEBHOOK_PUBLIC_KEY is not set: delivery is not tracked, so bounces go unnoticed. In SendGrid, Settings > Mail Settings > Event Webhook: enter this app's address with /sendgrid/events, switch on Signed Event Webhook, and copy its Verification Key.";
}

/** Returns the rule for bodies from SendGrid: they must look signed, and recently. */
export function sendgridBodies({ publicKey }: EventSettings): BodyRule {
  return {
    covers: postTo(PATH),
    maxBytes: MAX_BODY_BYTES,
    refusal({ headers }) {
      if (!publicKey)
        return { status: 503, text: "SENDGRID_WEBHOOK_PUBLIC_KEY is not set, so events are not accepted." };
      const signed = signatureIn(headers);
      if (!signed) return notSendGrids;
      return isRecent(Number(signed.timestamp) * 1000, Date.now())
        ? null
        : { status: 401, text: "This batch is older than a day, or from the future." };
    },
  };
}

/** Receives SendGrid's event webhook, behind `receive`, which brings the body. */
export function sendgridEvents(settings: EventSettings, log: Logger): Router {
  const router = Router();
  router.post(PATH, takeEvents(settings, log));
  router.use(PATH, errorHandler(log));
  return router;
}

const notSendGrids: Refusal = { status: 401, text: "The signature is not SendGrid's." };

function takeEvents(settings: EventSettings, log: Logger): RequestHandler {
  const { refusal } = sendgridBodies(settings);
  return async (request, response) => {
    const body = bodyOf(request);
    const refused = refusal(request) ?? (isSigned(body, request.headers, settings) ? null : notSendGrids);
    if (refused) {
      response.status(refused.status).type("text").send(refused.text);
      return;
    }
    const elements = elementsOf(body);
    if (!elements) {
      response.status(400).type("text").send("The body is not a list of events.");
      return;
    }
    const events = elements.flatMap(eventOf);
    await recordEvents(events);
    log.debug({ elements: elements.length, events: events.length }, "events from SendGrid");
    response.sendStatus(204);
  };
}

const signatureHeaders = z.object({
  "x-twilio-email-event-webhook-timestamp": z.string().regex(/^\d{1,12}$/),
  "x-twilio-email-event-webhook-signature": z.base64().min(1).max(200),
});

/** Reads what looks like a signature; null when nothing does. */
function signatureIn(headers: IncomingHttpHeaders) {
  const { data } = signatureHeaders.safeParse(headers);
  return data
    ? {
        timestamp: data["x-twilio-email-event-webhook-timestamp"],
        signature: data["x-twilio-email-event-webhook-signature"],
      }
    : null;
}

function isSigned(body: Buffer, headers: IncomingHttpHeaders, { publicKey }: EventSettings): boolean {
  const given = signatureIn(headers);
  if (!given || !publicKey) return false;
  const signed = Buffer.concat([Buffer.from(given.timestamp), body]);
  return verify("sha256", signed, publicKey, Buffer.from(given.signature, "base64"));
}

const isRecent = (at: number, now: number) => now - at <= MAX_AGE_MS && at - now <= MAX_AHEAD_MS;

function elementsOf(body: Buffer): unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

const text = z.string().max(5_000).optional().catch(undefined);

const deliveryEvent = z
  .object({
    sg_event_id: z.string().min(1).max(200),
    outbox_id: objectId,
    timestamp: z.int().positive().max(9_999_999_999),
    event: z.enum(["processed", "deferred", "delivered", "bounce", "dropped", "spamreport", "unsubscribe"]),
    reason: text,
    status: text,
    type: text,
    bounce_classification: text,
  })
  .transform(
    (given): DeliveryEvent => ({
      eventId: given.sg_event_id,
      outboxId: given.outbox_id,
      at: new Date(given.timestamp * 1000),
      what: meaningOf(given),
    }),
  );

interface Given {
  event: DeliveryEvent["what"]["kind"] | "spamreport" | "unsubscribe";
  reason?: string | undefined;
  status?: string | undefined;
  type?: string | undefined;
  bounce_classification?: string | undefined;
}

function meaningOf(given: Given): DeliveryEvent["what"] {
  const { event: kind, reason, status } = given;
  // People who report or unsubscribe have the email; SendGrid drops the next one.
  if (kind === "spamreport") return { kind: "delivered", reason: { code: "reported_as_spam" } };
  if (kind === "unsubscribe") return { kind: "delivered", reason: { code: "unsubscribed" } };
  if (kind === "dropped") return { kind, ...dropVerdict({ reason, status }) };
  if (kind !== "bounce") return { kind };
  const blocked = given.type === "blocked";
  return { kind, ...bounceVerdict({ classification: given.bounce_classification, status, reason, blocked }) };
}

/** Reads one event. Skips it if it can't be read or is not about delivery, so that the rest of the batch counts. */
function eventOf(given: unknown): DeliveryEvent[] {
  const read = deliveryEvent.safeParse(given);
  return read.success ? [read.data] : [];
}

/** Answers a batch that could not be read or recorded. SendGrid resends it after a 503. */
function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = error instanceof Error && "status" in error ? Number(error.status) : 0;
    if (status >= 400 && status < 500) return response.sendStatus(status);
    log.error({ err: error }, "could not record events from SendGrid");
    return response.sendStatus(503);
  };
}
