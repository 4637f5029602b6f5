import http from "node:http";
import https from "node:https";
import { addressIn, mayReach, type Network } from "./addresses.ts";
import { AddressRefused, checkedLookup } from "./lookup.ts";

/** The outcome of a request. */
export type Answer =
  | { kind: "answered"; status: number; retryAfterMs: number }
  /** Nobody answered; the error is a code for the reason, followed by a colon and a fact. */
  | { kind: "unanswered"; error: string };

export interface WebhookClient {
  /** From looking up the name to the end of the answer. */
  readonly timeoutMs: number;
  /** Posts a body within that time. Never rejects. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>;
  /** Closes the connections kept for later requests. */
  close(): void;
}

export interface WebhookClientSettings {
  allowedNetworks: readonly Network[];
  /** `address:port`; the system's if missing. */
  nameServers?: readonly string[] | undefined;
  timeoutMs: number;
}

const LONGEST_MS = 15_000;

/**
 * Returns how long a delivery attempt may take under a lease: half of it, so that its outcome is recorded, and at most
 * 15 s.
 */
export function webhookTimeoutMs(leaseSeconds: number): number {
  return Math.min(LONGEST_MS, leaseSeconds * 500);
}

/** No more of an answer is read: its status has said everything. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** A connection idle for this long is closed. */
const REST_MS = 4_000;
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60_000;

/** Nobody answered in time. */
class TimedOut extends Error {}

/** Creates the client that delivers webhooks. It follows no redirects, and reaches only what `mayReach` allows. */
export function webhookClient(settings: WebhookClientSettings): WebhookClient {
  const { allowedNetworks, nameServers, timeoutMs } = settings;
  const options = (protocol: "http" | "https") => ({
    keepAlive: true,
    timeout: REST_MS,
    lookup: checkedLookup(protocol, allowedNetworks, nameServers),
  });
  const agents = { http: new http.Agent(options("http")), https: new https.Agent(options("https")) };

  /** @throws AddressRefused, TimedOut, and what Node's client throws */
  const request = (url: URL, headers: http.OutgoingHttpHeaders, body: string, deadline: number) =>
    new Promise<http.IncomingMessage | "stale">((resolve, reject) => {
      const protocol = url.protocol === "http:" ? "http" : "https";
      // Node looks up only names.
      const literal = addressIn(url);
      if (literal && !mayReach(protocol, literal, allowedNetworks)) throw new AddressRefused();
      const module = protocol === "http" ? http : https;
      const sent = module.request(url, { method: "POST", headers, agent: agents[protocol] });
      const timer = setTimeout(() => sent.destroy(new TimedOut()), deadline - performance.now());
      let answer: http.IncomingMessage | undefined;
      sent.on("response", (response) => {
        answer = response;
        let bytes = 0;
        response.on("error", () => undefined);
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MAX_ANSWER_BYTES) sent.destroy();
        });
      });
      sent.on("error", (error: NodeJS.ErrnoException) => {
        // We have its status: "close" follows.
        if (answer) return;
        // The other side closed an idle connection just as we began to use it.
        if (sent.reusedSocket && error.code === "ECONNRESET") resolve("stale");
        else reject(error);
      });
      sent.on("close", () => {
        clearTimeout(timer);
        if (answer) resolve(answer);
        else reject(new Error("closed"));
      });
      sent.end(body);
    });

  return {
    timeoutMs,
    async post(url, headers, body) {
      const deadline = performance.now() + timeoutMs;
      const all = { ...headers, "content-length": Buffer.byteLength(body) };
      try {
        let answer = await request(new URL(url), all, body, deadline);
        while (answer === "stale") answer = await request(new URL(url), all, body, deadline);
        const { statusCode: status = 0, headers: answered } = answer;
        return { kind: "answered", status, retryAfterMs: retryAfter(answered["retry-after"]) };
      } catch (error) {
        return { kind: "unanswered", error: codeOf(error) };
      }
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Reads how long the other side asks us to wait, as seconds or as a date: at most a day, 0 if unreadable. */
function retryAfter(header: string | undefined): number {
  const text = header?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS);
}

/** Names an error by its code alone: its message may contain the address, and with it a token. */
function codeOf(error: unknown): string {
  if (error instanceof TimedOut) return "webhook_timeout";
  if (error instanceof AddressRefused) return "webhook_address_refused";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return `webhook_unreachable:${/^[A-Z0-9_]{1,60}$/.test(code) ? code : "UNKNOWN"}`;
}
