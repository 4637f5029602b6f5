import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** The beginning of a request; `Host` goes with it. */
interface Beginning {
  method?: string;
  target?: string;
  headers?: Record<string, string | number>;
  /** The part of its body that is sent. */
  part?: string;
}

/** Sends the beginning of a request to the app at this address, and nothing more. */
export async function begins(
  url: string,
  { method = "POST", target = "/slack/events", headers = {}, part = "" }: Beginning,
): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  await once(socket, "connect");
  const lines = Object.entries({ Host: "iam", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n${part}`);
  return socket;
}

/** Returns headers like Slack's, with an invalid signature. */
export function likeSlacks(): Record<string, string> {
  return {
    "X-Slack-Request-Timestamp": String(Math.floor(Date.now() / 1_000)),
    "X-Slack-Signature": `v0=${"0".repeat(64)}`,
  };
}

/** Sends a request that looks like Slack's, except for its last byte. */
export async function sendsSlowly(url: string): Promise<Socket> {
  const socket = await begins(url, { headers: { ...likeSlacks(), "Content-Length": 2 }, part: "{" });
  return socket.resume();
}

/** Returns the status of the answer on this connection; null if it closes without one. */
export async function statusOn(socket: Socket): Promise<number | null> {
  let said = "";
  for await (const chunk of socket) {
    said += String(chunk);
    if (said.includes("\r\n")) break;
  }
  return said ? Number(said.split(" ")[1]) : null;
}
