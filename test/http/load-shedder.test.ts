import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, IncomingMessage, type RequestListener, request, ServerResponse } from "node:http";
import { connect, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { Types } from "mongoose";
import { expect, onTestFinished, test } from "vitest";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { type LoadShedder, newLoadShedder } from "../../src/http/load-shedder.ts";
import { mountsAt } from "../../src/http/mounts.ts";
import { operatorRequests } from "../../src/http/operators.ts";
import { receive } from "../../src/http/receive.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { User } from "../../src/models/user.ts";
import { signLink } from "../../src/services/invites/link-token.ts";
import { overloadedPages } from "../../src/web/overloaded.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { metricOf } from "../support/web/metric.ts";
import { begins, statusOn } from "../support/web/slow-sender.ts";
import { startWorld } from "../support/world.ts";

const MAX_IN_FLIGHT = 120;
const TOO_MANY = 10;

const key = { id: "k1", secret: randomBytes(32) };
const world = await startWorld({
  METRICS_TOKEN: "scrape-me",
  LINK_KEYS: `${key.id}:${key.secret.toString("base64")}`,
});
const { app, mia, slack } = world;

const isOperators = operatorRequests("/iam", "scrape-me");
const metric = (name: string) => metricOf(app.url, name);
const inHand = (count: number) => Array.from({ length: count }, (_, index) => index);
const get = (target: string, host = "iam") =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

async function connected(url: string, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: count }, () => connect(Number(port), hostname));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  return sockets;
}

/** Connections that the process has accepted already, which it does one a turn: what is written comes in one turn. */
async function accepted(url: string, count: number): Promise<Socket[]> {
  const sockets = await connected(url, count);
  for (const socket of sockets) socket.write("GET /healthz HTTP/1.1\r\nHost: iam\r\n\r\n");
  await Promise.all(sockets.map((socket) => once(socket, "data")));
  return sockets;
}

/** Listens with this, until the test ends. @returns where */
async function listens(listener: RequestListener, accepted = () => {}): Promise<string> {
  const server = createServer(listener).on("connection", accepted);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${await listenLocally(server)}`;
}

/** Has Slack reach the app through a load shedder of a process that has so much in hand, until the test ends. */
async function crowded(work: Set<unknown>): Promise<LoadShedder> {
  const loadShedder = newLoadShedder(work);
  const passOn: RequestListener = (incoming, answer) => {
    const { method = "GET", url: target = "/", headers } = incoming;
    const onward = request(app.url + target, { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    incoming.pipe(onward);
  };
  slack.sendEventsTo(`${await listens(loadShedder.wrap(passOn, isOperators))}/slack/events`);
  onTestFinished(() => slack.sendEventsTo(`${app.url}/slack/events`));
  return loadShedder;
}

/** A link that we signed, to an invite that is not there. */
const signed = () => signLink({ inviteId: String(new Types.ObjectId()), generation: 1 }, key.id, [key]);

test("requests over the limit are refused at once, and may come again; operators are answered", async () => {
  const sockets = await accepted(app.url, MAX_IN_FLIGHT + TOO_MANY);
  // The app shares our event loop, and the database is asked beside it: none is done before the last has come.
  for (const socket of sockets) socket.write(get(`/invite/${signed()}`));
  const answers = await Promise.all(sockets.map((socket) => text(socket)));
  const refused = answers.filter((answer) => answer.startsWith("HTTP/1.1 503"));
  expect([refused.length, await metric("iam_refused_total")]).toEqual([TOO_MANY, TOO_MANY]);
  expect(refused[0]).toMatch(/^Retry-After: 1\r$/m);
  expect(refused[0]).toMatch(/Nothing was changed. Try again in a minute.$/);
  expect((await fetch(`${app.url}/invite/some-link`)).status).toBe(404);
  expect(await metric("iam_in_hand")).toBe(0);
});

test("people who are refused read a page in their language, which other sites can't frame; the app says when to come again", async () => {
  const browser = "Accept: text/html,*/*;q=0.8\r\nAccept-Language: de-AT,en;q=0.5\r\n\r\n";
  const sockets = await accepted(app.url, MAX_IN_FLIGHT + TOO_MANY);
  for (const socket of sockets) socket.write(get(`/invite/${signed()}`).replace(/\r\n$/, browser));
  const answers = await Promise.all(sockets.map((socket) => text(socket)));
  const refused = answers.filter((answer) => answer.startsWith("HTTP/1.1 503"));
  expect(refused).toHaveLength(TOO_MANY);
  for (const page of refused) {
    expect(page).toMatch(/^Retry-After: 1\r$/m);
    expect(page).toMatch(/^Content-Type: text\/html; charset=utf-8\r$/m);
    expect(page).toMatch(/^content-security-policy: default-src 'none';.*frame-ancestors 'none'/m);
    expect(page.match(/^cache-control: .*\r$/gim)).toEqual(["Cache-Control: no-store\r"]);
    expect(page).toContain('<html lang="de"');
    expect(page).toContain("Es wurde nichts geändert.");
  }
});

test("a refusal is a page for browsers, in the language of its address or their own, and plain words for programs", async () => {
  const pageFor = overloadedPages({ organisationName: "Acme", language: "fr", production: true });
  const crowd = newLoadShedder(new Set(inHand(MAX_IN_FLIGHT)));
  const api = { path: "/api", draw: () => ({ type: "application/problem+json", body: "{}" }) };
  const url = await listens(crowd.wrap(() => {}, isOperators, mountsAt("/", [api]), pageFor));
  const answers = async (target: string, headers: Record<string, string>, method = "GET") => {
    const response = await fetch(url + target, { method, headers });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    const body = await response.text();
    const type = response.headers.get("content-type")?.split(";")[0];
    return [type, /<html lang="([^"]+)"/.exec(body)?.[1], body.includes("?lang=")];
  };
  const html = { Accept: "text/html" };
  const he = { ...html, "Accept-Language": "he" };
  expect(await answers("/invite/x", { ...html, "Accept-Language": "xx" })).toEqual(["text/html", "fr", true]);
  expect(await answers("/invite/x", he)).toEqual(["text/html", "he", true]);
  expect(await answers("/invite/x?lang=ja", he)).toEqual(["text/html", "ja", true]);
  expect(await answers("/invite/x?lang=%ff&lang", he)).toEqual(["text/html", "he", true]);
  // In another language it would be another visit.
  expect(await answers("/confirm/x", he, "POST")).toEqual(["text/html", "he", false]);
  expect(await answers("/invite/x", { Accept: "*/*" })).toEqual(["text/plain", undefined, false]);
  expect(await answers("/slack/events", { Accept: "*/*" }, "POST")).toEqual(["text/plain", undefined, false]);
  expect(await answers("/api/v1/users", he)).toEqual(["application/problem+json", undefined, false]);
});

test("what is refused keeps its connection, since a turn accepts only one anew: the next request comes on it", async () => {
  const work = new Set<unknown>(inHand(MAX_IN_FLIGHT));
  const answering: RequestListener = (_incoming, answer) => answer.end("done");
  const url = await listens(newLoadShedder(work).wrap(answering, isOperators));
  const [socket] = await connected(url, 1);
  const answer = async () => {
    socket?.write("GET /invite/some-link HTTP/1.1\r\nHost: iam\r\n\r\n");
    const [bytes] = socket ? await once(socket, "data") : [];
    return String(bytes);
  };
  expect(await answer()).toMatch(/^HTTP\/1.1 503/);
  work.clear();
  expect(await answer()).toMatch(/^HTTP\/1.1 200/);
});

test("Slack says that a command was refused, and the next one is answered", async () => {
  const work = new Set<unknown>(inHand(MAX_IN_FLIGHT));
  const loadShedder = await crowded(work);
  await mia.runs("/iam invite");
  expect(loadShedder.refused).toBe(1);
  expect(mia.screen()).toContain('/iam failed with the error "dispatch_failed"');
  expect(slack.requests.at(-1)?.acknowledgement?.status).toBe(503);

  work.clear();
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
});

test("operators are answered at their exact paths by GET; nothing that looks like them is", async () => {
  const crowd = newLoadShedder(new Set(inHand(MAX_IN_FLIGHT)));
  const url = await listens(crowd.wrap((_request, response) => response.end("answered"), isOperators));
  const status = async (method: string, target: string, token = "scrape-me") => {
    const headers = { Authorization: `Bearer ${token}`, Connection: "close" };
    return statusOn(await begins(url, { method, target, headers }));
  };
  for (const path of ["/healthz", "/readyz", "/metrics"])
    for (const target of [path, `/iam${path}`, `${path}?from=balancer`])
      expect([target, await status("GET", target)]).toEqual([target, 200]);
  expect(await status("GET", "/metrics", "guessed")).toBe(503);
  for (const target of [
    "/slack/events?/healthz",
    "/invite/x?to=/readyz",
    "/invite/x#/readyz",
    "/invite/x;/metrics",
    "/invite/healthz",
    "/iam/iam/healthz",
    "/HEALTHZ",
    "/healthz/",
    "//healthz",
    "/./healthz",
    "/x/../healthz",
    "/%68ealthz",
    "/healthz%3f",
    "http://iam/healthz",
    "http://iam/slack/events?/healthz",
  ])
    expect([target, await status("GET", target)]).toEqual([target, 503]);
  for (const method of ["HEAD", "POST", "PUT", "OPTIONS"])
    expect([method, await status(method, "/healthz")]).toEqual([method, 503]);
});

test("an event that was refused comes again, as Slack does it, twice even: it is done, once", async () => {
  const jonas = await fixtures(world).admin("Jonas Weber");
  const work = new Set<unknown>(inHand(MAX_IN_FLIGHT));
  await crowded(work);
  await jonas.becomes({ email: "jonas@elsewhere.example" });
  const refused = slack.requests.at(-1);
  expect([refused?.type, refused?.acknowledgement?.status]).toEqual(["user_change", 503]);
  work.clear();
  expect(await User.exists({ name: "Jonas Weber", "slack.paused": { $exists: true } })).toBeNull();

  for (const number of [1, 2]) {
    const retry = { number, reason: "http_error" };
    expect(await slack.deliver(refused?.body ?? "", { retry })).toBe(200);
  }
  await expect.poll(() => metric("iam_in_hand")).toBe(0);
  expect(await User.findOne({ name: "Jonas Weber" }).lean()).toMatchObject({
    slack: { paused: { because: "email changed" } },
  });
  expect(await AuditEvent.countDocuments({ action: "user.paused" })).toBe(1);
});

const RUN_AT_ONCE = 60;
const TURNS_PER_START = 4;

/** Tells how many turns of the event loop there were since it was first asked. */
function turnCounter(): () => number {
  let turn = 0;
  let next = setImmediate(function counts() {
    turn += 1;
    next = setImmediate(counts);
  });
  onTestFinished(() => clearImmediate(next));
  return () => turn;
}

/** Turns of the event loop. */
interface Pace {
  /** In which each request started. */
  starts: number[];
  /** In which each connection was accepted. */
  accepts: number[];
  /** How many may have started early: where the machine stalls, one does every 100 ms all the same. */
  stalls: number;
}

/** Has requests come over connections of their own, and ends them when all have started. */
async function paceOf(count: number, open: (url: string, count: number) => Promise<Socket[]>): Promise<Pace> {
  const turn = turnCounter();
  const began = performance.now();
  const starts: number[] = [];
  const accepts: number[] = [];
  const started: ServerResponse[] = [];
  const shedder = newLoadShedder(new Set());
  const app: RequestListener = (request, response) => {
    if (isOperators(request)) return void response.end("answered");
    starts.push(turn());
    if (started.push(response) === count) for (const each of started) each.end();
  };
  const url = await listens(shedder.wrap(app, isOperators), () => {
    accepts.push(turn());
    shedder.accepted();
  });
  const sockets = await open(url, count);
  for (const socket of sockets) socket.write(get("/"));
  await Promise.all(sockets.map((socket) => once(socket.resume(), "close")));
  expect(starts).toHaveLength(count);
  return { starts, accepts, stalls: (performance.now() - began) / 100 };
}

test("sixty requests start at once; beyond, one every four turns, so that new connections are accepted between", async () => {
  const { starts, stalls } = await paceOf(MAX_IN_FLIGHT, accepted);
  const between = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
  expect(Math.max(...between.slice(0, RUN_AT_ONCE - 1))).toBeLessThan(TURNS_PER_START);
  const early = between.slice(RUN_AT_ONCE).filter((count) => count < TURNS_PER_START);
  expect(early.length).toBeLessThanOrEqual(stalls);
});

test("while connections wait to be accepted, one request starts every four turns, however few are running", async () => {
  const { starts, accepts, stalls } = await paceOf(RUN_AT_ONCE, connected);
  const lastAccept = Math.max(...accepts);
  const meanwhile = starts.filter((turn) => turn <= lastAccept);
  const seen = 3;
  expect(meanwhile.length).toBeLessThanOrEqual(seen + RUN_AT_ONCE / TURNS_PER_START + stalls);
});

test("what waited for longer than Slack waits is refused, as soon as that is seen; a browser is patient", async () => {
  const waits = { slackMs: 1, othersMs: 600_000 };
  const loadShedder = newLoadShedder(new Set(), waits);
  const held: ServerResponse[] = [];
  const url = await listens(
    loadShedder.wrap((request, response) => {
      if (request.url === "/held") return void held.push(response);
      const began = performance.now();
      while (request.url === "/invite/long" && performance.now() - began < 5 * waits.slackMs);
      response.end("answered");
    }, isOperators),
  );
  const crowd = await accepted(url, RUN_AT_ONCE);
  for (const socket of crowd) socket.write(get("/held"));
  await expect.poll(() => held.length).toBe(RUN_AT_ONCE);
  const targets = ["/slack/events/", "/invite/long", "/slack/events", "/slack/events?x", "/invite/x"];
  const sockets = await accepted(url, targets.length);
  for (const [index, target] of targets.entries()) sockets[index]?.write(get(target).replace("GET", "POST"));
  const answers = await Promise.all(sockets.map((socket) => text(socket)));
  expect(answers.map((answer) => Number(answer.split(" ")[1]))).toEqual([200, 200, 503, 503, 200]);
  expect(loadShedder.refused).toBe(2);
  for (const response of held) response.end();
  for (const socket of crowd) socket.destroy();
});

test("API clients take half of the places at most: Slack, and everyone else, is answered all the same", async () => {
  const draw = ({ code }: { code: string }) => ({
    type: "application/problem+json",
    body: JSON.stringify({ code }),
  });
  const mountOf = mountsAt("/iam", [{ path: "/api", draw }]);
  const loadShedder = newLoadShedder(new Set());
  const held: ServerResponse[] = [];
  const started: string[] = [];
  const app: RequestListener = (request, response) => {
    started.push(request.url ?? "");
    if (mountOf(request)) held.push(response);
    else response.end("answered");
  };
  const url = await listens(loadShedder.wrap(app, isOperators, mountOf));
  const clients = await accepted(url, MAX_IN_FLIGHT / 2);
  for (const socket of clients) socket.write(get("/api/v1/users"));
  await expect.poll(() => held.length).toBe(MAX_IN_FLIGHT / 2);

  for (const target of ["/api", "/api/v1/users?x", "/iam/api/v1/users"]) {
    const response = await fetch(url + target, { headers: { "X-Request-Id": "mine" } });
    expect([
      response.status,
      response.headers.get("retry-after"),
      response.headers.get("x-request-id"),
    ]).toEqual([503, "1", "mine"]);
    expect([response.headers.get("content-type"), await response.json()]).toEqual([
      "application/problem+json",
      { code: "overloaded" },
    ]);
  }
  for (const target of ["/slack/events", "/invite/x", "/apis", "/API"])
    expect([target, await statusOn(await begins(url, { method: "POST", target }))]).toEqual([target, 200]);

  held[0]?.end();
  const next = await begins(url, { method: "GET", target: "/api/v1/users/next" });
  await expect.poll(() => started).toContain("/api/v1/users/next");
  for (const socket of [...clients, next]) socket.destroy();
});

test("bodies of API clients that wait to be answered have 64 MiB: beyond, a large one is refused, a small one is not", async () => {
  const draw = () => ({ type: "text/plain", body: "" });
  const mountOf = mountsAt("/", [{ path: "/api", draw }]);
  const loadShedder = newLoadShedder(new Set());
  const held: ServerResponse[] = [];
  const app = loadShedder.wrap((_, response) => void held.push(response), isOperators, mountOf);
  const large = { covers: () => true, maxBytes: 10 * 1024 * 1024, refusal: () => null };
  const url = await listens(receive(app, [large]));
  const posts = (target: string, size: number) =>
    begins(url, { target, headers: { "Content-Length": size }, part: "x".repeat(size) });
  const sockets: Socket[] = [];
  onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
  for (let count = 1; count <= 6; count += 1) {
    sockets.push(await posts("/api/v1/imports", large.maxBytes));
    await expect.poll(() => held.length).toBe(count);
  }
  expect(await statusOn(await posts("/api/v1/imports", large.maxBytes))).toBe(503);
  sockets.push(await posts("/api/v1/users", 1_000), await posts("/slack/events", large.maxBytes));
  await expect.poll(() => held.length).toBe(8);

  held[0]?.end();
  sockets.push(await posts("/api/v1/imports", large.maxBytes));
  await expect.poll(() => held.length).toBe(9);
});

test("whoever hangs up gives back their place once what was begun for them is done", async () => {
  const work = new Set<unknown>();
  const loadShedder = newLoadShedder(work);
  const held: ServerResponse[] = [];
  const url = await listens(loadShedder.wrap((_, response) => void held.push(response), isOperators));
  for (let count = 1; count <= 2; count += 1) {
    const socket = await begins(url, { target: "/scim/v2/Users" });
    await expect.poll(() => held.length).toBe(count);
    socket.destroy();
    await expect.poll(() => held.filter(({ destroyed }) => destroyed).length).toBe(count);
  }
  expect(loadShedder.inFlight).toBe(2);
  for (const each of inHand(MAX_IN_FLIGHT - 2)) work.add(each);
  expect(await statusOn(await begins(url, {}))).toBe(503);

  held[0]?.end();
  expect(loadShedder.inFlight).toBe(MAX_IN_FLIGHT - 1);
  held[1]?.end();
  expect(loadShedder.inFlight).toBe(MAX_IN_FLIGHT - 2);
});

test("whoever does not read the answer keeps no place", async () => {
  const shedder = newLoadShedder(new Set());
  const answered = Buffer.alloc(64 * 1024 * 1024);
  let response: ServerResponse | undefined;
  const url = await listens(
    shedder.wrap((_request, each) => {
      response = each;
      expect(shedder.inFlight).toBe(1);
      each.end(answered);
    }, isOperators),
  );
  const socket = await begins(url, { method: "GET", target: "/" });
  onTestFinished(() => void socket.destroy());
  await expect.poll(() => response).toBeDefined();
  expect([shedder.inFlight, response?.writableFinished]).toEqual([0, false]);
});

test("a request from Slack is a request and work at once, and counts once", async () => {
  const work = new Set<unknown>();
  const shedder = newLoadShedder(work);
  const app = shedder.wrap((request) => void work.add(request), isOperators);
  for (let count = 0; count < RUN_AT_ONCE; count += 1) {
    const request = Object.assign(new IncomingMessage(new Socket()), {
      method: "POST",
      url: "/slack/events",
    });
    app(request, new ServerResponse(request));
  }
  await expect.poll(() => work.size).toBe(RUN_AT_ONCE);
  expect(shedder.inFlight).toBe(RUN_AT_ONCE);
});
