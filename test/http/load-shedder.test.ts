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

const PLACES = 120;
/** So many begin as they come. */
const QUEUE_ABOVE = 60;
const COME = 110;

const world = await startWorld({ METRICS_TOKEN: "scrape-me" });
const { app, mia, slack } = world;

const metric = (name: string) => metricOf(app.url, name);

/** Takes every place there is, until told to let go. */
async function fillsUp(): Promise<() => Promise<void>> {
  await expect.poll(() => metric("iam_in_hand")).toBe(0);
  const others = await Promise.all(Array.from({ length: PLACES }, () => sendsSlowly(app.url)));
  onTestFinished(() => others.forEach((socket) => void socket.destroy()));
  await expect.poll(() => metric("iam_in_hand")).toBe(PLACES);
  return async () => {
    for (const socket of others) socket.end("}");
    await expect.poll(() => metric("iam_in_hand")).toBe(0);
  };
}

test("who comes when every place is taken is refused at once, as Slack tells them, and may come again", async () => {
  const letGo = await fillsUp();

  const refused = await fetch(`${app.url}/invite/some-link`);
  const header = (name: string) => refused.headers.get(name);
  expect([refused.status, header("retry-after"), header("connection")]).toEqual([503, "1", "close"]);
  expect(await refused.text()).toMatch(/Nothing was changed. Try again in a minute.$/);
  for (const path of ["/healthz", "/readyz"]) expect((await fetch(app.url + path)).status, path).toBe(200);
  expect(await metric("iam_refused_total")).toBe(1);
  await mia.runs("/iam invite");
  expect(await metric("iam_refused_total")).toBe(2);
  expect(mia.screen()).toContain('/iam failed with the error "dispatch_failed"');
  expect(slack.requests.at(-1)?.acknowledgement?.status).toBe(503);

  await letGo();
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
});

test("an event that was refused comes again, as Slack does it, twice even: it is done, once", async () => {
  const jonas = await fixtures(world).admin("Jonas Weber");
  const letGo = await fillsUp();
  await jonas.becomes({ email: "jonas@elsewhere.example" });
  const refused = slack.requests.at(-1);
  expect([refused?.type, refused?.acknowledgement?.status]).toEqual(["user_change", 503]);
  await letGo();
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

test("in a crowd one request begins in four turns, so that new connections are taken between", async () => {
  let turn = 0;
  let next = setImmediate(function counts() {
    turn += 1;
    next = setImmediate(counts);
  });
  onTestFinished(() => clearImmediate(next));
  const turns: number[] = [];
  const begun: ServerResponse[] = [];
  const server = createServer(
    newLoadShedder(new Set()).wrap((_request, response) => {
      turns.push(turn);
      if (begun.push(response) === COME) for (const each of begun) each.end();
    }),
  ).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const sockets = await Promise.all(
    Array.from({ length: COME }, async () => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    }),
  );
  for (const socket of sockets) socket.write("GET / HTTP/1.1\r\nHost: iam\r\nConnection: close\r\n\r\n");
  await Promise.all(sockets.map((socket) => once(socket.resume(), "close")));
  const between = turns.slice(1).map((at, index) => at - (turns[index] ?? 0));
  expect([between.length, Math.min(...between.slice(QUEUE_ABOVE))]).toEqual([COME - 1, 4]);
  expect(Math.min(...between.slice(0, QUEUE_ABOVE - 1))).toBeLessThan(4);
});

test("what Slack asks is a request and work at once, and counts once towards a crowd", () => {
  const underWay = new Set<unknown>();
  const door = newLoadShedder(underWay).wrap((request) => void underWay.add(request));
  for (let come = 0; come < QUEUE_ABOVE; come += 1) {
    const request = Object.assign(new IncomingMessage(new Socket()), { url: "/slack/events" });
    door(request, new ServerResponse(request));
  }
  expect(underWay.size).toBe(QUEUE_ABOVE);
});
