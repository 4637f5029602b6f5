import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Request, RequestHandler } from "express";
import type { Logger } from "pino";
import { clientOf } from "../http/bearer.ts";
import { bodyOf } from "../http/receive.ts";
import { requestIdOf } from "../http/request-id.ts";
import type { KeptAnswer } from "../models/idempotency-record.ts";
import type { ClientActor } from "../services/actor.ts";
import { requirePermission } from "../services/authorize.ts";
import { doOnce } from "../services/idempotency.ts";
import type { CountRequest } from "../services/request-quota.ts";
import type { ApiContext } from "./context.ts";
import {
  type Answer,
  type Endpoint,
  fileIn,
  fileTypesOf,
  isConditional,
  mayLackBody,
  writtenTypeOf,
} from "./endpoint.ts";
import { isKnown } from "./etags.ts";
import { filesAtOnce } from "./files-at-once.ts";
import { endpointFinder } from "./find-endpoint.ts";
import { atOneOf, etagOf, ifMatchOf, refuseIfNoneMatch, refuseOthers } from "./if-match.ts";
import { RequestRefused } from "./problem.ts";
import { quotaHeaders, tooManyRequests } from "./quota.ts";
import { checkAccept, fileOf, idempotencyKeyOf, jsonOf, queryOf, refuseBody } from "./read-request.ts";
import { listsIn } from "./schemas.ts";
import { refusalOf, sendAnswer, sendWritten, type WrittenAnswer } from "./send-answer.ts";

export interface RouterSettings {
  /** The address of /api/v1 as clients know it, for `Link` and `Location`. */
  address: string;
  perMinute: number;
  count: CountRequest;
  context: ApiContext;
}

/** What is known about a request so far. */
interface Exchange {
  headers: Record<string, string>;
  client?: ClientActor;
  endpoint?: Endpoint;
}

/** Serves the endpoints to API clients. Runs behind `receive`, which reads the bodies. */
export function apiRouter(
  endpoints: readonly Endpoint[],
  settings: RouterSettings,
  log: Logger,
): RequestHandler {
  const find = endpointFinder(endpoints);
  const takePlace = filesAtOnce();
  const lists = new Map(endpoints.map((endpoint) => [endpoint, listsIn(endpoint.query)]));

  async function answerTo(request: Request, exchange: Exchange): Promise<KeptAnswer | WrittenAnswer> {
    const found = await clientOf(request, request.ip ?? "");
    if ("refusal" in found) throw new RequestRefused(found.refusal);
    exchange.client = found.client;
    await countRequest(found.client, exchange);
    const route = find(request.method, request.path);
    if ("allowed" in route) return { status: 204, headers: { Allow: route.allowed }, body: "" };
    exchange.endpoint = route.endpoint;
    return carryOut(request, found.client, route.endpoint, route.params);
  }

  async function countRequest(client: ClientActor, exchange: Exchange): Promise<void> {
    const quota = await settings.count(client.clientId);
    Object.assign(exchange.headers, quotaHeaders(settings.perMinute, quota));
    if (!quota.allowed) throw tooManyRequests(settings.perMinute, quota);
  }

  async function carryOut(
    request: Request,
    actor: ClientActor,
    endpoint: Endpoint,
    params: Record<string, string>,
  ): Promise<KeptAnswer | WrittenAnswer> {
    // The service checks it too, but stored answers are shown without the service.
    await requirePermission(actor, endpoint.permission);
    const type = writtenTypeOf(endpoint.responses[200]);
    checkAccept(request, type ?? undefined);
    const key = idempotencyKeyOf(request);
    const etags = ifMatchOf(request, isConditional(endpoint));
    if (!isRead(request)) refuseIfNoneMatch(request);
    const types = fileTypesOf(endpoint);
    const { body, run } = endpoint.read({
      params,
      query: queryOf(request, lists.get(endpoint) ?? new Set()),
      body: sentTo(endpoint, request, types),
    });
    const { context } = settings;
    if (type) {
      // Reads nothing for a client that only asks what it would be sent.
      if (request.method === "HEAD") return { type, file: Readable.from([]), release: () => undefined };
      const release = takePlace(actor.clientId);
      try {
        return { type, file: fileIn(await run({ actor, ifMatch: undefined, context })), release };
      } catch (error) {
        release();
        throw error;
      }
    }
    const work = async () => {
      const answer = await atOneOf(etags, (ifMatch) => run({ actor, ifMatch, context }));
      return written(answer, request, etags);
    };
    if (key === null) return work();
    const { clientId } = actor;
    const target = `${endpoint.method} ${request.path}`;
    const content = { query: queryText(request), body: types ? fingerprintOf(request) : body };
    const keepsAnswer = !endpoint.showsSecret;
    const outcome = await doOnce({ clientId, target, key, content, keepsAnswer }, work);
    if (outcome.kind === "answer") return outcome.answer;
    throw refusedRepeat(outcome);
  }

  function written(answer: Answer, request: Request, etags: readonly string[] | null): KeptAnswer {
    const { status, version } = answer;
    const body = answer.body === null ? "" : JSON.stringify(answer.body);
    const headers: Record<string, string> = {};
    if (version !== undefined) {
      const etag = etagOf(version, body);
      headers.ETag = `"${etag}"`;
      if (isRead(request)) {
        if (etags) refuseOthers(etags, etag);
        if (isKnown(request.headers["if-none-match"], etag)) return { status: 304, headers, body: "" };
      }
    }
    if (answer.location !== undefined) headers.Location = settings.address + answer.location;
    if (answer.next) headers.Link = `<${nextPage(request, answer.next)}>; rel="next"`;
    if (body !== "") headers["Content-Type"] = "application/json; charset=utf-8";
    return { status, headers, body };
  }

  function nextPage(request: Request, cursor: string): string {
    const query = new URLSearchParams(queryText(request));
    query.set("cursor", cursor);
    return `${settings.address}${request.path}?${query}`;
  }

  return async (request, response) => {
    const began = performance.now();
    const exchange: Exchange = { headers: {} };
    let answer: KeptAnswer | WrittenAnswer;
    try {
      answer = await answerTo(request, exchange);
    } catch (error) {
      const { method = "GET" } = exchange.endpoint ?? {};
      answer = refusalOf(error, request, log, method !== "GET");
    }
    if ("file" in answer) await sendWritten(request, response, answer, exchange.headers, log);
    else sendAnswer(request, response, answer, exchange.headers);
    const line = {
      requestId: requestIdOf(request),
      client: exchange.client?.clientId,
      method: request.method,
      path: exchange.endpoint?.path,
      status: response.statusCode,
      ms: Math.round(performance.now() - began),
    };
    // Anyone without a token could fill the log.
    if (exchange.client) log.info(line, "request from an API client");
    else log.debug(line, "request without a token");
  };
}

const isRead = ({ method }: Request) => method === "GET" || method === "HEAD";

function sentTo(endpoint: Endpoint, request: Request, types: readonly string[] | null): unknown {
  if (types) return fileOf(request, types);
  if (endpoint.body) return jsonOf(request, mayLackBody(endpoint));
  return endpoint.method === "GET" ? undefined : refuseBody(request);
}

/** Hashes a file with its type: the same bytes with a different type are a different file. */
function fingerprintOf(request: Request): string {
  const { "content-type": type = "" } = request.headers;
  return createHash("sha256").update(`${type.toLowerCase()}\0`).update(bodyOf(request)).digest("hex");
}

function queryText({ url }: Request): string {
  const start = url.indexOf("?");
  return start < 0 ? "" : url.slice(start + 1);
}

function refusedRepeat(
  outcome: { kind: "other_request" } | { kind: "in_progress" } | { kind: "already_done"; ids: string[] },
): RequestRefused {
  switch (outcome.kind) {
    case "other_request":
      return new RequestRefused({
        status: 422,
        code: "idempotency_key_reused",
        detail: "This Idempotency-Key was used for a different request. Choose another key.",
      });
    case "in_progress":
      return new RequestRefused({
        status: 409,
        code: "in_progress",
        detail: "The same request is still being carried out. Try again in a moment.",
        headers: { "Retry-After": "2" },
      });
    case "already_done": {
      const [id] = outcome.ids;
      return new RequestRefused(
        {
          status: 409,
          code: "already_done",
          detail: "This was done when you first asked. The answer from then is not stored.",
        },
        { id, ids: outcome.ids },
      );
    }
  }
}
