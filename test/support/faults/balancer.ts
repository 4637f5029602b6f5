import { once } from "node:events";
import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { listenLocally } from "../../../dev/tools/listen-locally.ts";
import { patientServer } from "../../../dev/tools/patient-server.ts";

const CHECK_MS = 400;
const CHECK_PATIENCE_MS = 1_000;

/** A load balancer: sends requests to the ready processes in turn, and to the next one if nobody listens. */
export interface Balancer {
  /** Its address. */
  url: string;
  close(): Promise<void>;
}

/** Starts a load balancer in front of these addresses; it asks each for `/readyz` every 400 ms. */
export async function startBalancer(apps: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const unready = new Set<string>();
  let turn = 0;

  const check = async (app: string) => {
    const answer = await fetch(`${app}/readyz`, { signal: AbortSignal.timeout(CHECK_PATIENCE_MS) }).catch(
      () => null,
    );
    await answer?.body?.cancel();
    if (answer?.ok) unready.delete(app);
    else unready.add(app);
  };
  const checking = new Set<string>();
  const checks = setInterval(() => {
    for (const app of apps) {
      if (checking.has(app)) continue;
      checking.add(app);
      void check(app).finally(() => checking.delete(app));
    }
  }, CHECK_MS);

  const server = patientServer(async (incoming, answer) => {
    const body = await buffer(incoming);
    turn += 1;
    const inTurn = apps.map((_, index) => apps[(turn + index) % apps.length] ?? "");
    const ready = inTurn.filter((app) => !unready.has(app));
    for (const app of [...ready, ...inTurn.filter((each) => unready.has(each))]) {
      const outcome = await passOn(app, incoming, body, answer, agent);
      if (outcome === "answered") return;
      if (outcome === "broken") break;
    }
    answer.writeHead(502).end("no app answered");
  });
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      clearInterval(checks);
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Passes a request on; returns "refused" if nobody listens there, so that it can go to the next one. */
function passOn(
  app: string,
  { method, url, headers, socket }: IncomingMessage,
  body: Buffer,
  answer: ServerResponse,
  agent: Agent,
): Promise<"answered" | "refused" | "broken"> {
  const forwardedFor = headers["x-forwarded-for"] ?? socket.remoteAddress;
  return new Promise((resolve) => {
    const onward = request(app + (url ?? "/"), {
      method: method ?? "GET",
      headers: { ...headers, "x-forwarded-for": forwardedFor, connection: "keep-alive" },
      agent,
    });
    onward.on("response", async (response) => {
      try {
        const page = await buffer(response);
        const { connection, "transfer-encoding": _, ...kept } = response.headers;
        answer.writeHead(response.statusCode ?? 502, kept).end(page);
        resolve("answered");
      } catch {
        resolve("broken");
      }
    });
    onward.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ECONNREFUSED" ? "refused" : "broken"),
    );
    onward.end(body);
  });
}
