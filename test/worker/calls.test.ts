import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { sendGrid } from "../../src/sendgrid/client.ts";
import { clientOptions } from "../../src/slack/kit/bolt.ts";
import { callSlack } from "../../src/worker/direct-message.ts";
import { callTimeoutMs } from "../../src/worker/worker.ts";

const CALL_MS = 100;
const DRIP_MS = 10;

/** A hundred times as many as come in time. */
const MAX_DRIPS = 1_000;

let server: Server;
let drips = 0;
let url: string;
beforeEach(async () => {
  drips = 0;
  server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const dripping = setInterval(() => {
      drips += 1;
      response.write(" ");
    }, DRIP_MS);
    response.on("close", () => clearInterval(dripping));
  });
  url = `http://127.0.0.1:${await listenLocally(server)}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

test("a call under a lease ends after half of it, and after at most 10 s", () => {
  expect([4, 19, 20, 60, 3600].map(callTimeoutMs)).toEqual([2_000, 9_500, 10_000, 10_000, 10_000]);
});

test("a SendGrid answer that never ends is not waited for", async () => {
  const from = { name: "Acme", email: "iam@acme.io" };
  const send = sendGrid({ apiKey: "SG.key", apiUrl: url, from, timeoutMs: CALL_MS });
  const mail = { to: "eve@example.com", subject: "Hello", text: "Hello", html: "<p>Hello</p>" };
  expect(await send({ ...mail, category: "invite" }, "1")).toEqual({
    kind: "unknown",
    reason: { code: "provider_timeout" },
  });
  expect(drips).toBeLessThan(MAX_DRIPS);
});

test("nor is a Slack answer", async () => {
  const slack = new WebClient("xoxb-token", clientOptions(`${url}/`, CALL_MS));
  const timeout = { kind: "retry", error: "slack_timeout", waitMs: 0 };
  expect(await callSlack(() => slack.auth.test())).toEqual(timeout);
});
