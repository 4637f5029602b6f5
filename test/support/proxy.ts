import { once } from "node:events";
import { request } from "node:http";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { patientServer } from "../../dev/tools/patient-server.ts";

/** A proxy in front of the app, as in a deployment. */
export interface Proxy {
  /** Its address. */
  url: string;
  /** Sets the app behind it. */
  passesOnTo(appUrl: string): void;
  close(): Promise<void>;
}

/** Starts a proxy that leaves paths unchanged, and adds its client to `X-Forwarded-For`. */
export async function startProxy(): Promise<Proxy> {
  let app = "";
  const server = patientServer((incoming, answer) => {
    const { method = "GET", url = "/", headers, socket } = incoming;
    const forwardedFor = [headers["x-forwarded-for"], socket.remoteAddress].filter(Boolean).join(", ");
    const onward = request(app + url, { method, headers: { ...headers, "x-forwarded-for": forwardedFor } });
    onward.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    incoming.pipe(onward);
  });
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}`,
    passesOnTo(appUrl) {
      app = appUrl;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
