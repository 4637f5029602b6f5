import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { serve } from "../../src/http/server.ts";
import { MINUTE_MS } from "../../src/services/durations.ts";
import { begins } from "../support/web/slow-sender.ts";

const MAX_CONNECTIONS = 1_000;
const here = { PORT: 0, HOST: "127.0.0.1" };

test("a stop answers whoever's request came whole, and waits for nobody else", async () => {
  const asked: ServerResponse[] = [];
  const server = await serve(
    (request, response) => {
      request.resume();
      if (request.url === "/idle") response.end("answered");
      else asked.push(response);
    },
    here,
    () => undefined,
  );
  const url = `http://127.0.0.1:${server.port}`;
  const unused = connect(server.port, here.HOST);
  const idle = await begins(url, { method: "GET", target: "/idle" });
  const halfBody = await begins(url, { headers: { "Content-Length": 2 }, part: "{" });
  const halfHeaders = connect(server.port, here.HOST);
  halfHeaders.write("POST /slack/events HTTP/1.1\r\nHost: ia");
  const whole = await begins(url, { method: "GET", target: "/whole" });
  await once(idle, "data");
  await expect.poll(() => asked.length).toBe(2);

  const hungUp = [unused, idle, halfBody, halfHeaders].map((socket) => once(socket.resume(), "close"));
  const stopped = server.stop();
  await Promise.all(hungUp);
  const answer = text(whole);
  for (const response of asked) response.end("answered");
  expect(await answer).toMatch(/answered$/);
  await stopped;
});

test("who sends a request before the last answer gets that one alone", async () => {
  const asked: string[] = [];
  const server = await serve(
    (request, response) => {
      asked.push(request.url ?? "");
      response.end(`answer to ${request.url}`);
    },
    here,
    () => undefined,
  );
  onTestFinished(() => server.stop());
  const socket = connect(server.port, here.HOST);
  socket.write(["/1", "/2", "/3"].map((path) => `GET ${path} HTTP/1.1\r\nHost: iam\r\n\r\n`).join(""));
  expect(await text(socket)).toMatch(/answer to \/1$/);
  expect(asked).toEqual(["/1"]);
});

test.each([
  ["http://iam/1?a=b", "/1?a=b"],
  ["HTTPS://iam.example.com:443/1/", "/1/"],
  ["http://iam", "/"],
  ["http://iam?a", "/?a"],
  ["/1?to=http://iam/2", "/1?to=http://iam/2"],
  ["//iam/1", "//iam/1"],
])(
  "RFC 9112, 3.2.2: the target %s is %s, as from a client that believes in a proxy",
  async (sent, target) => {
    const server = await serve(
      (request, response) => response.end(`answer to ${request.url}.`),
      here,
      () => undefined,
    );
    onTestFinished(() => server.stop());
    const socket = connect(server.port, here.HOST);
    socket.write(`GET ${sent} HTTP/1.1\r\nHost: iam\r\nConnection: close\r\n\r\n`);
    expect((await text(socket)).split("answer to ")[1]).toBe(`${target}.`);
  },
);

test("of more connections than a load balancer opens, the one makes room that did nothing for longest", async () => {
  const asked: ServerResponse[] = [];
  const server = await serve(
    (request, response) => {
      if (request.url === "/idle") response.end("answered");
      else asked.push(response);
    },
    here,
    () => undefined,
  );
  onTestFinished(() => server.stop());
  const url = `http://127.0.0.1:${server.port}`;
  const idle = async () => {
    const socket = await begins(url, { method: "GET", target: "/idle" });
    onTestFinished(() => void socket.destroy());
    await once(socket, "data");
    return socket;
  };
  const whole = await begins(url, { method: "GET", target: "/whole" });
  await expect.poll(() => asked.length).toBe(1);
  const [first, second] = [await idle(), await idle()];
  const hungUp = once(first, "close");
  await Promise.all(Array.from({ length: MAX_CONNECTIONS - 2 }, idle));
  await hungUp;
  const answer = once(whole, "data");
  asked[0]?.end("answered");
  expect(String(await answer)).toMatch(/answered$/);
  expect(second.closed).toBe(false);
});

test("an expectation that nobody meets is refused once: what comes after it on the connection has no answer", async () => {
  const server = await serve(
    (_, response) => response.end("answered"),
    here,
    () => undefined,
  );
  onTestFinished(() => server.stop());
  const socket = connect(server.port, here.HOST);
  socket.write("POST / HTTP/1.1\r\nHost: iam\r\nExpect: more\r\n\r\n".repeat(20));
  expect((await text(socket)).match(/^HTTP\/1.1 \d+/gm)).toEqual(["HTTP/1.1 417"]);
});

test("a connection is silent for as long as its answer is worked on, up to a minute, but not while an answer isn't read", async () => {
  const asked: { request: IncomingMessage; response: ServerResponse }[] = [];
  const server = await serve(
    (request, response) => {
      asked.push({ request, response });
    },
    here,
    () => undefined,
  );
  onTestFinished(() => server.stop());
  const url = `http://127.0.0.1:${server.port}`;
  const asks = async (number: number) => {
    const socket = await begins(url, { method: "GET" });
    await expect.poll(() => asked.length).toBe(number);
    const { request, response } = asked[number - 1] ?? {};
    // As Node does after 20 s without a byte.
    return { socket, response, fallsSilent: () => request?.socket.emit("timeout") };
  };
  const slow = await asks(1);
  slow.fallsSilent();
  const answer = once(slow.socket, "data");
  slow.response?.end("answered");
  expect(String(await answer)).toMatch(/answered$/);
  slow.fallsSilent();
  expect(await text(slow.socket)).toBe("");

  const unread = await asks(2);
  unread.response?.writeHead(200).write("begun");
  await once(unread.socket, "data");
  unread.fallsSilent();
  expect(await text(unread.socket)).toBe("");

  const stuck = await asks(3);
  const { now } = performance;
  vi.spyOn(performance, "now").mockImplementation(() => now.call(performance) + MINUTE_MS);
  stuck.fallsSilent();
  vi.restoreAllMocks();
  expect(await text(stuck.socket)).toBe("");
});
