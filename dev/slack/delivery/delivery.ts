import type { Changes } from "../changes.ts";
import type { Acknowledgement, RequestKind } from "./acknowledgement.ts";
import { type Encoded, encode, type Oddity, post } from "./http.ts";
import type { Sockets } from "./socket.ts";

/** Something the app was told, and what it made of it. */
export interface SentRequest extends Encoded {
  kind: RequestKind;
  /** The payload's type: `block_actions`, `view_submission`, an event's type; a command's name. */
  type: string;
  payload: Record<string, unknown>;
  /** Missing while it is awaited. */
  acknowledgement?: Acknowledgement;
}

/** Brings what happens in Slack to the app: to its address if it gave one, else over its socket. */
export class Delivery {
  /** Everything sent so far, oldest first. */
  readonly requests: SentRequest[] = [];
  /** Where the app listens; undefined in Socket Mode. */
  url: string | undefined;

  readonly #sockets: Sockets;
  readonly #secret: string;
  readonly #changes: Changes;
  readonly #deadlineMs: number;

  constructor(sockets: Sockets, secret: string, changes: Changes, deadlineMs: number) {
    this.#sockets = sockets;
    this.#secret = secret;
    this.#changes = changes;
    this.#deadlineMs = deadlineMs;
  }

  /** Tells the app something and waits for it to acknowledge. */
  async send(kind: RequestKind, type: string, payload: Record<string, unknown>): Promise<Acknowledgement> {
    const request: SentRequest = { kind, type, payload, ...encode(kind, payload) };
    this.requests.push(request);
    const acknowledgement = this.url
      ? await post(this.url, this.#secret, request, this.#deadlineMs)
      : await this.#sockets.send(kind, payload, this.#deadlineMs);
    request.acknowledgement = acknowledgement;
    this.#changes.tell({ kind: "request", type });
    return acknowledgement;
  }

  /** Posts a body as it is, perhaps forged, late or once more; says the HTTP status. */
  async deliver(body: string, oddity: Oddity = {}): Promise<number> {
    if (!this.url) throw new Error("deliver needs an address: call sendEventsTo first");
    const contentType = body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";
    const { status, error } = await post(
      this.url,
      this.#secret,
      { body, contentType },
      this.#deadlineMs,
      oddity,
    );
    if (status === undefined) throw new Error(`The app did not answer: ${error}`);
    return status;
  }
}
