import * as z from "zod";
import type { Changes } from "../changes.ts";
import type { RequestLog } from "../request-log.ts";
import type { Acknowledgement, RequestKind } from "./acknowledgement.ts";
import { type Encoded, encode, type Oddity, post } from "./http.ts";
import { deliveryProblems } from "./problems.ts";
import type { Sockets } from "./socket.ts";

const named = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);
const acting = z.union([named, z.object({ user: named }).transform(({ user }) => user)]);

/** A request to the app, and its reaction. */
export interface SentRequest extends Encoded {
  kind: RequestKind;
  /** The payload's type: `block_actions`, `view_submission`, an event's type, or a command's name. */
  type: string;
  payload: Record<string, unknown>;
  /** Undefined while it is awaited. */
  acknowledgement?: Acknowledgement;
}

/** Delivers what happens in Slack to the app: to its address if it has one, or else over its socket. */
export class Delivery {
  /** Everything sent so far, oldest first. */
  readonly requests: SentRequest[] = [];
  /** The app's address; undefined in Socket Mode. */
  url: string | undefined;
  /** How long the app may take to acknowledge. */
  ackWithinMs: number;

  readonly #sockets: Sockets;
  readonly #secret: string;
  readonly #changes: Changes;
  readonly #requestLog: RequestLog;

  constructor(
    sockets: Sockets,
    secret: string,
    { changes, requestLog }: { changes: Changes; requestLog: RequestLog },
    ackWithinMs: number,
  ) {
    this.#sockets = sockets;
    this.#secret = secret;
    this.#changes = changes;
    this.#requestLog = requestLog;
    this.ackWithinMs = ackWithinMs;
  }

  /** Sends the app a request and waits for it to acknowledge. */
  async send(kind: RequestKind, type: string, payload: Record<string, unknown>): Promise<Acknowledgement> {
    const request: SentRequest = { kind, type, payload, ...encode(kind, payload) };
    const { ackWithinMs } = this;
    this.requests.push(request);
    const end = this.#requestLog.begin({
      direction: "to-app",
      kind,
      name: type,
      userId: actorIn(payload),
      sent: payload,
    });
    const acknowledgement = this.url
      ? await post(this.url, this.#secret, request, ackWithinMs)
      : await this.#sockets.send(kind, payload, ackWithinMs);
    request.acknowledgement = acknowledgement;
    const { status, body } = acknowledgement;
    end({ status, answer: body }, deliveryProblems(acknowledgement, ackWithinMs));
    this.#changes.tell({ kind: "request", type });
    return acknowledgement;
  }

  /** Posts a body as it is, perhaps forged, late or a second time. Returns the HTTP status. */
  async deliver(body: string, oddity: Oddity = {}): Promise<number> {
    if (!this.url) throw new Error("deliver needs an address: call sendEventsTo first");
    const contentType = body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";
    const { status, error } = await post(
      this.url,
      this.#secret,
      { body, contentType },
      this.ackWithinMs,
      oddity,
    );
    if (status === undefined) throw new Error(`The app did not answer: ${error}`);
    return status;
  }
}

/** Finds the person behind a payload: a command has `user_id`, an interaction `user.id`, an event either inside it. */
function actorIn({ user_id: id, user, event }: Record<string, unknown>): string | undefined {
  const found = acting.safeParse(id ?? user ?? event);
  return found.data;
}
