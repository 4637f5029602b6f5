import { once } from "node:events";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { begins, likeSlacks, sendsSlowly, statusOn } from "../support/web/slow-sender.ts";
import { startWorld } from "../support/world.ts";

/** More than a process takes on at once. */
const MANY = 150;
const MEGABYTE = 1024 * 1024;
/** More than all bodies that are under way may have together. */
const LARGE = { size: 500_000, count: 80 };

const pieces = `${"1\r\nx\r\n".repeat(5_000)}0\r\n\r\n`;
const chunked = { "Transfer-Encoding": "chunked" };

const { app, mia } = await startWorld();
const { url } = app;

/** Hangs up at the end of the test. */
function hangsUp<T extends Socket>(socket: T): T {
  onTestFinished(() => void socket.destroy());
  return socket;
}

test("requests that never come whole take nobody's place", async () => {
  for (const _ of Array(MANY)) hangsUp(await sendsSlowly(url));
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
});

const old = { ...likeSlacks(), "X-Slack-Request-Timestamp": Math.floor(Date.now() / 1_000) - 6 * 60 };
const future = { ...likeSlacks(), "X-Slack-Request-Timestamp": Math.floor(Date.now() / 1_000) + 6 * 60 };
test.each<[string, Record<string, string | number>]>([
  ["without a signature", {}],
  ["with a timestamp alone", { "X-Slack-Request-Timestamp": Math.floor(Date.now() / 1_000) }],
  ["whose signature is of another kind", { ...likeSlacks(), "X-Slack-Signature": "v1=00" }],
  ["whose signature is too short", { ...likeSlacks(), "X-Slack-Signature": `v0=${"0".repeat(63)}` }],
  ["six minutes old", old],
  ["of the future", future],
])("a body for Slack's path %s is refused before its end", async (_, headers) => {
  const length = { "Content-Length": MEGABYTE };
  const socket = hangsUp(await begins(url, { headers: { ...headers, ...length }, part: "x".repeat(1_000) }));
  expect(await statusOn(socket)).toBe(401);
});

test("a body that looks signed is refused before its end once it says that it is too large, or is", async () => {
  const said = { ...likeSlacks(), "Content-Length": MEGABYTE };
  expect(await statusOn(hangsUp(await begins(url, { headers: said })))).toBe(413);
  const part = `${(600_000).toString(16)}\r\n${"x".repeat(599_000)}`;
  expect(await statusOn(hangsUp(await begins(url, { headers: { ...likeSlacks(), ...chunked }, part })))).toBe(
    413,
  );
});

test("a body for SendGrid's path that looks unsigned is refused before its end", async () => {
  const target = "/sendgrid/events";
  const length = { "Content-Length": MEGABYTE };
  expect(await statusOn(hangsUp(await begins(url, { target, headers: length, part: "[" })))).toBe(401);
});

test("a large body for any other path is refused before its end, whatever the query says", async () => {
  for (const target of ["/", "/invite/x", "/x?/healthz", "/invite/x?/slack/events", "/slack/events/"]) {
    const large = { target, headers: { ...likeSlacks(), "Content-Length": MEGABYTE } };
    expect(await statusOn(hangsUp(await begins(url, large))), target).toBe(413);
  }
});

test("a body in thousands of pieces is cut off", async () => {
  const socket = hangsUp(await begins(url, { headers: { ...likeSlacks(), ...chunked }, part: pieces }));
  expect(await statusOn(socket)).toBeNull();
});

test("what else comes of a refused body is cut off, too, when it is in thousands of pieces", async () => {
  const next = "GET /healthz HTTP/1.1\r\nHost: iam\r\nConnection: close\r\n\r\n";
  const answers = await text(hangsUp(await begins(url, { headers: chunked, part: pieces + next })));
  expect(answers).toMatch(/^HTTP\/1.1 401/);
  expect(answers).not.toContain('{"alive"');
});

test("of the bodies that are under way, those that take longest make room", async () => {
  const headers = { ...likeSlacks(), "Content-Length": LARGE.size };
  const part = "x".repeat(LARGE.size - 1);
  const first = hangsUp(await begins(url, { headers, part }));
  const hungUp = once(first.resume(), "close");
  let last = first;
  for (let count = 1; count < LARGE.count; count += 1) last = hangsUp(await begins(url, { headers, part }));
  await hungUp;
  last.write("x");
  expect(await statusOn(last)).toBe(401);
});
