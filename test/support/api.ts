import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Logger } from "pino";
import { afterAll, afterEach, expect } from "vitest";
import type * as z from "zod";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { patientServer } from "../../dev/tools/patient-server.ts";
import { type Endpoint, isVersionRead, writtenTypeOf } from "../../src/api/endpoint.ts";
import { problem } from "../../src/api/problem.ts";
import { apiMounts, apiRoutes } from "../../src/api/routes.ts";
import { everyEndpoint } from "../../src/api/v1/register.ts";
import { newLog } from "../../src/config/log.ts";
import { apiBodies } from "../../src/http/api-bodies.ts";
import { mountsAt } from "../../src/http/mounts.ts";
import { receive } from "../../src/http/receive.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { type LinkClaims, signLink } from "../../src/services/invites/link-token.ts";
import type { Permission } from "../../src/services/permissions.ts";
import type { WebhookSettings } from "../../src/services/webhooks/endpoint-fields.ts";
import { urlFaults } from "../../src/webhooks/url-faults.ts";
import { policy, requestPolicy } from "./acting.ts";
import { emptyCollections } from "./empty-collections.ts";
import { freshDatabase } from "./setup/database.ts";

/** What a client sends besides method and path. */
interface Sent {
  /** Sent as JSON unless it is text or bytes. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** The answer to a client. */
interface ApiAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON; a file as text; null without a body. */
  body: unknown;
}

/** A program with a token. */
export interface ApiClient {
  clientId: string;
  token: string;
  /** Sends a request below /api/v1, and checks the answer against what the endpoint declares. */
  asks(method: string, path: string, sent?: Sent): Promise<ApiAnswer>;
}

export interface Api {
  /** The address without /api. */
  url: string;
  /** Its log lines, parsed. */
  log: Record<string, unknown>[];
  /** Creates a client with these permissions, as the operator does. */
  client(...permissions: Permission[]): Promise<ApiClient>;
}

interface Options {
  requestsPerMinute?: number;
  /** Replace those of the register. */
  endpoints?: readonly Endpoint[];
}

/**
 * Starts the APIs for one test file, on its own database, and stops them afterwards; an error in the log fails its
 * test.
 */
export async function startApi(options: Options = {}, databaseUri = freshDatabase().uri): Promise<Api> {
  await connect(databaseUri);
  await ensureIndexes();
  await emptyCollections();
  const log: Record<string, unknown>[] = [];
  const logger = newLog("trace", { write: (line) => log.push(JSON.parse(line)) });
  const { url, close } = await listen(logger, options);
  afterEach(() => expect(log.filter(({ level }) => Number(level) >= 50)).toEqual([]));
  afterAll(async () => {
    await close();
    await disconnect();
  });
  return { url, log, client: clientMaker(url, options.endpoints ?? everyEndpoint) };
}

export const webhooks: WebhookSettings = {
  secretKeys: [{ id: "k1", secret: randomBytes(32) }],
  urlFault: urlFaults([]),
};

/** Starts another server on the connected database, like a second process. */
export async function listen(log: Logger, { requestsPerMinute = 1_000_000, endpoints }: Options = {}) {
  // A test may be busy for longer than connections are usually kept open.
  const server = patientServer();
  const url = `http://127.0.0.1:${await listenLocally(server)}`;
  const settings = {
    publicUrl: url,
    trustProxy: 0,
    organisationName: "Acme",
    production: true,
    ...{
      requestsPerMinute,
      context: {
        policy,
        webhooks,
        importLimit: 10_000,
        requests: { ...requestPolicy, timeZone: "Europe/Berlin" },
        timeZone: "Europe/Berlin",
        linkOf,
      },
    },
  };
  const routes = apiRoutes(settings, log, endpoints);
  server.on("request", receive(routes, apiBodies(mountsAt("/", apiMounts), apiMounts)));
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url, close };
}

const linkKeys = [{ id: policy.keyId, secret: randomBytes(32) }];
const linkOf = (claims: LinkClaims, keyId: string) =>
  `https://iam.example.com/invite/${signLink(claims, keyId, linkKeys)}`;

let made = 0;

/** Returns a function that creates clients of the API at this address, as the operator does. */
export function clientMaker(url: string, known: readonly Endpoint[] = everyEndpoint) {
  return async (...permissions: Permission[]): Promise<ApiClient> => {
    made += 1;
    const request = { name: `Client ${made}`, permissions, expiryDays: null };
    const { clientId, token } = await createClient({ kind: "operator" }, request);
    return {
      clientId,
      token,
      async asks(method, path, { body, headers } = {}) {
        const response = await fetch(`${url}/api/v1${path}`, {
          method,
          headers: {
            Authorization: `Bearer ${token}`,
            ...(body !== undefined && { "Content-Type": "application/json" }),
            ...headers,
          },
          ...(body !== undefined && { body: asSent(body) }),
        });
        const text = await response.text();
        const answer = {
          status: response.status,
          headers: response.headers,
          body: bodyIn(text, response.headers.get("content-type")),
        };
        if (method !== "HEAD") assertDeclared(known, method, path, answer);
        return answer;
      },
    };
  };
}

function bodyIn(text: string, type: string | null): unknown {
  if (text === "") return null;
  return type?.startsWith("text/csv") ? text : JSON.parse(text);
}

function asSent(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** Expects an answer that the endpoint declares, or a problem. */
function assertDeclared(known: readonly Endpoint[], method: string, path: string, answer: ApiAnswer): void {
  if (answer.status >= 400) {
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    problem.parse(answer.body);
    return;
  }
  const [sent = ""] = path.split("?");
  const endpoint = known.find((each) => each.method === method && templateOf(each).test(sent));
  if (!endpoint) return;
  const isKnown = answer.status === 304 && isVersionRead(endpoint);
  const schema: z.ZodType | null | undefined = isKnown ? null : endpoint.responses[answer.status];
  expect(schema, `${method} ${endpoint.path} declares no ${answer.status}`).toBeDefined();
  const fileType = writtenTypeOf(schema);
  if (fileType) expect(answer.headers.get("content-type")).toBe(`${fileType}; charset=utf-8`);
  else if (schema) expect(schema.safeParse(answer.body).error).toBeUndefined();
  else expect(answer.body).toBeNull();
  const headers = ["ETag", "Location"].filter((name) => answer.headers.has(name));
  const { versioned = [], located = [] } = endpoint;
  const declared = [
    ...(isKnown || versioned.includes(answer.status) ? ["ETag"] : []),
    ...(located.includes(answer.status) ? ["Location"] : []),
  ];
  expect(headers, `${method} ${endpoint.path} ${answer.status}`).toEqual(declared);
}

const templateOf = ({ path }: Endpoint) => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);
