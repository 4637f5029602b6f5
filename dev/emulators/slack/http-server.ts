import { createServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";
import express, { type Express, type Request, type Response, Router } from "express";
import { listenLocally } from "../../tools/listen-locally.ts";
import { ApiError } from "./api-error.ts";
import { readAnswer } from "./delivery/acknowledgement.ts";
import { type Faults, isFailure } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";
import type { ResponseUrls } from "./response-urls.ts";
import { faulty, type Reply, type WebApi } from "./web-api.ts";
import type { Workspace } from "./workspace.ts";

interface Routed {
  api: WebApi;
  responseUrls: ResponseUrls;
  requestLog: RequestLog;
  faults: Faults;
  workspace: Workspace;
}

/** Routes an app's calls: `/api/<method>` and the response URLs, whose faults are planned as "response_url". */
export function appRoutes({ api, responseUrls, requestLog, faults, workspace }: Routed): Express {
  const app = express();
  app.use(fileRoutes(workspace));
  app.use(express.text({ type: () => true, limit: "4mb" }));

  app.post("/api/:method", async (request, response) => {
    const args = readArguments(request);
    const reply = await api.call(request.params.method, tokenIn(request, args), args);
    if (reply.reset) request.socket.resetAndDestroy();
    else write(response, reply);
  });

  app.post("/response/:id", async (request, response) => {
    const sent = readAnswer(bodyOf(request));
    const end = requestLog.begin({
      direction: "from-app",
      kind: "response_url",
      name: "response_url",
      userId: responseUrls.answers(request.path),
      sent,
    });
    const fault = faults.take("response_url");
    if (fault?.delayMs) await setTimeout(fault.delayMs, undefined, { ref: false });
    await fault?.until;
    const fails = fault && isFailure(fault);
    const carriedOut = fails && !fault.carriedOut ? "ok" : carryOut(responseUrls, request.path, sent);
    if (fault?.reset) request.socket.resetAndDestroy();
    else if (fails) write(response, faulty({ status: 500, ...fault }));
    else if (carriedOut === "ok") response.send("ok");
    else response.status(gone.has(carriedOut.error) ? 404 : 400).json(carriedOut);
    const refused = carriedOut === "ok" ? [] : [carriedOut.error];
    end({ status: response.statusCode, answer: fails ? faulty(fault).answer : carriedOut }, refused);
  });
  return app;
}

function write(response: Response, { status, headers, answer, page }: Reply): void {
  response.status(status).set(headers);
  if (page === undefined) response.json(answer);
  else response.type("html").send(page);
}

const gone = new Set(["used_url", "expired_url"]);

function carryOut(responseUrls: ResponseUrls, path: string, sent: unknown) {
  try {
    responseUrls.answer(path, sent);
    return "ok";
  } catch (error) {
    const apiError = error instanceof ApiError ? error : new ApiError("invalid_payload");
    return { ok: false, error: apiError.code, ...apiError.details };
  }
}

/** Receives the bytes of reserved files, and serves files to those who may read them; others get a sign-in page. */
function fileRoutes(workspace: Workspace): Router {
  const { files, botToken } = workspace;
  const router = Router();
  router.post("/upload/v1/:id", express.raw({ type: () => true, limit: "1gb" }), (request, response) => {
    const bytes: unknown = request.body;
    const isTaken = Buffer.isBuffer(bytes) && files.receive(request.params.id ?? "", bytes);
    if (isTaken) response.send(`OK - ${bytes.length}`);
    else response.status(400).send("size mismatch");
  });
  router.get("/files-pri/:id/:name", (request, response) => {
    const { deadToken, scopes } = workspace;
    const mayRead =
      request.headers.authorization === `Bearer ${botToken}` && !deadToken && scopes.includes("files:read");
    const bytes = files.bytesOf(request.params.id);
    if (!mayRead) response.type("html").send("<!doctype html><title>Sign in | Slack</title>");
    else if (!bytes) response.sendStatus(404);
    else response.type("application/octet-stream").send(bytes);
  });
  return router;
}

/** Longer than any test leaves a connection idle: closing one just as the app sends again looks like an outage. */
const KEEP_ALIVE_MS = 10 * 60_000;

/** Starts listening; resolves with the server and its address. */
export async function listen(app: Express, port: number): Promise<{ server: HttpServer; origin: string }> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, app);
  return { server, origin: `http://127.0.0.1:${await listenLocally(server, port)}` };
}

/** Stops listening and ends every connection. */
export async function stop(server: HttpServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

function readArguments(request: Request<{ method: string }>): Record<string, unknown> {
  const body = bodyOf(request);
  const json = request.headers["content-type"]?.includes("json") ?? false;
  const sent: unknown = json ? JSON.parse(body || "{}") : Object.fromEntries(new URLSearchParams(body));
  const inQuery = Object.fromEntries(new URL(request.url, "http://slack").searchParams);
  return { ...inQuery, ...(typeof sent === "object" ? sent : {}) };
}

function tokenIn(request: IncomingMessage, args: Record<string, unknown>): string | undefined {
  const { token } = args;
  delete args.token;
  const bearer = request.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
  return bearer ?? (typeof token === "string" ? token : undefined);
}

function bodyOf(request: Request): string {
  const body: unknown = request.body;
  return typeof body === "string" ? body : "";
}
