import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { Mail, WebhookEvent } from "./mail.ts";

const typical = {
  processed: {},
  delivered: { response: "250 2.0.0 OK", tls: 1, ip: "198.51.100.7" },
  deferred: { response: "451 4.7.1 Greylisted, try again later", attempt: "1", tls: 1, ip: "198.51.100.7" },
  bounce: {
    reason: "550 5.1.1 The email account that you tried to reach does not exist",
    status: "5.1.1",
    type: "bounce",
    bounce_classification: "Invalid Address",
    tls: 1,
    ip: "198.51.100.7",
  },
  dropped: { reason: "Bounced Address", status: "5.0.0" },
  open: { useragent: "Mozilla/5.0", ip: "203.0.113.9", sg_machine_open: false },
  click: {
    useragent: "Mozilla/5.0",
    ip: "203.0.113.9",
    url: "https://example.com/",
    url_offset: { index: 0, type: "text" },
  },
  spamreport: {},
  unsubscribe: {},
};

/** The events that can happen to an email. */
export type EventKind = keyof typeof typical;

/** Replaces parts of a genuine batch. */
export interface Forgery {
  signature?: string;
  /** Seconds since 1970, as text. */
  timestamp?: string;
  /** Sent instead of the body that was signed. */
  body?: string;
}

/** Tells whether a word is the name of an event. */
export function isEventKind(word: string): word is EventKind {
  return Object.hasOwn(typical, word);
}

/** Returns an event in SendGrid's format: its own properties and the email's custom arguments. */
export function eventFor(mail: Mail, kind: EventKind, now: Date, extra: WebhookEvent = {}): WebhookEvent {
  const [category, ...others] = mail.categories;
  return {
    ...mail.customArgs,
    email: mail.to[0]?.email,
    timestamp: Math.floor(now.getTime() / 1000),
    "smtp-id": `<${mail.id}@geopod-ismtpd-1>`,
    event: kind,
    ...(category === undefined ? {} : { category: others.length > 0 ? mail.categories : category }),
    sg_event_id: randomBytes(16).toString("base64url"),
    sg_message_id: `${mail.id}.filterdrecv-5c9d6f8b7-abcde-1-65A1B2C3-1.0`,
    ...typical[kind],
    ...extra,
  };
}

/** The key pair of the signed event webhook. */
export interface WebhookKey {
  privateKey: KeyObject;
  /** As SendGrid's settings show it: base64 of the DER SubjectPublicKeyInfo. */
  publicKey: string;
}

/** Creates a new key pair, on the curve that SendGrid uses. */
export function webhookKey(): WebhookKey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { privateKey, publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64") };
}

/** Returns a batch's body, byte for byte as SendGrid writes it: a verifier must not parse and reserialise it. */
function batchBody(events: WebhookEvent[]): string {
  return `[${events.map((event) => JSON.stringify(event)).join(",\r\n")}]\r\n`;
}

/**
 * Posts a signed batch.
 *
 * @returns the status of the answer
 */
export async function postBatch(
  url: string,
  events: WebhookEvent[],
  { privateKey }: WebhookKey,
  { timestamp = String(Math.floor(Date.now() / 1000)), signature, body }: Forgery,
): Promise<number> {
  const genuine = batchBody(events);
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "SendGrid Event API",
      "X-Twilio-Email-Event-Webhook-Signature":
        signature ?? sign("sha256", Buffer.from(timestamp + genuine), privateKey).toString("base64"),
      "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
    },
    body: body ?? genuine,
  });
  await answer.body?.cancel();
  return answer.status;
}
