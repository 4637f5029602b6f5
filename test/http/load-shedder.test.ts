import { once } from "node:events";
import { createServer, IncomingMessage, ServerResponse } from "node:http";
import { connect, Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { newLoadShedder } from "../../src/http/load-shedder.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { User } from "../../src/models/user.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { metricOf } from "../support/web/metric.ts";
import { sendsSlowly } from "../support/web/slow-sender.ts";
import { startWorld } from "../support/world.ts";

const MAX_IN_FLIGHT = 120;
/** Up to this many start as they come. */
const QUEUE_ABOVE = 60;
const REQUESTS = 110;

const world = await startWorld({ METRICS_TOKEN: "scrape-me" });
const { mia, slack } = world;
const { url } = world.app;

const metric = (name: string) => metricOf(url, name);

/** Sends as many requests as the process takes, unfinished. @returns a function that finishes them */
async function fillUp(): Promise<() => Promise<void>> {
  await expect.poll(() => metric("iam_in_hand")).toBe(0);
  const others = await Promise.all(Array.from({ length: MAX_IN_FLIGHT }, () => sendsSlowly(url)));
  onTestFinished(() => others.forEach((socket) => void socket.destroy()));
  await expect.poll(() => metric("iam_in_hand")).toBe(MAX_IN_FLIGHT);
  return async () => {
    for (const socket of others) socket.end("}");
    await expect.poll(() => metric("iam_in_hand")).toBe(0);
  };
}

test("a request over the limit is refused at once, Slack says so, and it may come again", async () => {
  const finish = await fillUp();

  const refused = await fetch(`${url}/invite/some-link`);
  const header = (name: string) => refused.headers.get(name);
  expect([refused.status, header("retry-after"), header("connection")]).toEqual([503, "1", "close"]);
  expect(await refused.text()).toMatch(/Nothing was changed. Try again in a minute.$/);
  for (const path of ["/healthz", "/readyz"]) expect((await fetch(url + path)).status, path).toBe(200);
  expect(await metric("iam_refused_total")).toBe(1);
  await mia.runs("/iam invite");
  expect(await metric("iam_refused_total")).toBe(2);
  expect(mia.screen()).toContain('/iam failed with the error "dispatch_failed"');
  expect(slack.requests.at(-1)?.acknowledgement?.status).toBe(503);

  await finish();
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
});

test("an event that was refused comes again, as Slack does it, twice even: it is done, once", async () => {
  const jonas = await fixtures(world).admin("Jonas Weber");
  const finish = await fillUp();
  await jonas.becomes({ email: "jonas@elsewhere.example" });
  const refused = slack.requests.at(-1);
  expect([refused?.type, refused?.acknowledgement?.status]).toEqual(["user_change", 503]);
  await finish();
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

test("under load one request starts every four turns, so that new connections are accepted between", async () => {
  let turn = 0;
  let next = setImmediate(function counts() {
    turn += 1;
    next = setImmediate(counts);
  });
  onTestFinished(() => clearImmediate(next));
  const turns: number[] = [];
  const started: ServerResponse[] = [];
  const server = createServer(
    newLoadShedder(new Set()).wrap((_request, response) => {
      turns.push(turn);
      if (started.push(response) === REQUESTS) for (const each of started) each.end();
    }),
  ).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const sockets = await Promise.all(
    Array.from({ length: REQUESTS }, async () => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    }),
  );
  for (const socket of sockets) socket.write("GET / HTTP/1.1\r\nHost: iam\r\nConnection: close\r\n\r\n");
  await Promise.all(sockets.map((socket) => once(socket.resume(), "close")));
  const between = turns.slice(1).map((at, index) => at - (turns[index] ?? 0));
  expect([between.length, Math.min(...between.slice(QUEUE_ABOVE))]).toEqual([REQUESTS - 1, 4]);
  expect(Math.min(...between.slice(0, QUEUE_ABOVE - 1))).toBeLessThan(4);
});

test("a request from Slack is a request and work at once, and counts once", () => {
  const work = new Set<unknown>();
  const app = newLoadShedder(work).wrap((request) => void work.add(request));
  for (let count = 0; count < QUEUE_ABOVE; count += 1) {
    const request = Object.assign(new IncomingMessage(new Socket()), { url: "/slack/events" });
    app(request, new ServerResponse(request));
  }
  expect(work.size).toBe(QUEUE_ABOVE);
});
