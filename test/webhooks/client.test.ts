import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import ipaddr from "ipaddr.js";
import { expect, onTestFinished, test } from "vitest";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { mayReach } from "../../src/webhooks/addresses.ts";
import { type WebhookClientSettings, webhookClient } from "../../src/webhooks/client.ts";
import { selfSignedCertificate } from "../support/certificate.ts";
import { startNameServer } from "../support/name-server.ts";

const here = [ipaddr.parseCIDR("127.0.0.0/8")];

function client(settings: Partial<WebhookClientSettings> = {}) {
  const made = webhookClient({ allowedNetworks: here, timeoutMs: 15_000, ...settings });
  onTestFinished(() => made.close());
  return (url: string, body = "{}") => made.post(url, { "content-type": "application/json" }, body);
}

async function receiver(listener: RequestListener) {
  return untilTheTestEnds(createServer(listener));
}

/** Has a server listen until the test ends. @returns its port */
async function untilTheTestEnds(server: Server): Promise<number> {
  onTestFinished(() => void server.close().closeAllConnections());
  return listenLocally(server);
}

test.each([
  "127.0.0.1",
  "127.255.255.254",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "100.64.0.1",
  "169.254.169.254",
  "192.0.0.8",
  "192.0.2.1",
  "198.18.0.1",
  "203.0.113.9",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::1234",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "3fff::1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fec0::1",
  "ff02::1",
  "4000::1",
  "localhost",
  "",
  "1",
  "0x7f.1",
])("%s is no address that a webhook may reach", (address) => {
  expect(mayReach("https", address, [])).toBe(false);
  expect(mayReach("http", address, [])).toBe(false);
});

test("public addresses are reached by https alone, allowed networks by http too", () => {
  for (const address of ["8.8.8.8", "2606:4700::1111"]) {
    expect(mayReach("https", address, [])).toBe(true);
    expect(mayReach("http", address, here)).toBe(false);
  }
  expect(mayReach("http", "127.0.0.1", here)).toBe(true);
  expect(mayReach("http", "128.0.0.1", here)).toBe(false);
  expect(mayReach("https", "::ffff:127.0.0.1", here)).toBe(false);
  expect(mayReach("http", "fd00::7", [...here, ipaddr.parseCIDR("fd00::/8")])).toBe(true);
});

test("an address in a URL is refused however it is written, before anything is connected to", async () => {
  let asked = 0;
  const port = await receiver((_, response) => {
    asked += 1;
    response.end();
  });
  const post = client({ allowedNetworks: [] });
  for (const host of [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "017700000001",
    "0",
    "[::ffff:127.0.0.1]",
    "[::1]",
  ])
    for (const scheme of ["http", "https"])
      expect(await post(`${scheme}://${host}:${port}/`), host).toEqual({
        kind: "unanswered",
        error: "webhook_address_refused",
      });
  expect(asked).toBe(0);
});

test("a name is refused if one of its addresses is, also when it pointed elsewhere a moment ago", async () => {
  let addresses = ["127.0.0.1"];
  const names = await startNameServer(() => addresses);
  const port = await receiver((_, response) => void response.writeHead(204, { connection: "close" }).end());
  const post = client({ nameServers: [names.address] });
  const url = `http://hooks.example.com:${port}/`;
  const refused = { kind: "unanswered", error: "webhook_address_refused" };

  expect(await post(url)).toMatchObject({ kind: "answered", status: 204 });
  for (addresses of [
    ["127.0.0.1", "10.0.0.1"],
    ["127.0.0.1", "::1"],
    ["169.254.169.254"],
    ["fd00:ec2::254"],
    ["93.184.216.34"],
  ])
    expect(await post(url), addresses.join()).toEqual(refused);
  addresses = ["127.0.0.1"];
  expect(await post(url)).toMatchObject({ kind: "answered", status: 204 });
  expect(new Set(names.asked)).toEqual(new Set(["hooks.example.com"]));
});

test("a name is looked up once for a connection, which goes to the address that was checked", async () => {
  const addresses = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]];
  const names = await startNameServer(() => addresses.shift() ?? ["10.0.0.1"]);
  const port = await receiver((_, response) => void response.end());
  expect(await client({ nameServers: [names.address] })(`http://hooks.example.com:${port}/`)).toMatchObject({
    kind: "answered",
  });
  expect(names.asked).toHaveLength(2);
});

test("a name that nobody knows is told by its code", async () => {
  const names = await startNameServer(() => []);
  expect(await client({ nameServers: [names.address] })("http://nowhere.example.com/")).toEqual({
    kind: "unanswered",
    error: "webhook_unreachable:ENOTFOUND",
  });
});

test("a redirect is an answer, and is not followed", async () => {
  let asked = 0;
  const port = await receiver((request, response) => {
    asked += 1;
    response.writeHead(307, { location: `http://${request.headers.host}/elsewhere` }).end();
  });
  expect(await client()(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: "answered", status: 307 });
  expect(asked).toBe(1);
});

test("whoever does not answer, or drips, is given so long in all and no longer", async () => {
  const silent = await receiver(() => undefined);
  const dripping = await receiver((_, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write("."), 5);
    response.on("close", () => clearInterval(drip));
  });
  expect(await client({ timeoutMs: 200 })(`http://127.0.0.1:${silent}/`)).toEqual({
    kind: "unanswered",
    error: "webhook_timeout",
  });
  // Its status says that it has it.
  expect(await client({ timeoutMs: 1_500 })(`http://127.0.0.1:${dripping}/`)).toMatchObject({
    kind: "answered",
    status: 200,
  });
});

test("an answer without an end is left after its status", async () => {
  const port = await receiver((_, response) => {
    response.writeHead(200);
    const more = () => {
      while (response.write("x".repeat(16_384)));
      response.once("drain", more);
    };
    more();
  });
  expect(await client({ timeoutMs: 600_000 })(`http://127.0.0.1:${port}/`)).toMatchObject({ status: 200 });
});

test.each([
  ["120", 120_000, 120_000],
  ["0", 0, 0],
  ["999999999", 86_400_000, 86_400_000],
  ["99999999999999999999", 86_400_000, 86_400_000],
  [new Date(Date.now() + 60_000).toUTCString(), 30_000, 60_000],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0, 0],
  ["-5", 0, 0],
  ["soon", 0, 0],
  ["", 0, 0],
])("Retry-After: %s", async (header, least, most) => {
  const port = await receiver((_, response) => void response.writeHead(503, { "retry-after": header }).end());
  const answer = await client()(`http://127.0.0.1:${port}/`);
  if (answer.kind !== "answered") throw new Error(answer.error);
  expect(answer.retryAfterMs).toBeGreaterThanOrEqual(least);
  expect(answer.retryAfterMs).toBeLessThanOrEqual(most);
});

test("a certificate that nobody vouches for is refused", async () => {
  const port = await untilTheTestEnds(
    createTlsServer(selfSignedCertificate(), (_, response) => void response.end()),
  );
  expect(await client()(`https://127.0.0.1:${port}/`)).toEqual({
    kind: "unanswered",
    error: expect.stringMatching(/^webhook_unreachable:[A-Z_]*(CERT|SIGNED|ALTNAME)[A-Z_]*$/),
  });
});

test("a connection serves one request after another, and one that was closed meanwhile is replaced", async () => {
  const connections = new Set<unknown>();
  const port = await receiver((request, response) => {
    connections.add(request.socket);
    response.writeHead(204).end();
    if (request.url === "/last") response.on("close", () => request.socket.destroy());
  });
  const post = client();
  for (const path of ["a", "b", "last", "d"])
    expect(await post(`http://127.0.0.1:${port}/${path}`)).toMatchObject({ status: 204 });
  expect(connections.size).toBe(2);
});
