import type { IncomingHttpHeaders, RequestListener, ServerResponse } from "node:http";
import ipaddr from "ipaddr.js";
import { Webhook } from "standardwebhooks";
import type * as z from "zod";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { patientServer } from "../../dev/tools/patient-server.ts";
import { webhookMessage } from "../../src/services/webhooks/payload.ts";

/** The networks that a test's webhooks may reach: this machine. */
export const thisMachine = [ipaddr.parseCIDR("127.0.0.0/8")];

type Message = z.output<typeof webhookMessage>;

/** A received webhook. */
export interface Received {
  id: string;
  path: string;
  body: string;
  headers: IncomingHttpHeaders;
  message: Message;
}

type Answering = (received: Received, response: ServerResponse) => void;

const took: Answering = (_, response) => void response.writeHead(204).end();

/**
 * A system that receives webhooks. It verifies each with the library of Standard Webhooks, by one of the secrets it
 * knows, and answers 400 if that fails.
 */
export class WebhookReceiver {
  readonly received: Received[] = [];
  readonly refused: string[] = [];
  /** The answer to webhooks that verify. */
  answers: Answering = took;
  readonly #secrets: string[] = [];
  readonly #server;
  #port = 0;

  constructor() {
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        this.#take({ body, headers: request.headers, path: request.url ?? "" }, response);
      });
    };
    this.#server = patientServer(listener);
  }

  async listens(): Promise<this> {
    this.#port = await listenLocally(this.#server);
    return this;
  }

  url(path = "/hooks"): string {
    return `http://127.0.0.1:${this.#port}${path}`;
  }

  /** Verifies with these secrets from now on, and no others. */
  knows(...secrets: string[]): void {
    this.#secrets.splice(0, this.#secrets.length, ...secrets);
  }

  /** The ids of the received webhooks, in order. */
  get ids(): string[] {
    return this.received.map(({ id }) => id);
  }

  get types(): string[] {
    return this.received.map(({ message }) => message.type);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(request: Omit<Received, "id" | "message">, response: ServerResponse): void {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const verified = this.#secrets.flatMap((secret) => {
      try {
        return [new Webhook(secret).verify(request.body, headers)];
      } catch {
        return [];
      }
    });
    if (verified.length === 0) {
      this.refused.push(request.body);
      response.writeHead(400).end();
      return;
    }
    const received = {
      ...request,
      id: headers["webhook-id"] ?? "",
      message: webhookMessage.parse(verified[0]),
    };
    this.received.push(received);
    this.answers(received, response);
  }
}

/** Starts a receiver. */
export const startReceiver = () => new WebhookReceiver().listens();
