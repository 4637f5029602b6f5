import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { addressOf } from "../../http/address.ts";
import { clientOf } from "../../http/bearer.ts";
import type { ApiMount, ApiRefusal } from "../../http/mounts.ts";
import { bodyOf } from "../../http/receive.ts";
import { requestIdOf } from "../../http/request-id.ts";
import { isAway, isFromDatabase } from "../../models/mongo-errors.ts";
import { requirePermission } from "../../services/authorize.ts";
import { DatabaseUnavailable, NotPermitted } from "../../services/errors.ts";
import { AccessRefused } from "./access-refused.ts";
import { type AnswerSettings, evaluate, evaluateEach } from "./evaluation.ts";
import { metadataOf, metadataPath } from "./metadata.ts";
import { searchActions, searchResources, searchSubjects } from "./search.ts";

export interface AccessSettings extends AnswerSettings {
  publicUrl: string;
  /** How many proxies to trust for the client's address. */
  trustProxy: number;
}

type Handle = (body: unknown, settings: AnswerSettings, reasons: boolean) => unknown;

const paths: ReadonlyMap<string, Handle> = new Map<string, Handle>([
  ["/access/v1/evaluation", evaluate],
  ["/access/v1/evaluations", evaluateEach],
  ["/access/v1/search/subject", (body) => searchSubjects(body)],
  ["/access/v1/search/resource", (body, { decisions }) => searchResources(body, decisions)],
  ["/access/v1/search/action", (body, { decisions }) => searchActions(body, decisions)],
]);

/** Draws refusals of requests that don't get here. */
const draw = ({ detail }: ApiRefusal) => ({ type: "application/json", body: JSON.stringify(detail) });

/** Enough for the most questions of a batch, each with its properties and context. */
const MAX_BYTES = 512 * 1024;

/** The mounts for decisions and for their description. */
export const accessMounts: readonly ApiMount[] = [
  { path: "/access/v1", maxBytes: MAX_BYTES, draw },
  { path: metadataPath, draw },
];

/** The methods for asking for decisions, and for reading the description. */
const [ASKED_BY, READ_BY] = ["POST, OPTIONS", "GET, HEAD, OPTIONS"];

/**
 * Answers the Authorization API 1.0 of OpenID's AuthZEN. Runs without Express, which would take longer than a decision,
 * and behind `receive`, which reads the bodies.
 *
 * A failure never allows anything: its answer is not a decision.
 */
export function accessHandler(settings: AccessSettings, log: Logger): RequestListener {
  const { publicUrl, trustProxy } = settings;
  const metadata = JSON.stringify(metadataOf(publicUrl));
  const base = new URL(publicUrl).pathname.replace(/\/$/, "");
  const metadataPaths = new Set([metadataPath, metadataPath + base, base + metadataPath]);

  async function answerTo(request: IncomingMessage, path: string): Promise<unknown> {
    const found = await clientOf(request, addressOf(request, trustProxy));
    if ("refusal" in found) {
      const { status, detail, headers } = found.refusal;
      throw new AccessRefused(status, detail, headers);
    }
    const handle = paths.get(path);
    if (!handle) throw new AccessRefused(404, "There is nothing at this path.");
    if (request.method === "OPTIONS") return null;
    if (request.method !== "POST") throw new AccessRefused(405, "Use POST.", { Allow: ASKED_BY });
    // The client was read less than a second ago, so only a refusal needs `requirePermission`, which audits it.
    if (!found.client.permissions.includes("decisions")) await requirePermission(found.client, "decisions");
    return handle(jsonIn(request), settings, !found.client.withoutReasons);
  }

  function described(method = ""): Outgoing {
    if (["GET", "HEAD"].includes(method)) return { status: 200, body: metadata, headers: cacheable };
    if (method === "OPTIONS") return optionsOf(READ_BY);
    return { status: 405, body: JSON.stringify("Use GET."), headers: { ...fresh, Allow: READ_BY } };
  }

  return (request, response) => {
    const path = withoutBase(request, base);
    if (metadataPaths.has(path)) return send(request, response, described(request.method));
    answerTo(request, path).then(
      (answer) =>
        send(
          request,
          response,
          answer === null
            ? optionsOf(ASKED_BY)
            : { status: 200, body: JSON.stringify(answer), headers: fresh },
        ),
      (error: unknown) => {
        const { status, sentence, headers } = refusalOf(error, request, log);
        send(request, response, {
          status,
          body: JSON.stringify(sentence),
          headers: { ...fresh, ...headers },
        });
      },
    );
  };
}

const fresh = { "Cache-Control": "no-store" };
const cacheable = { "Cache-Control": "public, max-age=3600" };

function withoutBase({ url = "" }: IncomingMessage, base: string): string {
  const [path = ""] = url.split("?", 1);
  return base !== "" && path.startsWith(`${base}/`) ? path.slice(base.length) : path;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads JSON. For anything else, AuthZEN's certification requires 400. */
function jsonIn(request: IncomingMessage): unknown {
  if (!isJsonType(request.headers["content-type"] ?? ""))
    throw new AccessRefused(400, "Send JSON in UTF-8, with Content-Type: application/json.");
  const body = bodyOf(request);
  if (body.length === 0) throw new AccessRefused(400, "The body is missing.");
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new AccessRefused(400, "The body is not JSON in UTF-8.");
  }
}

/** Tells whether a type is JSON in UTF-8. Other parameters have no meaning (RFC 8259, section 11). */
function isJsonType(contentType: string): boolean {
  const [type = "", ...parameters] = contentType.toLowerCase().split(";");
  const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith("charset="));
  return type.trim() === "application/json" && (!charset || /^charset="?utf-8"?$/.test(charset));
}

function refusalOf(error: unknown, request: IncomingMessage, log: Logger): AccessRefused {
  if (error instanceof AccessRefused) return error;
  if (error instanceof NotPermitted) return new AccessRefused(403, error.sentence());
  if (isFromDatabase(error) && !isAway(error))
    log.warn(
      { err: error, requestId: requestIdOf(request) },
      "the database refused to read what a decision needs",
    );
  if (error instanceof DatabaseUnavailable || isFromDatabase(error) || isAway(error))
    return new AccessRefused(
      503,
      "The database does not answer, so nothing can be decided. Try again in a moment.",
      {
        "Retry-After": "1",
      },
    );
  log.error({ requestId: requestIdOf(request), err: error }, "a decision failed");
  return new AccessRefused(
    500,
    "Something went wrong. It’s our fault, not yours. The log has the details, under this request’s X-Request-ID.",
  );
}

interface Outgoing {
  status: number;
  body: string;
  headers: Readonly<Record<string, string>>;
}

const optionsOf = (Allow: string): Outgoing => ({ status: 204, body: "", headers: { ...fresh, Allow } });

function send(request: IncomingMessage, response: ServerResponse, { status, body, headers }: Outgoing): void {
  response.writeHead(status, {
    // An answer without a body has neither header (RFC 9110, 8.6).
    ...(status !== 204 && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }),
    "X-Content-Type-Options": "nosniff",
    "X-Request-ID": requestIdOf(request),
    ...headers,
  });
  response.end(request.method === "HEAD" ? "" : body);
}
