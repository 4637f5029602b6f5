import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import * as z from "zod";
import type { Acknowledgement, RequestKind } from "./acknowledgement.ts";

const acknowledged = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

/** The WebSockets that apps open in Socket Mode. */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #open: WebSocket[] = [];
  readonly #tickets = new Set<string>();
  readonly #awaited = new Map<string, (payload: unknown) => void>();
  readonly #appId: string;
  #sent = 0;

  constructor(appId: string) {
    this.#appId = appId;
  }

  /** Returns how many connections are open. */
  get size(): number {
    return this.#open.length;
  }

  /** Returns the path and query of an address for one connection. */
  ticket(): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return `/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  /** Upgrades an HTTP request to a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? "/", "http://slack").searchParams.get("ticket") ?? "";
    if (!this.#tickets.delete(ticket)) {
      socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#welcome(connection));
  }

  /** Sends a request over one of the open connections and waits for its acknowledgement. */
  async send(
    kind: RequestKind,
    payload: Record<string, unknown>,
    deadlineMs: number,
  ): Promise<Acknowledgement> {
    const started = performance.now();
    const answer = (error: Acknowledgement["error"], body: unknown): Acknowledgement => ({
      error,
      status: undefined,
      body,
      ms: Math.round(performance.now() - started),
    });
    this.#sent += 1;
    const connection = this.#open[this.#sent % this.#open.length];
    if (!connection) return answer("dispatch_failed", undefined);

    const id = randomUUID();
    const envelope = {
      envelope_id: id,
      payload,
      type: kind,
      accepts_response_payload: kind !== "events_api",
      ...(kind === "events_api" ? { retry_attempt: 0, retry_reason: "" } : {}),
    };
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#awaited.delete(id);
        resolve(answer("operation_timeout", undefined));
      }, deadlineMs);
      this.#awaited.set(id, (body) => {
        clearTimeout(timer);
        this.#awaited.delete(id);
        resolve(answer(undefined, body));
      });
      connection.send(JSON.stringify(envelope));
    });
  }

  /** Asks every client to reconnect, as Slack does about once an hour. */
  refresh(): void {
    for (const connection of this.#open) {
      connection.send(
        JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: this.#debugInfo() }),
      );
    }
  }

  /** Ends every connection. */
  close(): void {
    for (const connection of this.#open) connection.terminate();
    this.#server.close();
  }

  #welcome(connection: WebSocket): void {
    this.#open.push(connection);
    connection.on("close", () => this.#open.splice(this.#open.indexOf(connection), 1));
    connection.on("message", (data) => this.#take(data.toString()));
    connection.send(
      JSON.stringify({
        type: "hello",
        num_connections: this.#open.length,
        debug_info: this.#debugInfo(),
        connection_info: { app_id: this.#appId },
      }),
    );
  }

  #take(text: string): void {
    const { envelope_id: id, payload } = acknowledged.parse(JSON.parse(text));
    const empty = typeof payload === "object" && payload !== null && Object.keys(payload).length === 0;
    this.#awaited.get(id)?.(empty ? undefined : payload);
  }

  #debugInfo(): Record<string, unknown> {
    return { host: "applink-dev", build_number: 1, approximate_connection_time: 18_060 };
  }
}
