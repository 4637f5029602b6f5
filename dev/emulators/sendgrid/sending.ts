import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import express, { type NextFunction, type Request, type Response, Router } from "express";
import { errorBody, type Fault, headersFor } from "./fault.ts";
import { mailsFrom } from "./mail.ts";
import type { Outgoing } from "./outgoing.ts";
import { type InvalidField, readSendRequest, type SendRequest } from "./request.ts";
import { faultsIn, isTracked } from "./validation.ts";

const largest = 30 * 1024 * 1024;
const unverified =
  "The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. Visit https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ to see the Sender Identity requirements";

/** The state of a SendGrid account. */
export interface Account {
  apiKey: string;
  /** What the key may do. */
  scopes: Set<string>;
  /** Addresses, or domains as "@example.com". Empty: every sender is verified. */
  verifiedSenders: Set<string>;
  outgoing: Outgoing;
  /** The faults of the next sends, in order. */
  faults: Fault[];
  /** Things that the sender must never do, though a real SendGrid would allow them. */
  breaches: string[];
}

/** Serves SendGrid's Web API, as far as sending email needs it. */
export function sendingRoutes(account: Account): Router {
  const router = Router();
  router.use("/v3", authorize(account));
  router.get("/v3/scopes", (_request, response) => {
    response.json({ scopes: [...account.scopes] });
  });
  router.get("/v3/verified_senders", needs(account, "sender_verification.read"), (_request, response) => {
    response.json({ results: addressesOf(account).map((email) => ({ from_email: email, verified: true })) });
  });
  router.get("/v3/whitelabel/domains", needs(account, "whitelabel.read"), (_request, response) => {
    response.json(domainsOf(account).map((domain) => ({ domain, subdomain: "em", valid: true })));
  });
  router.post(
    "/v3/mail/send",
    needs(account, "mail.send"),
    express.raw({ type: () => true, limit: largest }),
    (request, response) => send(account, request, response),
  );
  router.use("/v3", (_request, response) => {
    response.status(404).json(errorBody(404, "not found"));
  });
  router.use(tooLarge);
  return router;
}

function authorize({ apiKey }: Account) {
  return (request: Request, response: Response, next: NextFunction) => {
    const given = request.get("authorization");
    if (given === `Bearer ${apiKey}`) return next();
    response
      .status(401)
      .json(given === undefined ? errorBody(401, "authorization required") : errorBody(401));
  };
}

function needs({ scopes }: Account, scope: string) {
  return (_request: Request, response: Response, next: NextFunction) => {
    if (scopes.has(scope)) next();
    else response.status(403).json(errorBody(403));
  };
}

const addressesOf = ({ verifiedSenders }: Account) =>
  [...verifiedSenders].filter((sender) => !sender.startsWith("@"));
const domainsOf = ({ verifiedSenders }: Account) =>
  [...verifiedSenders].flatMap((sender) => (sender.startsWith("@") ? [sender.slice(1)] : []));

async function send(account: Account, incoming: Request, response: Response): Promise<void> {
  const fault = account.faults.shift();
  if (fault && "status" in fault) {
    const { status, message, page } = fault;
    response.status(status).set(headersFor(fault, new Date()));
    if (page === undefined) response.json(errorBody(status, message));
    else response.type("html").send(page);
    return;
  }
  if (!incoming.is("application/json")) {
    response.status(415).json(errorBody(415, "Content-Type should be application/json."));
    return;
  }
  const read = readSendRequest(parsed(incoming.body));
  const faults = "faults" in read ? read.faults : faultsIn(read.request);
  if (!("request" in read) || faults.length > 0) {
    response.status(400).json({ errors: faults });
    return;
  }
  const { request } = read;
  const violation = policyViolation(account, request);
  if (violation) {
    response.status(violation.status).json({ errors: [violation.fault] });
    return;
  }
  if (request.mail_settings?.sandbox_mode?.enable) {
    response.status(200).end();
    return;
  }
  const id = randomBytes(16).toString("base64url");
  for (const mail of mailsFrom(request, id, new Date())) account.outgoing.add(mail);
  if (fault && "dropAfterAccepting" in fault) {
    incoming.socket.destroy();
    return;
  }
  if (fault && "until" in fault) await fault.until;
  else if (fault) await wait(fault.delayMs, undefined, { ref: false });
  response.status(202).set("X-Message-Id", id).end();
}

/** Reads a body as JSON; anything else counts as empty, and so lacks everything. */
function parsed(body: unknown): unknown {
  try {
    return Buffer.isBuffer(body) ? JSON.parse(body.toString("utf8")) : {};
  } catch {
    return {};
  }
}

function policyViolation(
  { verifiedSenders, breaches }: Account,
  request: SendRequest,
): { status: number; fault: InvalidField } | undefined {
  const from = request.from.email.toLowerCase();
  const domain = from.slice(from.lastIndexOf("@"));
  if (verifiedSenders.size > 0 && !verifiedSenders.has(from) && !verifiedSenders.has(domain)) {
    return { status: 403, fault: { message: unverified, field: "from", help: null } };
  }
  if (isTracked(request)) {
    const message = `An email with click or open tracking on: ${request.subject}`;
    breaches.push(message);
    return { status: 400, fault: { message, field: "tracking_settings", help: null } };
  }
  return undefined;
}

function tooLarge(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  const is413 = error instanceof Error && "status" in error && error.status === 413;
  if (is413) response.status(413).json(errorBody(413));
  else next(error);
}
