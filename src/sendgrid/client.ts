import * as z from "zod";
import type { Mail } from "../mail/mail.ts";
import { type DeliveryReason, waitsForOperator } from "../models/delivery-reason.ts";
import { DAY_MS } from "../services/durations.ts";
import { within } from "../services/within.ts";

interface Sender {
  name: string;
  email: string;
}

export interface SendGridSettings {
  apiKey: string;
  /** SendGrid's own by default. */
  apiUrl?: string | undefined;
  from: Sender;
  replyTo?: Sender | undefined;
  timeoutMs: number;
}

/** SendGrid's answer. Reasons are for admins to read, and never contain the email or the key. */
export type SendResult =
  | { kind: "accepted" }
  /** Nothing was sent. It may work later. */
  | { kind: "busy"; reason: DeliveryReason; retryAfterMs: number }
  /** Nothing was sent: we hit a rate limit. Retrying later works. */
  | { kind: "limited"; reason: DeliveryReason; waitMs: number }
  /** Nothing was sent, and nothing will be until the operator fixes our account. */
  | { kind: "misconfigured"; reason: DeliveryReason }
  /** No answer came. The email may have been sent or not. */
  | { kind: "unknown"; reason: DeliveryReason }
  /** Nothing was sent, and retrying will not help. */
  | { kind: "refused"; reason: DeliveryReason; invalidRecipient: boolean };

/** The only status that means SendGrid has the email; proxies answer 200, 204 and redirects in its place. */
const ACCEPTED = 202;
/** Stops out-of-office replies, by RFC 3834 and for Exchange. Bounces still come back. */
const automatic = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply" };
/** How long a rate limit lasts when SendGrid names no time. */
const USUAL_LIMIT_MS = 60_000;

/** Sends an email. `outboxId` comes back with every event about it. Never throws. */
export type SendMail = (mail: Mail, outboxId: string) => Promise<SendResult>;

/**
 * Creates the sender. Loads SendGrid's client, one for the process, in the background, so that startup does not wait.
 */
export function sendGrid({ from, replyTo, ...settings }: SendGridSettings): SendMail {
  const client = mailClient(settings);

  return async ({ to, subject, text, html, category }, outboxId) => {
    const sendgrid = await client;
    try {
      const sending = sendgrid.send({
        to: { email: to },
        from: formatSender(from),
        ...(replyTo && { replyTo: formatSender(replyTo) }),
        subject,
        text,
        html,
        categories: [category],
        headers: automatic,
        customArgs: { outbox_id: outboxId },
        // A tracked link would show SendGrid's address, and count a scanner's visit as the person's.
        trackingSettings: {
          clickTracking: { enable: false, enableText: false },
          openTracking: { enable: false },
          subscriptionTracking: { enable: false },
        },
      });
      // The client's own timeout restarts with each byte that arrives.
      const answer = await within(settings.timeoutMs, sending);
      if (!answer) return unanswered;
      const [{ statusCode }] = answer;
      return statusCode === ACCEPTED ? { kind: "accepted" } : outOfOrder(statusCode, 0);
    } catch (error) {
      return resultOf(error);
    }
  };
}

async function mailClient({ apiKey, apiUrl, timeoutMs }: Omit<SendGridSettings, "from" | "replyTo">) {
  const [{ default: client }, { default: mail }] = await Promise.all([
    import("@sendgrid/client"),
    import("@sendgrid/mail"),
  ]);
  client.setApiKey(apiKey);
  // A redirect comes from a proxy, and would send the email wherever it leads.
  const request = { url: "/v3/mail/send", maxRedirects: 0, ...(apiUrl && { baseUrl: apiUrl }) };
  client.setDefaultRequest(request);
  mail.setClient(client);
  mail.setTimeout(timeoutMs);
  return mail;
}

const formatSender = ({ name, email }: Sender) => (name ? { name, email } : { email });

/** The parts of an error that are safe to keep; the rest contains the key and the whole email. */
const refusalError = z.object({
  code: z.int(),
  response: z.object({
    headers: z
      .looseObject({
        date: z.string().optional(),
        "retry-after": z.string().optional(),
        "x-ratelimit-reset": z.string().optional(),
      })
      .catch({}),
    body: z
      .object({ errors: z.array(z.object({ field: z.string().nullish(), message: z.string().optional() })) })
      .catch({ errors: [] }),
  }),
});

/** A redirect, which the client does not treat as a refusal. */
const redirect = z.object({ response: z.object({ status: z.int() }) });

/** No connection was made, so nothing was sent. */
const connectionError = z.object({
  code: z.enum(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"]),
});

/** Statuses by which a proxy reports its own trouble, not SendGrid's verdict on the email. */
const passing = [407, 408, 421, 425];

function resultOf(error: unknown): SendResult {
  const refusal = refusalError.safeParse(error);
  if (!refusal.success) return withoutRefusal(error);
  const { code, response } = refusal.data;
  // SendGrid's clock, on which its times are based: ours may be hours off.
  const now = Date.parse(response.headers.date ?? "") || Date.now();
  if (code === 429)
    return {
      kind: "limited",
      reason: { code: "provider_rate_limit" },
      waitMs: limitMs(response.headers, now),
    };
  const waitMs = retryAfterMs(response.headers["retry-after"], now);
  if (code >= 500 || passing.includes(code)) return outOfOrder(code, waitMs);
  const invalidRecipient =
    code === 400 && response.body.errors.some(({ field }) => /\.to(\.|$)/.test(field ?? ""));
  const usedUp = response.body.errors.some(({ message }) => /credits exceeded/i.test(message ?? ""));
  const reason = refusalReason(code, { invalidRecipient, usedUp });
  if (waitsForOperator(reason)) return { kind: "misconfigured", reason };
  return { kind: "refused", reason, invalidRecipient };
}

function withoutRefusal(error: unknown): SendResult {
  const redirected = redirect.safeParse(error).data;
  if (redirected) return outOfOrder(redirected.response.status, 0);
  if (connectionError.safeParse(error).success)
    return { kind: "busy", reason: { code: "provider_unreachable" }, retryAfterMs: 0 };
  return unanswered;
}

const unanswered: SendResult = { kind: "unknown", reason: { code: "provider_timeout" } };

function outOfOrder(status: number, retryAfterMs: number): SendResult {
  return { kind: "busy", reason: { code: "provider_down", fact: String(status) }, retryAfterMs };
}

function refusalReason(
  code: number,
  { invalidRecipient, usedUp }: { invalidRecipient: boolean; usedUp: boolean },
): DeliveryReason {
  if (invalidRecipient) return { code: "address_refused" };
  // SendGrid sends 401 for it, as if the key were wrong.
  if (usedUp) return { code: "provider_plan_used_up" };
  if (code === 401) return { code: "provider_key_refused" };
  if (code === 403) return { code: "sender_refused" };
  if (code === 413) return { code: "mail_too_large" };
  return { code: "provider_refused", fact: String(code) };
}

/** Returns how long a rate limit lasts, by either header, at most a day. */
function limitMs(
  headers: { "retry-after"?: string | undefined; "x-ratelimit-reset"?: string | undefined },
  now: number,
): number {
  const { "retry-after": wait, "x-ratelimit-reset": reset = "" } = headers;
  if (wait !== undefined) return Math.min(retryAfterMs(wait, now), DAY_MS);
  if (!/^\d{1,12}$/.test(reset)) return USUAL_LIMIT_MS;
  return Math.min(Math.max(0, Number(reset) * 1000 - now), DAY_MS);
}

/** Reads a Retry-After header in seconds or as a date; 0 if there is none. */
function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
