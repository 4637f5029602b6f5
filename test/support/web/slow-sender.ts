import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Begins a request to the app there, whose last byte, a `}`, is still to come. */
export async function sendsSlowly(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const now = Math.floor(Date.now() / 1_000);
  socket.write(
    `POST /slack/events HTTP/1.1\r\nHost: iam\r\nX-Slack-Request-Timestamp: ${now}\r\nContent-Length: 2\r\n\r\n{`,
  );
  return socket.on("error", () => {}).resume();
}
