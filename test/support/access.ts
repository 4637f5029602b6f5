import { once } from "node:events";
import { afterAll, afterEach, expect } from "vitest";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { patientServer } from "../../dev/tools/patient-server.ts";
import { accessHandler, accessMounts } from "../../src/api/access/handler.ts";
import { newLog } from "../../src/config/log.ts";
import { apiBodies } from "../../src/http/api-bodies.ts";
import { mountsAt } from "../../src/http/mounts.ts";
import { receive } from "../../src/http/receive.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { Decisions } from "../../src/services/decisions/decisions.ts";
import type { Permission } from "../../src/services/permissions.ts";
import { emptyDatabase } from "./worker/empty-database.ts";

/** The answer to a program. */
interface AccessAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

interface Sent {
  headers?: Record<string, string>;
  method?: string;
}

interface Access {
  url: string;
  token: string;
  decisions: Decisions;
  log: Record<string, unknown>[];
  /** Creates a client, as the operator does. @returns its token */
  client(permissions: Permission[], withoutReasons?: boolean): Promise<{ clientId: string; token: string }>;
  /** Sends a request below /access/v1; text is sent unchanged. */
  asks(path: string, body: unknown, sent?: Sent): Promise<AccessAnswer>;
}

/** Starts the Authorization API for one test file, and stops it afterwards; an error in the log fails its test. */
export async function startAccess(path = ""): Promise<Access> {
  await emptyDatabase();
  const log: Record<string, unknown>[] = [];
  const logger = newLog("trace", { write: (line) => log.push(JSON.parse(line)) });
  const decisions = new Decisions((error) => logger.warn({ err: error }, "not followed just now"));
  const server = patientServer();
  const url = `http://127.0.0.1:${await listenLocally(server)}${path}`;
  const handler = accessHandler({ decisions, publicUrl: url, trustProxy: 0, timeZone: "UTC" }, logger);
  server.on("request", receive(handler, apiBodies(mountsAt(path || "/", accessMounts), accessMounts)));
  afterEach(() => expect(log.filter(({ level }) => Number(level) >= 50)).toEqual([]));
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    await decisions.stop();
  });
  let made = 0;
  const client: Access["client"] = (permissions, withoutReasons) => {
    made += 1;
    const request = { name: `Portal ${made}`, permissions, expiryDays: null, withoutReasons };
    return createClient({ kind: "operator" }, request);
  };
  const { token } = await client(["decisions"]);
  return {
    url,
    token,
    decisions,
    log,
    client,
    async asks(path, body, { headers = {}, method = "POST" } = {}) {
      const response = await fetch(`${url}/access/v1${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
        ...(method === "POST" && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === "" ? null : JSON.parse(text),
      };
    },
  };
}
