import { STATUS_CODES } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { clientOf } from "../../http/bearer.ts";
import { isPlainUtf8 } from "../../http/body-encoding.ts";
import type { ApiRefusal } from "../../http/mounts.ts";
import { bodyOf } from "../../http/receive.ts";
import { requestIdOf } from "../../http/request-id.ts";
import type { ClientActor } from "../../services/actor.ts";
import { requirePermission } from "../../services/authorize.ts";
import { takesAny } from "../read-request.ts";
import type { ScimAnswer, ScimContext } from "./exchange.ts";
import { type Explained, explain } from "./explain.ts";
import { parseJson } from "./parse-json.ts";
import { carryOut } from "./routes.ts";
import { errorBody, ScimError } from "./scim-error.ts";

const SCIM_TYPE = "application/scim+json";

/** Draws a refusal made before anything is read. */
export function scimRefusal({ status, detail }: Pick<ApiRefusal, "status" | "detail">) {
  return { type: SCIM_TYPE, body: JSON.stringify(errorBody(status, null, detail)) };
}

/** Serves identity providers at /scim/v2. Runs behind `receive`, which reads the bodies. */
export function scimRouter(context: ScimContext, log: Logger): RequestHandler {
  return async (request, response) => {
    const began = performance.now();
    let client: ClientActor | undefined;
    let answer: ScimAnswer;
    try {
      const found = await clientOf(request, request.ip ?? "");
      if ("refusal" in found) {
        const { status, detail, headers } = found.refusal;
        throw new ScimError(status, null, detail, headers);
      }
      client = found.client;
      await requirePermission(client, "scim");
      answer = await carryOut({
        actor: client,
        method: request.method,
        segments: segmentsOf(request.path),
        query: queryOf(request),
        body: () => jsonOf(request),
        ifMatch: request.headers["if-match"],
        ifNoneMatch: request.headers["if-none-match"],
        context,
      });
    } catch (error) {
      const conditional = request.headers["if-match"] !== undefined;
      const isChange = client !== undefined && request.method !== "GET" && request.method !== "HEAD";
      answer = explain(error, { conditional, isChange }) ?? failed(error, request, log);
    }
    send(request, response, answer);
    const line = {
      requestId: requestIdOf(request),
      client: client?.clientId,
      method: request.method,
      path: `/scim/v2/${segmentsOf(request.path)[0]?.slice(0, 40) ?? ""}`,
      status: answer.status,
      ms: Math.round(performance.now() - began),
    };
    // Anyone without a token could fill the log.
    if (client) log.info(line, "request from an identity provider");
    else log.debug(line, "request without a token");
  };
}

function segmentsOf(path: string): string[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return segments;
  }
}

function queryOf({ url }: Request): URLSearchParams {
  const start = url.indexOf("?");
  const query = new URLSearchParams(start < 0 ? "" : url.slice(start + 1));
  return new URLSearchParams([...query].map(([name, value]) => [name.toLowerCase(), value]));
}

function jsonOf(request: Request): unknown {
  const bytes = bodyOf(request);
  const { "content-type": type = "" } = request.headers;
  const isJson = type === "" || /^\s*application\/(?:scim\+)?json\s*(?:;|$)/i.test(type);
  if (!isJson || !isPlainUtf8(request.headers))
    throw new ScimError(415, null, `Send uncompressed JSON in UTF-8, as Content-Type: ${SCIM_TYPE}.`);
  return parseJson(bytes);
}

function failed(error: unknown, request: Request, log: Logger): Explained {
  log.error({ requestId: requestIdOf(request), err: error }, "a SCIM request failed");
  const detail =
    "Something went wrong. It’s our fault, not yours. The log has the details, under this request’s X-Request-Id.";
  return { status: 500, headers: {}, body: errorBody(500, null, detail) };
}

/** Tells whether a client takes plain JSON, and no other type that ours could be (RFC 7644, 3.8). */
function takesPlainJson({ headers }: Request): boolean {
  const { accept = "" } = headers;
  return takesAny(accept, ["application/json"]) && !takesAny(accept, [SCIM_TYPE]);
}

function send(request: Request, response: Response, { status, headers, body }: ScimAnswer): void {
  const text = body && JSON.stringify(body);
  response.writeHead(status, STATUS_CODES[status], {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestIdOf(request),
    ...(text !== undefined && {
      "Content-Type": takesPlainJson(request) ? "application/json" : SCIM_TYPE,
      "Content-Length": Buffer.byteLength(text),
    }),
    ...headers,
  });
  response.end(text);
}
