import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { freePort } from "../dev/tools/free-port.ts";

/** A Slack that answers every call at once, so that only the app is timed. */
export interface InstantSlack {
  apiUrl: string;
  /** Waits until `views.open` (or `views.push`) arrives for a trigger, and returns when, by `performance.now()`. */
  opened(trigger: string): Promise<number>;
  /** Waits until a message to somebody arrives, and returns when. */
  written(userId: string): Promise<number>;
  /** Creates a `response_url`, and returns when the next answer to it arrives. */
  responseUrl(name: string): { url: string; answered: Promise<number> };
  close(): Promise<void>;
}

const user = (id: string) => ({
  id,
  team_id: "T1",
  name: id.toLowerCase(),
  real_name: "Mia Chen",
  tz: "Europe/Berlin",
  is_email_confirmed: true,
  profile: { real_name: "Mia Chen", email: "mia@acme.io" },
});

function answerTo(path: string, body: URLSearchParams): object {
  if (path === "/api/auth.test")
    return { ok: true, url: "https://acme.slack.com/", team_id: "T1", user_id: "UBOT", bot_id: "BBOT" };
  if (path === "/api/users.info") return { ok: true, user: user(body.get("user") ?? "UMIA") };
  if (path === "/api/conversations.open") return { ok: true, channel: { id: body.get("users") } };
  return { ok: true, channel: "D1", ts: "1.1", view: { id: "V1", hash: "1.1" } };
}

export async function startInstantSlack(): Promise<InstantSlack> {
  const waiting = new Map<string, (at: number) => void>();
  const arrival = (key: string) => new Promise<number>((resolve) => waiting.set(key, resolve));
  const arrived = (key: string) => {
    waiting.get(key)?.(performance.now());
    waiting.delete(key);
  };
  const server = createServer(async (request: IncomingMessage, response) => {
    const path = request.url ?? "";
    const body = new URLSearchParams(await text(request));
    // A channel has the id of the person it is with.
    arrived(body.get("trigger_id") ?? body.get("channel") ?? path);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answerTo(path, body)));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${port}`;
  return {
    apiUrl: `${origin}/api/`,
    opened: arrival,
    written: arrival,
    responseUrl: (name) => ({ url: `${origin}/answer/${name}`, answered: arrival(`/answer/${name}`) }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
